import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';

/** UUID version 5 namespaces of our own (RFC 9562, 5.5). They can never change: recorded ids stand on them. */
const COMMAND_IDS = '6f1a4c52-6d0c-4d0e-9d6b-0a7c3c1f8e11';
const EVENT_IDS = 'b3c5f7de-1f6e-4c8f-8a55-3f2f0c9a7d22';

const nameOf = (parts: readonly (string | number)[]): string => JSON.stringify(parts);

/** The same scope and key always make the same command: a retry finds what the first attempt recorded. */
export const commandIdOf = (...scopeAndKey: readonly string[]): string =>
  uuidV5(nameOf(scopeAndKey), COMMAND_IDS);

/** The command that follows from another command or event as its step `step`. */
export const followUpIdOf = (causeId: string, step: string): string =>
  uuidV5(nameOf([causeId, step]), COMMAND_IDS);

/**
 * The same wish that records the same makes the same event, which every event store recognises when it is appended
 * again. Another body under the same key, or another decision, makes another event and meets a conflict instead.
 */
export const eventIdOf = (
  { commandId, requestHash = '' }: { readonly commandId: string; readonly requestHash?: string },
  stream: string,
  index: number,
  data: string,
): string => uuidV5(nameOf([commandId, requestHash, stream, index, data]), EVENT_IDS);

/** 17 hex digits, as EC2 resource ids have; derived, so that a repeated wish names the same resource. */
export const resourceIdOf = (prefix: string, commandId: string, index = 0): string =>
  `${prefix}-${createHash('sha256')
    .update(nameOf([prefix, commandId, index]))
    .digest('hex')
    .slice(0, 17)}`;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
