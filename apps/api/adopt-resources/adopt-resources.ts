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
import { ResourceAdoption } from '#machine-images';
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

  private async takeAll(
    { entries, circumstances, write }: AdoptResources,
    options: Pick<WriteOptions, 'dryRun'>,
  ): Promise<Adoption> {
    const seen = new Set<string>();
    const taken: Taken[] = [];
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const some = entries.slice(start, start + AT_ONCE);
      taken.push(
        ...(await Promise.all(some.map((entry) => this.take(entry, circumstances, write, options, seen)))),
      );
    }
    return summaryOf(taken);
  }

  private async take(
    entry: Entry,
    circumstances: Circumstances,
    { context }: WriteRequest,
    options: Pick<WriteOptions, 'dryRun'>,
    seen: Set<string>,
  ): Promise<Taken> {
    try {
      const observation = entry.read(circumstances);
      const named = `${observation.kind} ${observation.id}`;
      if (seen.has(named)) throw new MalformedEntry('the same resource is there twice; the first one counts');
      seen.add(named);
      return {
        entry,
        ...(await this.adoption.adopt(observation, circumstances.observedAt, context, options)),
      };
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof IdempotencyKeyReused) throw error;
      return { entry, events: [], position: BEGINNING, refusal: error, clashes: [] };
    }
  }
}

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
