import { newToken, serviceTokens, tokenHashOf } from '#access';
import { commandIdOf, type CommandContext, type PersonalDataSeal, type WritePath } from '#event-sourcing';

const TOKEN_ID = 'administrator';
const COMMAND_ID = commandIdOf('standalone', 'first start', TOKEN_ID);

/** Issues the administrator's token at the first start; undefined when it was issued before, as it is shown once. */
export async function firstAdministratorToken(
  writePath: WritePath,
  personal: PersonalDataSeal,
  account: string,
): Promise<string | undefined> {
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
  const { events } = await writePath.execute(serviceTokens, TOKEN_ID, command, contextOfStart(account, at));
  return events.length > 0 ? token : undefined;
}

const contextOfStart = (account: string, at: Date): CommandContext => ({
  actor: { account, roles: ['platform-admin'], interface: 'system' },
  commandId: COMMAND_ID,
  correlationId: COMMAND_ID,
  causationId: COMMAND_ID,
  reason: 'first start',
  at,
});
