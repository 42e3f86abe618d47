import fc from 'fast-check';
import type { EventMetadata, RecordedEvent } from '#event-sourcing';
import { FRIEND, OWNER, STRANGER } from '../../../test/support/viewed-ledger';
import type { Viewer } from '../viewer';
import type { AuditFilters } from './audit-filters';
import {
  ADMINISTRATORS,
  ANNA,
  BOB,
  everybody,
  sampleTrail,
  viewerOf,
  type SampleTrail,
} from './audit-trail.testing';

const FILTERS = [
  'person',
  'account',
  'resource',
  'events',
  'from',
  'to',
  'correlationId',
  'outcome',
  'reason',
] as const;

const FREE_TEXT = /"(?:tags|description|name)":(?:\{[^}]*\}|"[^"]*")/g;

describe('The audit trail, asked any question,', () => {
  let sample: SampleTrail;
  beforeAll(async () => {
    sample = await sampleTrail();
  });
  afterAll(() => sample.ledger.close());

  const metadataOf = ({ metadata }: RecordedEvent): EventMetadata => JSON.parse(metadata) as EventMetadata;
  const words = (text = ''): readonly string[] => text.toLowerCase().split(/\W+/);

  /** Each filter as somebody would say it who has the event before them. */
  const says: {
    readonly [Name in keyof Required<AuditFilters>]: (of: Facts, wanted: Wanted<Name>) => boolean;
  } = {
    person: ({ actor }, person) => actor.personal?.startsWith(person) === true,
    account: ({ concerned }, account) => concerned.includes(account),
    resource: ({ text }, resource) => text.includes(resource),
    events: ({ event }, events) => events.includes(event.type),
    from: ({ event }, from) => event.recordedAt >= from,
    to: ({ event }, to) => event.recordedAt < to,
    correlationId: ({ correlationId }, wanted) => correlationId === wanted,
    outcome: ({ isRefusal }, outcome) => (outcome === 'refused') === isRefusal,
    reason: ({ reason }, wanted) => words(wanted).every((word) => words(reason).includes(word)),
  };
  const passes = (facts: Facts, { account }: Viewer, filters: AuditFilters): boolean =>
    (account === everybody.account || facts.told.includes(account)) &&
    FILTERS.every((name) => filters[name] === undefined || says[name](facts, filters[name] as never));

  function factsOf(event: RecordedEvent) {
    const metadata = metadataOf(event);
    const text = `${event.stream} ${event.data}`.replace(FREE_TEXT, '');
    const isRefusal = event.type === 'CommandRefused';
    const named = [...sample.owners].filter(([imageId]) => text.includes(imageId)).map(([, owner]) => owner);
    const caller = [metadata.actor.account, ...(isRefusal ? [event.stream.slice(-12)] : [])];
    const told = text.includes('"isHidden":true') ? named : [...caller, ...named];
    return { event, text, isRefusal, ...metadata, told, concerned: [...caller, ...named] };
  }
  type Facts = ReturnType<typeof factsOf>;
  type Wanted<Name extends keyof AuditFilters> = Required<AuditFilters>[Name];

  it('answers as a look through the whole log would', async () => {
    const { log, owners, all } = sample;
    const accounts = [OWNER, FRIEND, STRANGER, ADMINISTRATORS, '123456789012'];
    const resources = [
      ...owners.keys(),
      ...accounts,
      ...log.flatMap(({ data }) => data.match(/snap-\w{17}/g) ?? []),
    ];
    const moment = fc.constantFrom(
      ...log.map(({ recordedAt }) => recordedAt),
      new Date(0),
      new Date('2099-01-01Z'),
    );
    const viewer = fc.constantFrom(everybody, ...accounts.map(viewerOf));
    const anyOf = fc.uniqueArray(fc.constantFrom(...log.map(({ type }) => type), 'ImageSung'), {
      maxLength: 4,
    });
    const filters = fc.record({
      person: fc.constantFrom(ANNA, BOB, 'nobody'),
      account: fc.constantFrom(...accounts),
      resource: fc.constantFrom(...resources),
      events: anyOf,
      from: moment,
      to: moment,
      correlationId: fc.constantFrom(...log.map((event) => metadataOf(event).correlationId)),
      outcome: fc.constantFrom('done' as const, 'refused' as const),
      reason: fc.constantFrom(
        'may',
        'MAY release',
        'is over',
        'build on',
        'buil',
        'phone by',
        'release over',
      ),
    });
    const mix = fc
      .tuple(filters, fc.shuffledSubarray([...FILTERS], { maxLength: 3 }))
      .map(([all, names]) => Object.fromEntries(names.map((name) => [name, all[name]])) as AuditFilters);
    const order = fc.constantFrom('oldest-first' as const, 'newest-first' as const);
    const found = new Set<number>();
    await fc.assert(
      fc.asyncProperty(viewer, mix, order, fc.integer({ min: 2, max: 9 }), async (who, asked, way, limit) => {
        const expected = log
          .filter((event) => passes(factsOf(event), who, asked))
          .map(({ position }) => position);
        found.add(expected.length);
        const items = await all(who, asked, { order: way, limit });
        expect(items.map(({ position }) => position)).toEqual(
          way === 'oldest-first' ? expected : expected.toReversed(),
        );
      }),
      { seed: 20_260_301, numRuns: 400 },
    );
    // The questions were not such that there is never an answer.
    expect(found.size).toBeGreaterThan(8);
  });
});
