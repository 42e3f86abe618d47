import { Injectable } from '@nestjs/common';
import { Type, type Static } from 'typebox';
import { ROLES, UnknownServiceToken, type Role, type ServiceTokenState } from '#access';
import { PersonalDataSeal } from '#event-sourcing';
import { nameSchema } from '../http/named-schemas';
import { AccountId, Time } from './fields';

/** A service token without its secret. */
export const ServiceToken = nameSchema(
  'ServiceToken',
  Type.Object({
    tokenId: Type.String(),
    account: AccountId,
    subject: Type.Union([Type.String(), Type.Null()], { description: 'Null when the person was forgotten.' }),
    roles: Type.Array(Type.Enum([...ROLES])),
    issuedAt: Time,
    expiresAt: Type.Optional(Time),
    revokedAt: Type.Optional(Time),
  }),
);

export const ServiceTokenParams = Type.Object({ tokenId: Type.String({ maxLength: 64 }) });

export type ServiceToken = Static<typeof ServiceToken>;

interface SealedServiceToken {
  readonly tokenId: string;
  readonly account: string;
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly issuedAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Shows service tokens, from the stream or from the view. */
@Injectable()
export class ServiceTokenAnswers {
  constructor(private readonly personal: PersonalDataSeal) {}

  async of({ subject, issuedAt, expiresAt, revokedAt, ...token }: SealedServiceToken): Promise<ServiceToken> {
    const person = await this.personal.open(subject);
    return {
      tokenId: token.tokenId,
      account: token.account,
      subject: person?.subject ?? null,
      roles: [...token.roles],
      issuedAt: issuedAt.toISOString(),
      ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
      ...(revokedAt === null ? {} : { revokedAt: revokedAt.toISOString() }),
    };
  }

  /** Throws UnknownServiceToken. */
  async ofState(tokenId: string, state: ServiceTokenState): Promise<ServiceToken> {
    if (state.kind === 'unknown') throw new UnknownServiceToken(tokenId);
    const { issued, issuedAt } = state;
    return this.of({
      ...issued,
      issuedAt,
      expiresAt: issued.expiresAt === undefined ? null : new Date(issued.expiresAt),
      revokedAt: state.kind === 'revoked' ? state.revokedAt : null,
    });
  }
}

export const serviceTokenLocation = (tokenId: string): string => `/v1/service-tokens/${tokenId}`;
