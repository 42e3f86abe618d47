import type { Answer, Caller } from '../caller';
import type { Attempt, Request } from './attempts';

interface Problem {
  readonly type?: string;
  readonly code?: string;
  readonly status?: number;
  readonly errors?: readonly { readonly in: string; readonly pointer: string }[];
}

export const send = (caller: Caller, { method, path, body, headers }: Request): Promise<Answer> =>
  caller.send(method, path, body, headers);

/** What was answered otherwise than it has to be, in sentences. */
export async function faults(caller: Caller, attempts: readonly Attempt[]): Promise<readonly string[]> {
  const found = [];
  for (const attempt of attempts) found.push(...faultsOf(attempt, await send(caller, attempt.request)));
  return found;
}

/** A refusal is a problem that is told in full, and points at the mistake. */
function faultsOf({ what, statuses, at }: Attempt, answer: Answer): readonly string[] {
  const { errors = [] } = answer.body as Problem;
  const pointers = errors.map((error) => `${error.in} ${error.pointer}`);
  const isPointedAt = at === undefined || pointers.includes(at.join(' '));
  if (statuses.includes(answer.status) && isProblem(answer) && isPointedAt) return [];
  const wanted = [statuses.join(' or '), ...(at ?? [])].join(' ');
  return [`${what}: ${wanted} was due, the answer was ${answer.status} ${JSON.stringify(answer.body)}`];
}

function isProblem({ status, headers, body }: Answer): boolean {
  const problem = body as Problem;
  return (
    (headers.get('content-type') ?? '').startsWith('application/problem+json') &&
    problem.type === `urn:image-ledger:problem:${problem.code}` &&
    problem.status === status
  );
}
