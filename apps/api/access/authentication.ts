import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { tokenHashOf, type Role } from '#access';
import { PersonalDataSeal } from '#event-sourcing';
import { Settings } from '#runtime';
import { ServiceTokens } from '#views';
import { NotAuthenticated } from '../http/problems';

/** Who a bearer token stands for. */
export interface Identity {
  readonly subject: string;
  readonly account: string;
  readonly roles: readonly Role[];
}

/** Checks bearer tokens: the configured administrator's, then service tokens, always as they are at this moment. */
@Injectable()
export class Authentication {
  constructor(
    private readonly settings: Settings,
    private readonly tokens: ServiceTokens,
    private readonly personal: PersonalDataSeal,
  ) {}

  /** Throws NotAuthenticated, which never says what was wrong. */
  async identify(authorization: string | undefined): Promise<Identity> {
    const token = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new NotAuthenticated();
    const identity = this.administrator(token) ?? (await this.serviceToken(token));
    if (identity === undefined) throw new NotAuthenticated();
    return identity;
  }

  private administrator(token: string): Identity | undefined {
    const { adminToken, adminAccount } = this.settings;
    if (adminToken === undefined || !isSameSecret(token, adminToken)) return undefined;
    return { subject: 'administrator', account: adminAccount, roles: ['platform-admin'] };
  }

  private async serviceToken(token: string): Promise<Identity | undefined> {
    const row = await this.tokens.valid(tokenHashOf(token), new Date());
    if (row === undefined) return undefined;
    const person = await this.personal.open(row.subject);
    // A person who was forgotten has no name to act under any more.
    return person && { subject: person.subject, account: row.account, roles: row.roles };
  }
}

const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(tokenHashOf(one)), Buffer.from(tokenHashOf(other)));
