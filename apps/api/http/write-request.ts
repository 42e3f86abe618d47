import type { FastifyRequest } from 'fastify';
import { v4 as uuidV4 } from 'uuid';
import {
  canonicalJson,
  commandIdOf,
  refuseUnstorable,
  sha256,
  UnstorableText,
  type CommandContext,
  type WriteOptions,
} from '#event-sourcing';
import type { Principal } from '#machine-images';
import type { Caller } from './caller';
import type { EndpointDeclaration } from './endpoint';
import { revisionOfIfMatch, singleHeader, traceparentOf } from './headers';
import { headerError } from './problems';

/** How to record what a call asks for: in whose name, under which id, on which condition. */
export interface WriteRequest {
  readonly by: Principal;
  readonly region: string;
  readonly context: CommandContext;
  readonly options: WriteOptions;
}

interface Checked {
  readonly endpoint: EndpointDeclaration;
  readonly query: unknown;
  readonly body: unknown;
}

export function writeRequest(
  request: FastifyRequest,
  caller: Caller,
  { endpoint, query, body }: Checked,
): WriteRequest {
  const { region } = request;
  const commandId = commandIdOfRequest(request, caller.account);
  const queryReason = textIn(query, 'reason');
  const reason = queryReason ?? (declaresReason(endpoint) ? textIn(body, 'reason') : undefined);
  const planDigest = textIn(query, 'planDigest');
  const traceparent = traceparentOf(request);
  const ifMatch = conditionOf(request, endpoint);
  return {
    by: { account: caller.account, administrator: caller.administrator },
    region,
    context: {
      actor: caller.actor,
      commandId,
      requestHash: requestHashOf(body, region, queryReason),
      correlationId: commandId,
      causationId: commandId,
      at: new Date(),
      ...(reason === undefined ? {} : { reason }),
      ...(traceparent === undefined ? {} : { traceparent }),
    },
    options: {
      dryRun: isDryRun(query),
      ...(ifMatch === undefined ? {} : { ifMatch }),
      ...(planDigest === undefined ? {} : { planDigest }),
    },
  };
}

/** Of all that is recorded of a request and not already in the command's id. */
const requestHashOf = (body: unknown, region: string, reason: string | undefined): string =>
  sha256(canonicalJson({ body: hashable(body ?? {}), region, ...(reason === undefined ? {} : { reason }) }));

/** JSON's own escapes stand for text that has no canonical form. */
function hashable(body: unknown): unknown {
  try {
    refuseUnstorable(body, '');
    return body;
  } catch (error) {
    if (error instanceof UnstorableText) return JSON.stringify(body);
    throw error;
  }
}

function conditionOf(
  request: FastifyRequest,
  { status, condition }: EndpointDeclaration,
): number | undefined {
  const ifMatch = revisionOfIfMatch(request);
  if (ifMatch !== undefined && status === 201)
    throw headerError('if-match', 'has no meaning here: what is made now has no revision yet');
  if (ifMatch !== undefined && condition === 'none')
    throw headerError('if-match', 'has no meaning here: many resources are changed at once');
  return ifMatch;
}

/** The scope of a key is account, method and path: two teams, or two resources, never share one by accident. */
function commandIdOfRequest(request: FastifyRequest, account: string): string {
  const key = singleHeader(request, 'idempotency-key');
  if (key === undefined) return uuidV4();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw headerError('idempotency-key', 'must be 1 to 255 printable ASCII characters without spaces');
  }
  const [path] = request.url.split('?', 1);
  return commandIdOf(account, request.method, path ?? '', key);
}

const fieldOf = (source: unknown, name: string): unknown =>
  typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[name] : undefined;

const textIn = (source: unknown, name: string): string | undefined => {
  const text = fieldOf(source, name);
  return typeof text === 'string' ? text : undefined;
};

const declaresReason = ({ body }: EndpointDeclaration): boolean =>
  fieldOf(fieldOf(body, 'properties'), 'reason') !== undefined;

const isDryRun = (query: unknown): boolean => fieldOf(query, 'dryRun') === true;
