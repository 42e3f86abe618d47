import { Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** Milliseconds. */
const SWEEP_EVERY = 50;

/**
 * A connection that was busy when the stop began is idle once its request is answered, and would hold the server open
 * until its keep-alive time is up.
 */
@Injectable()
export class GracefulStop implements BeforeApplicationShutdown, OnApplicationShutdown {
  private sweeping: NodeJS.Timeout | undefined;

  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer();
    this.sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY);
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping);
  }
}
