import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { endpoint } from '../http/endpoint';
import { Endpoint } from '../http/endpoint.decorator';
import { NotAllowed } from '../http/problems';
import { Measurements } from '../reading/measurements';

const showMetrics = endpoint({
  method: 'GET',
  path: '/metrics',
  allow: 'everybody',
  tag: 'operation',
  summary: 'Show metrics for Prometheus',
  description: 'Only to callers on the same machine; to others on a port of its own, METRICS_PORT.',
  answer: Type.String(),
});

@Controller()
export class ShowMetricsController {
  constructor(private readonly measurements: Measurements) {}

  @Endpoint(showMetrics)
  async show(
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!isLoopback(ip)) throw new NotAllowed('metrics are shown on this machine only');
    void reply.header('content-type', this.measurements.contentType);
    return this.measurements.read();
  }
}

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);
