import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Caller } from './caller';
import { NO_FIELDS, querySchemaOf, type EndpointDeclaration } from './endpoint';
import { validate } from './validation';
import type { Place } from './problems';
import { positionIn } from './headers';
import { writeRequest, type WriteRequest } from './write-request';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the handler of a write asks for it. */
    write?: WriteRequest;
  }
}

export interface EndpointInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Throws for an endpoint that is open to everybody: nobody in particular calls it. */
  readonly caller: Caller;
  /** From `Ledger-Region`, or the default one. */
  readonly region: string;
  /** From `Ledger-Position`: the answer must not be from before it. */
  readonly position: string | undefined;
  /** How to record what the call asks for. Throws for an endpoint that does not write. */
  readonly write: WriteRequest;
}

/** Checks everything that came with a request against the declaration of its endpoint. */
export function readRequest(request: FastifyRequest): EndpointInput<unknown, unknown, unknown> {
  const { endpoint } = request.routeOptions.config;
  if (endpoint === undefined) throw new TypeError('the route has no endpoint declaration');
  const params = checked('path', endpoint.params, request.params);
  const query = checked('query', querySchemaOf(endpoint), request.query);
  const body = bodyIn(request, endpoint);
  const { region } = request;
  const position = positionIn(request);
  return {
    params,
    query,
    body,
    region,
    position,
    get caller() {
      return callerOf(request);
    },
    get write() {
      return writeRequestOf(request, endpoint, query, body);
    },
  };
}

/** A body that was not sent is one without fields; where none is declared, no field is known. */
function bodyIn({ body: sent = {} }: FastifyRequest, { body, entryByEntry }: EndpointDeclaration): unknown {
  const judged = entryByEntry === true ? withoutLists(sent) : sent;
  const checkedBody = validate('body', body ?? NO_FIELDS, sent, judged);
  return body === undefined ? undefined : checkedBody;
}

const withoutLists = (body: unknown): object =>
  Object.fromEntries(Object.entries(body ?? {}).filter(([, member]) => !Array.isArray(member)));

const checked = (place: Place, schema: TSchema | undefined, value: unknown): unknown =>
  schema === undefined ? undefined : validate(place, schema, value);

function callerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new TypeError('the endpoint is open to everybody and has no caller');
  return caller;
}

function writeRequestOf(
  request: FastifyRequest,
  endpoint: EndpointDeclaration,
  query: unknown,
  body: unknown,
): WriteRequest {
  if (endpoint.writes !== true) throw new TypeError('the endpoint is not declared as a write');
  request.write ??= writeRequest(request, callerOf(request), { endpoint, query, body });
  request.correlationId = request.write.context.correlationId;
  return request.write;
}
