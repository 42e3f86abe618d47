import { commandIdOf, sha256, type CommandContext } from '#event-sourcing';

/** The wish under an idempotency key: the same whenever it is named again. `body` tells one request from another. */
export function wishUnder(key: string, body = 'body', at = new Date(Date.UTC(2026, 0, 1))): CommandContext {
  const commandId = commandIdOf('test', key);
  return {
    actor: { account: '111122223333', roles: ['member'], interface: 'rest', personal: 'key.sealed' },
    commandId,
    requestHash: sha256(body),
    correlationId: commandId,
    causationId: commandId,
    at,
  };
}
