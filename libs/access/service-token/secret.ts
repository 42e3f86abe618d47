import { randomBytes } from 'node:crypto';
import { sha256 } from '#event-sourcing';

/** Makes a leaked token recognisable to secret scanners. */
const PREFIX = 'ilt_';

/** 256 random bits: guessing is hopeless, so a plain hash of it may stand in the log. */
export const newToken = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`;

export const tokenHashOf = (token: string): string => sha256(token);
