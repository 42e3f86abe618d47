import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AppendTooLarge, DomainError, EventStoreUnavailable, PreconditionFailed } from '#event-sourcing';
import { isDatabaseUnavailable, isViewMissing, LOGGER, Metrics } from '#runtime';
import { RefusalRecord } from '../access/refusal-record';
import { correlationOf } from './correlation';
import type { EndpointDeclaration } from './endpoint';
import { entityTagOf } from './headers';
import { ComeAgain, InvalidRequest, MalformedId, type FieldError } from './problems';
import { ec2CodeOf, ec2CodeOfMalformed, statusOf, type RefusalCode } from './refusals';

/** Problem details, RFC 9457. `type` and `code` are stable; `detail` is for people. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly ec2Code?: string;
  readonly errors?: readonly FieldError[];
}

/** When it is not known. Seconds. */
const RETRY_AFTER = 1;

/** The one place where an error becomes an answer. What is not a refusal says nothing about the inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
    private readonly refusals: RefusalRecord,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = placeFields(problemOf(error), request.routeOptions.config.endpoint);
    if (problem.status === 500)
      this.logger.error({ err: error, ...correlationOf(request) }, 'a request failed');
    this.metrics.refusals.inc({ code: problem.code });
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    if (problem.status === 503 || problem.status === 429)
      void reply.header('retry-after', String(secondsToWait(error)));
    if (error instanceof PreconditionFailed) void reply.header('etag', entityTagOf(error.actual));
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json')
      .send({ ...problem, instance: request.url.split('?', 1)[0] });
    this.refusals.told(request, error, problem.status);
  }
}

const secondsToWait = (error: unknown): number =>
  error instanceof ComeAgain ? Math.max(1, Math.ceil(error.after / 1_000)) : RETRY_AFTER;

export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return refusal(error as DomainError);
  if (error instanceof EventStoreUnavailable)
    return plain(503, 'event-store-unavailable', 'the event store cannot be reached');
  if (error instanceof AppendTooLarge) return plain(413, 'append-too-large', error.message);
  if (isDatabaseUnavailable(error))
    return plain(503, 'database-unavailable', 'the database cannot be reached');
  if (isViewMissing(error)) return plain(503, 'view-behind', 'the view has not been made yet');
  return ofServer(error);
}

/** The domain points at its own fields; here they are pointed at where the caller wrote them. */
function placeFields(problem: Problem, endpoint: EndpointDeclaration | undefined): Problem {
  const place = (field: FieldError): FieldError => {
    if (field.in !== 'body') return field;
    // What asks a question has no body.
    if (endpoint?.method === 'GET') return { ...field, in: 'query' };
    const [, top = ''] = field.pointer.split('/', 2);
    const prefix = endpoint?.placed?.[top];
    return prefix === undefined ? field : { ...field, pointer: `${prefix}${field.pointer}` };
  };
  const { errors } = problem;
  const isOfDomain = problem.code !== 'invalid-request' && problem.code !== 'malformed-id';
  return errors === undefined || !isOfDomain ? problem : { ...problem, errors: errors.map(place) };
}

function refusal(error: DomainError): Problem {
  const code = error.code as RefusalCode;
  const ec2Code = error instanceof MalformedId ? ec2CodeOfMalformed[error.prefix] : ec2CodeOf[code];
  const errors = fieldErrorsOf(error);
  return {
    ...plain(statusOf[code], code, error.message),
    ...(ec2Code === undefined ? {} : { ec2Code }),
    ...(errors === undefined ? {} : { errors }),
  };
}

function fieldErrorsOf(error: DomainError): readonly FieldError[] | undefined {
  if (error instanceof InvalidRequest || error instanceof MalformedId) return error.errors;
  return error.pointer === undefined
    ? undefined
    : [{ in: 'body', pointer: error.pointer, detail: error.message }];
}

/** What the HTTP server itself refuses: a body that is no JSON, too large, or of another type. */
function ofServer(error: unknown): Problem {
  const status = error instanceof HttpException ? error.getStatus() : statusCodeIn(error);
  if (!(error instanceof Error) || status === undefined || status < 400 || status >= 500)
    return plain(500, 'internal-error', 'something went wrong on our side; it has been logged');
  return plain(status, status === 413 ? 'body-too-large' : 'malformed-request', error.message);
}

/** Errors of Fastify carry the status that they want to be answered with. */
const statusCodeIn = (error: unknown): number | undefined => {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
};

const plain = (status: number, code: string, detail: string): Problem => ({
  type: `urn:image-ledger:problem:${code}`,
  title: code.replaceAll('-', ' '),
  status,
  detail,
  code,
});
