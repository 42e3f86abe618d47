import { isDeepStrictEqual } from 'node:util';
import { commandIdOf } from '#event-sourcing';
import type { Answer, Caller } from '../support/caller';
import { laws } from './laws';
import type { Logged } from './log';
import { ACCOUNT, send, type Wish } from './traffic';

/** What breaks a law in the log, first things first, and what is not finished yet. */
export function judge(log: readonly Logged[]): {
  readonly broken: readonly string[];
  readonly unfinished: readonly string[];
} {
  const all = laws();
  const broken = log.flatMap((event) =>
    all.flatMap((law) => {
      const what = law.see(event);
      return what === undefined ? [] : [`${law.name}: at position ${event.position}, ${what}`];
    }),
  );
  const unfinished = all.flatMap((law) => law.unfinished().map((what) => `${law.name}: ${what}`));
  return { broken, unfinished };
}

const commandOf = ({ method, path, key }: Wish): string => commandIdOf(ACCOUNT, method, path, key);

const isAcknowledged = ({ answer }: Wish): boolean => answer !== undefined && answer.status < 300;

/** Every acknowledged write stands where its answer says, and nothing stands there that nobody wished for. */
export function keptPromises(log: readonly Logged[], wishes: readonly Wish[]): readonly string[] {
  const at = new Map(log.map((event) => [event.position, event]));
  const lost = wishes.filter(isAcknowledged).flatMap(({ key, kind, answer }) => {
    const position = answer?.headers.get('ledger-position')?.split(':')[1] ?? '0';
    const revision = Number(answer?.headers.get('etag')?.replaceAll('"', ''));
    const event = at.get(BigInt(position));
    return event?.revision === revision
      ? []
      : [`${key} (${kind}) was acknowledged at revision ${revision}, position ${position}: it is not there`];
  });
  const wished = new Set(wishes.map(commandOf));
  const unasked = log
    .filter(({ type }) => type !== 'CommandRefused')
    .filter(({ commandId, causationId }) => commandId === causationId && !wished.has(commandId))
    .map(({ type, position }) => `nobody wished for ${type} at position ${position}`);
  return [...lost, ...unasked];
}

/** What a wish that is refused half-way takes for a moment, and how it gives it back. */
const GIVEN_BACK: Readonly<Record<string, string>> = {
  ImageNameClaimed: 'ImageNameReleased',
  VolumeAttached: 'VolumeDetached',
};

/** What was refused left nothing behind. */
export function refusalsThatActed(log: readonly Logged[], wishes: readonly Wish[]): readonly string[] {
  const refused = new Map(
    wishes.filter((wish) => !isAcknowledged(wish)).map((wish) => [commandOf(wish), wish]),
  );
  const next = new Map(log.map(({ stream, revision, type }) => [`${stream} ${revision}`, type]));
  return log
    .filter(({ commandId }) => refused.has(commandId))
    .filter(({ type, stream, revision }) => {
      const after = next.get(`${stream} ${revision + 1}`);
      return after === undefined || after !== GIVEN_BACK[type];
    })
    .map(({ type, position, commandId }) => {
      const wish = refused.get(commandId);
      return `${wish?.key}, sent ${wish?.sent} times, was answered ${said(wish?.answer)} and recorded ${type} at position ${position}`;
    });
}

const said = (answer: Answer | undefined): string => `${answer?.status} ${JSON.stringify(answer?.body)}`;

/** Sends again what is on record: the answer is the same. */
export async function repeated(
  service: Caller,
  log: readonly Logged[],
  wishes: readonly Wish[],
): Promise<{ readonly count: number; readonly different: readonly string[] }> {
  const onRecord = new Set(log.map(({ commandId }) => commandId));
  const again = wishes.filter((wish) => isAcknowledged(wish) && onRecord.has(commandOf(wish)));
  const different = [];
  for (const wish of again) {
    const answer = await send(service, wish);
    if (answer.status !== wish.answer?.status || !isDeepStrictEqual(answer.body, wish.answer.body))
      different.push(
        `${wish.key} (${wish.kind}) was answered ${said(wish.answer)}, and again ${said(answer)}`,
      );
  }
  return { count: again.length, different };
}
