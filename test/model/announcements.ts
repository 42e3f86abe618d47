import { commandIdOf, decodeEvent, type DueTime, type ReadEvent } from '../../libs/event-sourcing';
import { dueTimeEvents, dueTimes, type ImageEvent } from '../../libs/machine-images';
import type { Answer, Simulation } from './simulation';

interface Scheduled {
  readonly dueAt: Date | undefined;
  readonly by: ReadEvent<ImageEvent>;
}

/** Announces all that is due by now, as the service does when it gets to it. */
export async function announceDue(ledger: Simulation): Promise<Answer> {
  const before = ledger.store.log.length;
  for (const due of dueTimes) await announce(ledger, due);
  return { events: ledger.store.log.slice(before).map(({ type, data }) => ({ type, data: { text: data } })) };
}

async function announce({ store, writePath, clock }: Simulation, due: DueTime<ImageEvent>): Promise<void> {
  const scheduled = new Map<string, Scheduled>();
  for (const recorded of store.log) {
    if (!due.types.some((type) => type === recorded.type)) continue;
    const by = decodeEvent(dueTimeEvents, recorded);
    for (const { subject, dueAt } of due.schedules(by.event)) scheduled.set(subject, { dueAt, by });
  }
  const at = new Date(clock);
  for (const [subject, { dueAt, by }] of scheduled) {
    if (dueAt === undefined || dueAt > at) continue;
    const commandId = commandIdOf('announce', due.name, by.recorded.id, subject);
    const context = {
      actor: { account: '000000000000', roles: [], interface: 'system' },
      ...{ commandId, correlationId: commandId, causationId: by.recorded.id, at },
    };
    await due.announce({ subject, scheduled: by, at, context }, writePath);
  }
}
