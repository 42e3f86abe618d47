import { once } from 'node:events';
import { Server } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Settings } from '#runtime';

/** Milliseconds. */
const SWEEP_EVERY = 50;

/**
 * Stops without failing anybody: first nobody new gets in, so that a balancer turns to the next process. Whoever is
 * connected is answered once more and told that this was the last answer here (`Connection: close`): had the connection
 * just been closed, a request on its way would be lost. Who is silent until the time is up is disconnected.
 */
@Injectable()
export class GracefulStop implements BeforeApplicationShutdown, OnApplicationShutdown {
  private isStopping = false;
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly settings: Settings,
  ) {}

  attach(server: FastifyInstance): void {
    server.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.isStopping) void reply.header('connection', 'close');
      done();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer();
    this.isStopping = true;
    if (server.listening) await this.turnAway(server);
    // A connection that is busy now is idle once its request is answered, and would hold the server open.
    this.sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY);
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping);
  }

  /** Until everybody has gone, or the time is up. */
  private async turnAway(server: Server): Promise<void> {
    const everybodyLeft = once(server, 'close');
    // An HTTP server that is closed disconnects whoever is idle; here only the door is closed.
    Server.prototype.close.call(server);
    // Most of the time that a stop has is for what is in flight.
    const { linger, drain } = this.settings;
    await Promise.race([everybodyLeft, setTimeout(Math.min(linger, drain / 2), undefined, { ref: false })]);
  }
}
