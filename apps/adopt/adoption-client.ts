import { setTimeout } from 'node:timers/promises';

/** Where and as what the entries are sent. */
export interface Target {
  readonly url: string;
  readonly token: string;
  /** After the question mark. */
  readonly query: string;
}

export interface Reported {
  readonly index: number;
  readonly resource: string | null;
  readonly code: string;
  readonly reason: string;
}

export interface Answer {
  readonly adopted: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly reported: readonly Reported[];
}

/** The service has refused the request, or cannot be reached for long. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

const ATTEMPTS = 8;
const LATER = [429, 502, 503, 504];

/** Sends one request, again where that helps: whatever was taken already is found unchanged. Throws NotSent. */
export async function send({ url, token, query }: Target, body: string): Promise<Answer> {
  let why = `${url} cannot be reached`;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const response = await tried(`${url}/v1/adoptions?${query}`, token, body);
    if (response?.ok === true) return (await response.json()) as Answer;
    if (response !== undefined) why = await refusalIn(response);
    if (response !== undefined && !LATER.includes(response.status)) break;
    await setTimeout(pauseAfter(attempt, response));
  }
  throw new NotSent(why);
}

const pauseAfter = (attempt: number, response: Response | undefined): number =>
  1_000 * Number(response?.headers.get('retry-after') ?? attempt);

async function tried(address: string, token: string, body: string): Promise<Response | undefined> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  try {
    return await fetch(address, { method: 'POST', headers, body });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

async function refusalIn(response: Response): Promise<string> {
  const text = await response.text();
  return `the service answers ${response.status}: ${text}`;
}
