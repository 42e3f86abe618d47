import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER, Metrics } from '#runtime';
import { correlationOf } from './correlation';

/** Measures every request, and logs it: which route, for which account, with what outcome. Never its content. */
@Injectable()
export class RequestLog {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  attach(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      this.record(request, reply);
      done();
    });
  }

  private record(request: FastifyRequest, reply: FastifyReply): void {
    const { method, routeOptions, caller } = request;
    const { url: route = 'unknown' } = routeOptions;
    const status = reply.statusCode;
    const milliseconds = Math.round(reply.elapsedTime * 100) / 100;
    this.metrics.requests.observe({ method, route, status }, milliseconds / 1_000);
    const level = /^\/(health|metrics)/.test(route) ? 'debug' : 'info';
    const outcome = { method, route, status, milliseconds, account: caller?.account };
    this.logger[level]({ ...outcome, ...correlationOf(request) }, 'request');
  }
}
