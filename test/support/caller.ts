export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body; loosely typed, as a caller sees it. */
  readonly body: Json;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- assertions look into answers freely, as a caller in JavaScript does
type Json = any;

type HeaderChanges = Readonly<Record<string, string | undefined>>;

/** Somebody who calls the service over HTTP. */
export class Caller {
  constructor(
    readonly url: string,
    readonly token: string | undefined,
    private readonly headers: HeaderChanges = {},
  ) {}

  /** The same caller, with headers on every request. */
  with(headers: HeaderChanges): Caller {
    return new Caller(this.url, this.token, { ...this.headers, ...headers });
  }

  get(path: string, headers: HeaderChanges = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: HeaderChanges = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers: HeaderChanges = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, body: unknown, headers: HeaderChanges = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: HeaderChanges = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  async send(method: string, path: string, body: unknown, headers: HeaderChanges = {}): Promise<Answer> {
    const all = {
      authorization: this.token === undefined ? undefined : `Bearer ${this.token}`,
      'content-type': body === undefined ? undefined : 'application/json',
      ...this.headers,
      ...headers,
    };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = parsed(response, text);
    return { status: response.status, headers: response.headers, body: answer };
  }

  /** For an administrator: a token for somebody else, who can use it at once. */
  async issue(account: string, roles: readonly string[], subject: string): Promise<Caller> {
    const answer = await this.post('/v1/service-tokens', { account, roles, subject });
    if (answer.status !== 201) throw new Error(`no token: ${JSON.stringify(answer.body)}`);
    return new Caller(this.url, (answer.body as { token: string }).token);
  }
}

/** The header that makes a read show at least what a write recorded. */
export const after = ({ headers }: Answer): HeaderChanges => ({
  'ledger-position': headers.get('ledger-position') ?? undefined,
});

const parsed = (response: Response, text: string): unknown =>
  /json/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : text;
