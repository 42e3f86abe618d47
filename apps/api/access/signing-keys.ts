import { Logger } from '@nestjs/common';
import { createRemoteJWKSet, errors, type FlattenedJWSInput, type JWTHeaderParameters } from 'jose';
import { SigningKeysUnavailable } from '../http/problems';

/** All in milliseconds. */
export interface SigningKeysOptions {
  /** Keys of this age are read again, so that a key that was withdrawn is not believed for longer. */
  readonly refreshAfter: number;
  /** The issuer is asked at most this often, whatever tokens say and however often it fails. */
  readonly pause: number;
  /** How long keys are believed while they cannot be read again. */
  readonly keepFor: number;
  /** How long one answer may take. */
  readonly timeout?: number;
  readonly now?: () => number;
}

const TIMEOUT = 2_000;

/** Where jose tells whether there is a key: a set that is never read again unless it is told to. */
type KeySet = ReturnType<typeof createRemoteJWKSet>;

/**
 * The keys that the issuer of tokens signs with, as its JWKS shows them. They are first read when a token asks for
 * one: a service whose issuer is away starts, and lets in who shows another kind of token.
 */
export class SigningKeys {
  private readonly logger = new Logger('signing-keys');
  private readonly keys: KeySet;
  private readonly now: () => number;
  private readAt = -Infinity;
  private askedAt = -Infinity;
  private isOut = false;
  private reading: Promise<void> | undefined;

  constructor(
    url: string,
    private readonly options: SigningKeysOptions,
  ) {
    const never = { cacheMaxAge: Infinity, cooldownDuration: Infinity };
    this.keys = createRemoteJWKSet(new URL(url), { ...never, timeoutDuration: options.timeout ?? TIMEOUT });
    this.now = options.now ?? (() => performance.now());
  }

  /** Throws JWKSNoMatchingKey for a key that the issuer does not have, SigningKeysUnavailable when it cannot say. */
  readonly find = async (header: JWTHeaderParameters, token: FlattenedJWSInput): ReturnType<KeySet> => {
    if (this.age() >= this.options.refreshAfter) await this.read();
    if (this.age() >= this.options.keepFor) throw new SigningKeysUnavailable(this.options.pause);
    try {
      return await this.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    // It may be newer than what is known.
    await this.read();
    if (this.isOut) throw new SigningKeysUnavailable(this.options.pause);
    return this.keys(header, token);
  };

  private age(): number {
    return this.now() - this.readAt;
  }

  /** Unless it was done a moment ago. Who comes while it is done waits for the same answer. */
  private async read(): Promise<void> {
    if (this.reading === undefined && this.now() - this.askedAt >= this.options.pause) {
      this.askedAt = this.now();
      this.reading = this.ask().finally(() => (this.reading = undefined));
    }
    await this.reading;
  }

  /** Never fails: what is known already may do. */
  private async ask(): Promise<void> {
    try {
      await this.keys.reload();
      this.readAt = this.now();
      if (this.isOut) this.logger.warn('the signing keys can be read again');
      this.isOut = false;
    } catch (error) {
      this.isOut = true;
      this.logger.warn(`the signing keys cannot be read: ${saidBy(error)}`);
    }
  }
}

/** `fetch` keeps what happened in the cause. */
const saidBy = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};
