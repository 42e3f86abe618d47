import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { serviceTokens, tokenHashOf, type Role, type ServiceTokenIssuedData } from '#access';
import { PersonalDataSeal, WritePath } from '#event-sourcing';
import { Settings } from '#runtime';
import { ServiceTokens } from '#views';
import { JsonWebTokens } from './json-web-tokens';

/** Who a bearer token stands for. */
export interface Identity {
  readonly subject: string;
  readonly account: string;
  readonly roles: readonly Role[];
}

/**
 * Checks bearer tokens: the configured administrator's, then those of the configured issuer, then service tokens,
 * always as they are at this moment.
 */
@Injectable()
export class Authentication {
  constructor(
    private readonly settings: Settings,
    private readonly jsonWebTokens: JsonWebTokens,
    private readonly tokens: ServiceTokens,
    private readonly writePath: WritePath,
    private readonly personal: PersonalDataSeal,
  ) {}

  /** Answers undefined for whatever is no good token, and never what was wrong with it. */
  async identify(authorization: string | undefined): Promise<Identity | undefined> {
    const token = /^Bearer ([\x21-\x7e]{1,8192})$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    return (
      this.administrator(token) ??
      (await this.jsonWebTokens.identify(token)) ??
      (await this.serviceToken(token))
    );
  }

  private administrator(token: string): Identity | undefined {
    const { adminToken, adminAccount } = this.settings;
    if (adminToken === undefined || !isSameSecret(token, adminToken)) return undefined;
    return { subject: 'administrator', account: adminAccount, roles: ['platform-admin'] };
  }

  private async serviceToken(token: string): Promise<Identity | undefined> {
    const issued = await this.validNow(tokenHashOf(token));
    if (issued === undefined) return undefined;
    const person = await this.personal.open(issued.subject);
    // A person who was forgotten has no name to act under any more.
    return person && { subject: person.subject, account: issued.account, roles: issued.roles };
  }

  /** The view says which token it is; whether it still opens anything is read from its own stream. */
  private async validNow(tokenHash: string): Promise<ServiceTokenIssuedData | undefined> {
    const found = await this.tokens.valid(tokenHash, new Date());
    if (found === undefined) return undefined;
    const { state } = await this.writePath.load(serviceTokens, found.tokenId);
    return state.kind === 'issued' ? state.issued : undefined;
  }
}

const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(tokenHashOf(one)), Buffer.from(tokenHashOf(other)));
