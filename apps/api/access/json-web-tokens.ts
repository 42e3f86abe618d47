import { Injectable, Logger } from '@nestjs/common';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { Settings } from '#runtime';
import { SigningKeysUnavailable } from '../http/problems';
import type { Identity } from './authentication';
import { identityIn, type ClaimNames } from './claims';
import { SigningKeys } from './signing-keys';

/** Three parts of base64url; the last is empty in a token that nobody signed. */
const FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Tokens that another service issues. None is read unless an issuer is configured. */
@Injectable()
export class JsonWebTokens {
  private readonly logger = new Logger('json-web-tokens');
  private readonly keys: SigningKeys | undefined;
  private readonly claims: ClaimNames;
  private readonly demands: JWTVerifyOptions;

  constructor(settings: Settings) {
    const { jwtJwksUrl: url, jwtIssuer: issuer, jwtAudience: audience } = settings;
    if (url !== undefined)
      this.keys = new SigningKeys(url, {
        refreshAfter: settings.jwtKeysRefresh * 1_000,
        pause: settings.jwtKeysPause * 1_000,
        keepFor: settings.jwtKeysKept * 1_000,
      });
    this.claims = {
      account: settings.jwtAccountClaim,
      roles: settings.jwtRolesClaim,
      subject: settings.jwtSubjectClaim,
    };
    this.demands = {
      // An empty one is met by no token. The configuration has all three or none.
      issuer: issuer ?? [],
      audience: audience ?? [],
      algorithms: [...settings.jwtAlgorithms],
      requiredClaims: ['exp'],
      clockTolerance: settings.jwtClockTolerance,
    };
  }

  /** Answers undefined for what is no good token. Throws SigningKeysUnavailable when that cannot be known. */
  async identify(token: string): Promise<Identity | undefined> {
    if (this.keys === undefined || !FORM.test(token)) return undefined;
    const payload = await this.verified(token, this.keys);
    if (payload === undefined) return undefined;
    const identity = identityIn(payload, this.claims);
    if (identity === undefined) this.logger.debug('a token was refused: it names no account, or no subject');
    return identity;
  }

  private async verified(token: string, keys: SigningKeys): Promise<JWTPayload | undefined> {
    try {
      return (await jwtVerify(token, keys.find, this.demands)).payload;
    } catch (error) {
      if (error instanceof SigningKeysUnavailable) throw error;
      this.refuse(error);
      return undefined;
    }
  }

  /** For who sets this up: the caller never hears why. What jose says of a token holds nothing of its content. */
  private refuse(error: unknown): void {
    if (error instanceof errors.JOSEError) this.logger.debug(`a token was refused: ${error.message}`);
    else this.logger.warn(`a key of the issuer cannot be used: ${String(error)}`);
  }
}
