import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { endpoint } from '../http/endpoint';
import { Endpoint } from '../http/endpoint.decorator';
import { Health, type Readiness } from '../reading/health';

const showLiveness = endpoint({
  method: 'GET',
  path: '/health/live',
  allow: 'everybody',
  tag: 'operation',
  summary: 'Say that the process runs',
  answer: Type.Object({ live: Type.Literal(true) }),
});

const Reachable = Type.Enum(['reachable', 'unreachable']);

const showReadiness = endpoint({
  method: 'GET',
  path: '/health/ready',
  allow: 'everybody',
  tag: 'operation',
  summary: 'Say whether the service can do its work, and how far its readers are behind the log',
  description: '503 when the event store or the database cannot be reached.',
  answer: Type.Object({
    ready: Type.Boolean(),
    eventStore: Reachable,
    database: Reachable,
    position: Type.Optional(Type.String({ description: 'Of the last event in the log.' })),
    state: Type.Optional(
      Type.Enum(['active', 'standby'], {
        description:
          'Of several processes that could keep the views, one is active; the others stand by to take over. ' +
          'Absent where this process never does.',
      }),
    ),
    readers: Type.Array(
      Type.Object({
        name: Type.String(),
        position: Type.String(),
        lag: Type.Integer({ description: 'Positions that it has not read yet.' }),
        state: Type.Optional(Type.Enum(['running', 'catching-up', 'failing'])),
        error: Type.Optional(Type.String()),
      }),
    ),
  }),
});

@Controller()
export class ShowHealthController {
  constructor(private readonly health: Health) {}

  @Endpoint(showLiveness)
  live(): { live: true } {
    return { live: true };
  }

  @Endpoint(showReadiness)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (!readiness.ready) void reply.status(503).header('retry-after', '1');
    return readiness;
  }
}
