import type { JWTPayload } from 'jose';
import { ROLES } from '#access';
import type { Identity } from './authentication';

/** Under which names a token says what we ask. */
export interface ClaimNames {
  readonly account: string;
  readonly roles: string;
  readonly subject: string;
}

/**
 * Who the token is about. Of roles those that are known; a token without any names somebody who may do nothing. A
 * token that does not say of one account and one subject names nobody.
 */
export function identityIn(payload: JWTPayload, names: ClaimNames): Identity | undefined {
  const account = claimIn(payload, names.account);
  const subject = claimIn(payload, names.subject);
  if (!isAccount(account) || !isSubject(subject)) return undefined;
  const said = namesIn(claimIn(payload, names.roles));
  return { account, subject, roles: ROLES.filter((role) => said.includes(role)) };
}

/** By its name as it is, which may hold dots, else as a path of names with dots between. */
function claimIn(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split('.').reduce<unknown>(memberOf, payload);
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

const isAccount = (value: unknown): value is string => typeof value === 'string' && /^\d{12}$/.test(value);

/** As long as that of a service token, and nothing that cannot be stored or would forge a line of a log. */
const isSubject = (value: unknown): value is string =>
  typeof value === 'string' && /^\P{Cc}{1,255}$/u.test(value) && value.isWellFormed();

/** A list, or one text with spaces between, as OAuth writes scopes. */
function namesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? value.split(' ') : [];
}
