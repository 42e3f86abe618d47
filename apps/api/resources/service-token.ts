import { Type, type Static } from 'typebox';
import { ROLES } from '#access';
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

export type ServiceToken = Static<typeof ServiceToken>;
