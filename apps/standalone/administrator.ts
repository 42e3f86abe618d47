import type { INestApplicationContext } from '@nestjs/common';
import { newToken, serviceTokens, tokenHashOf } from '#access';
import { commandIdOf, PersonalDataSeal, WritePath, type CommandContext } from '#event-sourcing';
import { ViewPositions } from '#projections';
import type { Configuration } from '#runtime';
import { views } from '#views';

const TOKEN_ID = 'administrator';
const COMMAND_ID = commandIdOf('standalone', 'first start', TOKEN_ID);

/**
 * Issues the administrator's token at the first start, and waits until it can be used. Answers undefined when it was
 * issued before, as it is shown once. Projectors have to be running.
 */
export async function firstAdministratorToken(
  parts: INestApplicationContext,
  { adminAccount: account, readWait }: Configuration,
): Promise<string | undefined> {
  const personal = parts.get(PersonalDataSeal);
  const token = newToken();
  const issue = {
    tokenId: TOKEN_ID,
    account,
    subject: await personal.seal({ subject: TOKEN_ID }),
    roles: ['platform-admin'],
    tokenHash: tokenHashOf(token),
  } as const;
  const at = new Date();
  const command = { type: 'IssueServiceToken', issue, at } as const;
  const context = contextOfStart(account, at);
  const { events, position } = await parts.get(WritePath).execute(serviceTokens, TOKEN_ID, command, context);
  if (events.length === 0) return undefined;
  await parts.get(ViewPositions).giveTime([views.serviceTokens], position, readWait);
  return token;
}

const contextOfStart = (account: string, at: Date): CommandContext => ({
  actor: { account, roles: ['platform-admin'], interface: 'system' },
  commandId: COMMAND_ID,
  correlationId: COMMAND_ID,
  causationId: COMMAND_ID,
  reason: 'first start',
  at,
});
