import type { FastifyInstance, FastifyRequest } from 'fastify';

const isEmpty = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';

/** Many clients name the type of every request's body, also of a DELETE that has none: that is no malformed body. */
export function letTypesOfNothingBe(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.method === 'DELETE' && isEmpty(request)) delete request.headers['content-type'];
    done();
  });
}
