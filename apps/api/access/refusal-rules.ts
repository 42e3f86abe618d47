import type { FastifyRequest } from 'fastify';
import { DomainError } from '#event-sourcing';

/**
 * Whether a caller was told no by a rule: it may not, or not now, or must not even know. A request that is not
 * understood, comes too early or too late, or only asks what would happen, is no attempt at anything.
 */
export function isForTheRecord(request: FastifyRequest, error: unknown, status: number): boolean {
  if (!(error instanceof DomainError) || isDryRun(request)) return false;
  const isKept = error.isHidden || error.recordedAs !== error.code;
  return status === 403 || status === 409 || (status === 404 && isKept);
}

/** Looks at the query as it was sent: who is turned away at the door is turned away before the query is read. */
function isDryRun({ query, routeOptions }: Pick<FastifyRequest, 'query' | 'routeOptions'>): boolean {
  const { dryRun } = (query ?? {}) as { readonly dryRun?: unknown };
  return routeOptions.config.endpoint?.writes === true && String(dryRun) === 'true';
}

const RESOURCE = /^(?:[a-z]{1,10}(?:-[a-z]{1,10})?-(?:[0-9a-f]{17}|[0-9a-f]{8})|o-[a-z0-9]{10,32})$/;

/** The ids in the path, and those that the refusal speaks of. What only looks like one stays out of the record. */
export function resourcesOf(params: unknown, error: DomainError): readonly string[] {
  const named: unknown[] = [params ?? {}, error].flatMap((of) => Object.values(of) as unknown[]);
  return [...new Set(named)].filter(
    (value): value is string => typeof value === 'string' && RESOURCE.test(value),
  );
}
