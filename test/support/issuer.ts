import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

export const AUDIENCE = 'image-ledger';

interface SigningKey {
  readonly id: string;
  readonly algorithm: string;
  readonly pair: Awaited<ReturnType<typeof generateKeyPair>>;
}

/** What differs from a good token; `undefined` leaves a claim out. */
export interface TokenChanges {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: SigningKey;
  readonly issuedAt?: number;
  readonly lifetime?: number;
}

/** Somebody who issues JSON Web Tokens and shows the keys over HTTP, as an identity provider does. */
export class Issuer {
  /** How often it was asked for its keys. */
  asked = 0;
  /** What it answers instead of its keys. */
  answers: { readonly status: number; readonly body: string } | 'nothing' | undefined;
  private shown: readonly SigningKey[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (_, response) => {
      this.asked += 1;
      if (this.answers === 'nothing') return;
      const answer = this.answers;
      void this.keySet().then((body) => {
        response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
        response.end(answer?.body ?? body);
      });
    });
  }

  static async start(): Promise<Issuer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const issuer = new Issuer(server, `http://127.0.0.1:${port}`);
    await issuer.rotate('first');
    return issuer;
  }

  /** The configuration of a service that believes it. */
  get environment(): Readonly<Record<string, string>> {
    return { JWT_ISSUER: this.url, JWT_AUDIENCE: AUDIENCE, JWT_JWKS_URL: `${this.url}/keys` };
  }

  /** From now on it signs with a new key, and shows that one alone. */
  async rotate(id: string, algorithm = 'ES256'): Promise<SigningKey> {
    const key = await signingKey(id, algorithm);
    this.shown = [key];
    return key;
  }

  async publicKey(): Promise<string> {
    return exportSPKI(this.key.pair.publicKey);
  }

  /** A good token of somebody, or one that differs from it. Times in seconds from now. */
  token(
    account: string,
    roles: readonly string[] = ['member'],
    { claims = {}, key = this.key, issuedAt = 0, lifetime = 300 }: TokenChanges = {},
  ): Promise<string> {
    const start = Math.floor(Date.now() / 1_000) + issuedAt;
    const good = { iss: this.url, aud: AUDIENCE, sub: 'ann@example.com', account, roles };
    const times = { iat: start, nbf: start, exp: start + lifetime };
    const payload = JSON.stringify({ ...good, ...times, ...claims });
    return new SignJWT(JSON.parse(payload) as JWTPayload)
      .setProtectedHeader({ alg: key.algorithm, kid: key.id })
      .sign(key.pair.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    if (this.server.listening) await once(this.server, 'close');
  }

  private get key(): SigningKey {
    const [key] = this.shown;
    if (key === undefined) throw new Error('the issuer has no key');
    return key;
  }

  private async keySet(): Promise<string> {
    const keys = this.shown.map(async ({ id, algorithm, pair }) => ({
      ...(await exportJWK(pair.publicKey)),
      kid: id,
      alg: algorithm,
      use: 'sig',
    }));
    return JSON.stringify({ keys: await Promise.all(keys) });
  }
}

export async function signingKey(id: string, algorithm = 'ES256'): Promise<SigningKey> {
  return { id, algorithm, pair: await generateKeyPair(algorithm, { extractable: true }) };
}
