import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Metrics } from '#runtime';
import { endpoint } from '../http/endpoint';
import { Endpoint } from '../http/endpoint.decorator';
import { NotAllowed } from '../http/problems';
import { Health } from '../reading/health';

const showMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  allow: 'everybody',
  tag: 'operation',
  summary: 'Show metrics for Prometheus',
  description: 'Only to callers on the same machine.',
  answer: Type.String(),
});

@Controller()
export class ShowMetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly health: Health,
  ) {}

  @Endpoint(showMetrics)
  async show(
    @Req() { socket }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!isLoopback(socket.remoteAddress)) throw new NotAllowed('metrics are shown on this machine only');
    await this.measureReaders();
    void reply.header('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }

  private async measureReaders(): Promise<void> {
    const { readers } = await this.health.readiness();
    for (const { name: reader, position, lag, state } of readers) {
      this.metrics.readerPosition.set({ reader }, Number(position));
      this.metrics.readerLag.set({ reader }, lag);
      if (state !== undefined) this.metrics.readerFailing.set({ reader }, state === 'failing' ? 1 : 0);
    }
  }
}

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
