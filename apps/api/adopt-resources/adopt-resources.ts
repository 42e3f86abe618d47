import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  BEGINNING,
  canonicalJson,
  DomainError,
  IdempotencyKeyReused,
  PlanChanged,
  sha256,
  type DomainEvent,
  type Position,
  type WriteOptions,
} from '#event-sourcing';
import { ResourceAdoption, type Observation } from '#machine-images';
import type { WriteRequest } from '../http/write-request';
import { MalformedEntry, type Circumstances } from './entry';
import type { Entry } from './entries';

/** What an entry could not be taken for, or clashes with. */
export interface Reported {
  readonly index: number;
  readonly pointer: string;
  readonly resource: string | null;
  readonly code: string;
  readonly reason: string;
  /** It is known all the same. */
  readonly isKnown: boolean;
}

export interface Adoption {
  readonly adopted: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly reported: readonly Reported[];
  readonly events: readonly DomainEvent[];
  readonly planDigest: string;
  readonly position: Position;
}

/** Make the ledger know what was seen outside of it. */
export class AdoptResources extends Command<Adoption> {
  constructor(
    readonly entries: readonly Entry[],
    readonly circumstances: Circumstances,
    readonly write: WriteRequest,
  ) {
    super();
  }
}

/** What became of one entry. */
interface Taken {
  readonly entry: Entry;
  /** Absent where it was not taken. */
  readonly observation?: Observation;
  readonly events: readonly DomainEvent[];
  readonly position: Position;
  readonly refusal?: DomainError;
  readonly clashes: readonly DomainError[];
}

/** Entries at a time: what they append goes to the database together. */
const AT_ONCE = 64;

@CommandHandler(AdoptResources)
export class AdoptResourcesHandler implements ICommandHandler<AdoptResources> {
  constructor(private readonly adoption: ResourceAdoption) {}

  /** Throws PlanChanged before anything is taken; IdempotencyKeyReused; and what is no fault of an entry. */
  async execute(command: AdoptResources): Promise<Adoption> {
    const { planDigest, dryRun = false } = command.write.options;
    if (planDigest !== undefined) {
      const planned = await this.takeAll(command, { dryRun: true });
      if (planned.planDigest !== planDigest) throw new PlanChanged();
    }
    return this.takeAll(command, { dryRun });
  }

  private async takeAll(command: AdoptResources, options: Pick<WriteOptions, 'dryRun'>): Promise<Adoption> {
    const seen = new Set<string>();
    const taken: Taken[] = [];
    for (const group of groupsOf(command.entries))
      taken.push(...(await Promise.all(group.map((entry) => this.take(entry, command, options, seen)))));
    return summaryOf(await inTurn(taken, (one) => this.compared(one)));
  }

  private async take(
    entry: Entry,
    { circumstances, write: { context } }: AdoptResources,
    options: Pick<WriteOptions, 'dryRun'>,
    seen: Set<string>,
  ): Promise<Taken> {
    try {
      const observation = entry.read(circumstances);
      const named = `${observation.kind} ${observation.id}`;
      if (seen.has(named)) throw new MalformedEntry('the same resource is there twice; the first one counts');
      seen.add(named);
      const done = await this.adoption.adopt(observation, circumstances.observedAt, context, options);
      return { entry, observation, ...done };
    } catch (error) {
      if (!isOfEntry(error)) throw error;
      return { entry, events: [], position: BEGINNING, refusal: error, clashes: [] };
    }
  }

  /** With what others have to say of it, all of which is known by now. */
  private async compared(taken: Taken): Promise<Taken> {
    if (taken.observation === undefined) return taken;
    const disagreements = await this.adoption.disagreements(taken.observation);
    return { ...taken, clashes: [...taken.clashes, ...disagreements] };
  }
}

/** Some at a time, and of one list: what speaks of others comes after them. */
function groupsOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.[0]?.list === entry.list && last.length < AT_ONCE) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

async function inTurn<One>(all: readonly One[], work: (one: One) => Promise<One>): Promise<readonly One[]> {
  const done: One[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE)
    done.push(...(await Promise.all(all.slice(start, start + AT_ONCE).map(work))));
  return done;
}

/** A key that was used for another request is no fault of an entry. */
const isOfEntry = (error: unknown): error is DomainError =>
  error instanceof DomainError && !(error instanceof IdempotencyKeyReused);

function summaryOf(taken: readonly Taken[]): Adoption {
  const accepted = taken.filter(({ refusal }) => refusal === undefined);
  const changed = accepted.filter(({ events }) => events.length > 0);
  const adopted = changed.filter(({ events }) => events.some(({ type }) => type.endsWith('Adopted')));
  const plan = changed.map(({ entry, events }) => ({ resource: entry.resource ?? '', events }));
  return {
    adopted: adopted.length,
    changed: changed.length - adopted.length,
    unchanged: accepted.length - changed.length,
    reported: taken.flatMap(reportsOf),
    events: taken.flatMap(({ events }) => events),
    planDigest: sha256(canonicalJson(plan)),
    position: taken.reduce((last, { position }) => (position > last ? position : last), BEGINNING),
  };
}

function reportsOf({ entry, refusal, clashes }: Taken): readonly Reported[] {
  const { index, pointer, resource = null } = entry;
  const report = ({ code, message }: DomainError, isKnown: boolean): Reported => ({
    ...{ index, pointer, resource, code, isKnown },
    reason: message,
  });
  return [
    ...(refusal === undefined ? [] : [report(refusal, false)]),
    ...clashes.map((clash) => report(clash, true)),
  ];
}
