import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v4 as uuidV4 } from 'uuid';
import { traceparentOf } from './headers';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a write, what all that it brings about has on record; a repetition under its key has the same one. */
    correlationId: string;
  }
}

/** One request can be followed through its answer, the log and the events: all name its correlation, and the caller's trace. */
export function correlate(server: FastifyInstance): void {
  server.decorateRequest('correlationId', '');
  server.addHook('onRequest', (request, _reply, done) => {
    request.correlationId = uuidV4();
    done();
  });
  server.addHook('onSend', (request, reply, _payload, done) => {
    const traceparent = traceparentOf(request);
    void reply.header('ledger-correlation', request.correlationId);
    if (traceparent !== undefined) void reply.header('traceparent', traceparent);
    done();
  });
}

/** For log lines. */
export function correlationOf(request: FastifyRequest): {
  readonly correlationId: string;
  readonly traceId?: string;
} {
  const [, traceId] = traceparentOf(request)?.split('-') ?? [];
  return { correlationId: request.correlationId, ...(traceId === undefined ? {} : { traceId }) };
}
