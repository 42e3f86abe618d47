import fc from 'fast-check';
import { Refusals, type CommandRefusedData } from '#access';
import { BEGINNING, type Actor, type EventMetadata, type RecordedEvent } from '#event-sourcing';
import { wish } from '../../../test/support/ledger';
import {
  FRIEND,
  OWNER,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import type { Viewer } from '../viewer';
import type { AuditFilters, AuditPage } from './audit-filters';
import { AuditTrail, type AuditTrailItem } from './audit-trail.query';

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
const ADMINISTRATORS = '000000000000';
const ANNA = '7c0f6b0e-6b54-4c41-9a54-0d0a6d1f3c11';
const BOB = '0d0a6d1f-6b54-4c41-9a54-7c0f6b0e3c11';
const everybody: Viewer = { account: '999988887777', mayReadAll: true };
const viewerOf = (account: string): Viewer => ({ account, mayReadAll: false });

const by = (account: string, person?: string): { readonly actor: Actor } => ({
  actor: {
    account,
    roles: ['member'],
    interface: 'rest',
    ...(person === undefined ? {} : { personal: `${person}.c2VhbGVk` }),
  },
});

describe('The audit trail', () => {
  let ledger: ViewedLedger;
  let trail: AuditTrail;
  let refusals: Refusals;
  /** Whose each image is. */
  let owners: ReadonlyMap<string, string>;
  let log: readonly RecordedEvent[];

  const refuse = (data: Partial<CommandRefusedData>, context: { readonly actor: Actor }): Promise<void> =>
    refusals.record(
      {
        account: context.actor.account,
        method: 'PATCH',
        route: '/v1/images/:imageId',
        resourceIds: [],
        code: 'not-the-owner',
        ...data,
      },
      wish(context),
    );
  const recorded = async (): Promise<readonly RecordedEvent[]> => {
    await ledger.settled();
    const events = [];
    for await (const event of ledger.store.readAll(BEGINNING)) events.push(event);
    return events;
  };

  beforeAll(async () => {
    ledger = await viewedLedger();
    trail = new AuditTrail(ledger.database);
    refusals = new Refusals(ledger.store);
    const one = await ledger.register(
      { ownerId: OWNER },
      { ...by(OWNER, ANNA), reason: 'the release of May' },
    );
    const two = await ledger.register({ ownerId: OWNER, name: 'two' }, by(ADMINISTRATORS, BOB));
    const three = await ledger.register({ ownerId: FRIEND }, { ...by(FRIEND), reason: 'May it last' });
    owners = new Map([
      [one, OWNER],
      [two, OWNER],
      [three, FRIEND],
    ]);
    await ledger.share(one, { add: [FRIEND, 'all'] }, { ...by(OWNER, ANNA), reason: 'they build on it' });
    await ledger.share(one, { remove: [FRIEND] }, { ...by(ADMINISTRATORS, BOB), reason: 'asked by phone' });
    await ledger.change(three, { type: 'DescribeImage', description: two }, by(FRIEND, ANNA));
    await ledger.change(two, { type: 'ReplaceTags', tags: { from: three, ownerId: STRANGER } }, by(OWNER));
    await refuse({ resourceIds: [one] }, by(FRIEND, ANNA));
    await refuse({ resourceIds: [two], code: 'unknown-image', isHidden: true }, by(STRANGER, BOB));
    await refuse({ resourceIds: [one, three], code: 'image-name-taken' }, by(STRANGER));
    await refuse({ account: FRIEND, code: 'not-allowed' }, by(ADMINISTRATORS, BOB));
    await ledger.deregister(two, { ...by(OWNER, ANNA), reason: 'May is over' });
    log = await recorded();
  });
  afterAll(() => ledger.close());

  /** Page after page, until there is no more. */
  async function all(
    viewer: Viewer,
    filters: AuditFilters = {},
    page: AuditPage = { order: 'oldest-first', limit: 7 },
    between: () => Promise<unknown> = () => Promise.resolve(),
  ): Promise<readonly AuditTrailItem[]> {
    const { items, goesOn } = await trail.page(viewer, filters, page);
    if (!goesOn) return items;
    expect(items).toHaveLength(page.limit);
    await between();
    const after = items.at(-1)!.position;
    return [...items, ...(await all(viewer, filters, { ...page, after }, between))];
  }
  const eventsIn = (items: readonly AuditTrailItem[]): readonly string[] => items.map(({ event }) => event);

  it('has one item for each event of the log, in its order', async () => {
    const items = await all(everybody);
    expect(items.map(({ position, eventId, event, at }) => [position, eventId, event, at])).toEqual(
      log.map(({ position, id, type, recordedAt }) => [position, id, type, recordedAt]),
    );
    expect(items.every(({ sees }) => sees === 'all')).toBe(true);
  });

  it('tells of a refusal by which rule, and where what it was about is', async () => {
    expect((await all(everybody, { outcome: 'refused' }))[0]).toMatchObject({
      event: 'CommandRefused',
      outcome: 'refused',
      code: 'not-the-owner',
      region: 'us-east-1',
    });
  });

  it('of an account shows all of what it owns, and of the rest that it acted', async () => {
    const administrators = await all(viewerOf(ADMINISTRATORS));
    expect(new Set(administrators.map(({ sees }) => sees))).toEqual(new Set(['act']));
    expect(eventsIn(administrators)).toContain('LaunchPermissionRevoked');
    expect((await all(viewerOf(OWNER))).every(({ sees }) => sees === 'all')).toBe(true);
  });

  it('does not believe what people write about owners', async () => {
    expect(eventsIn(await all(viewerOf(STRANGER)))).toEqual(['CommandRefused']);
  });

  it('shows a refusal that hides something to the owner of it, and not to whom it was said', async () => {
    const hidden = { outcome: 'refused', account: STRANGER } as const;
    expect((await all(viewerOf(STRANGER), hidden)).map(({ code }) => code)).toEqual(['image-name-taken']);
    expect((await all(viewerOf(OWNER), hidden)).map(({ code }) => code)).toEqual([
      'unknown-image',
      'image-name-taken',
    ]);
  });

  describe('asked any question', () => {
    const metadataOf = ({ metadata }: RecordedEvent): EventMetadata => JSON.parse(metadata) as EventMetadata;
    const words = (text = ''): readonly string[] => text.toLowerCase().split(/\W+/);

    /** As somebody would say it who has the whole log before them. */
    function passes(event: RecordedEvent, { account }: Viewer, filters: AuditFilters): boolean {
      const { actor, reason, correlationId } = metadataOf(event);
      const text = `${event.stream} ${event.data}`.replace(
        /"(?:tags|description|name)":(?:\{[^}]*\}|"[^"]*")/g,
        '',
      );
      const isRefusal = event.type === 'CommandRefused';
      const isHidden = text.includes('"isHidden":true');
      const named = [...owners].filter(([imageId]) => text.includes(imageId)).map(([, owner]) => owner);
      const about = isRefusal ? [event.stream.slice(-12)] : [];
      const concerned = [actor.account, ...about, ...named];
      const told = [...named, ...(isHidden ? [] : [actor.account, ...about])];
      return [
        account === everybody.account || told.includes(account),
        filters.person === undefined || actor.personal?.startsWith(filters.person) === true,
        filters.account === undefined || concerned.includes(filters.account),
        filters.resource === undefined || text.includes(filters.resource),
        filters.events === undefined || filters.events.includes(event.type),
        filters.from === undefined || event.recordedAt >= filters.from,
        filters.to === undefined || event.recordedAt < filters.to,
        filters.correlationId === undefined || correlationId === filters.correlationId,
        filters.outcome === undefined || (filters.outcome === 'refused') === isRefusal,
        filters.reason === undefined || words(filters.reason).every((word) => words(reason).includes(word)),
      ].every(Boolean);
    }

    it('answers as a look through the whole log would', async () => {
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
        fc.asyncProperty(
          viewer,
          mix,
          order,
          fc.integer({ min: 2, max: 9 }),
          async (who, asked, way, limit) => {
            const expected = log.filter((event) => passes(event, who, asked)).map(({ position }) => position);
            found.add(expected.length);
            const items = await all(who, asked, { order: way, limit });
            expect(items.map(({ position }) => position)).toEqual(
              way === 'oldest-first' ? expected : expected.toReversed(),
            );
          },
        ),
        { seed: 20_260_301, numRuns: 400 },
      );
      // The questions were not such that there is never an answer.
      expect(found.size).toBeGreaterThan(8);
    });
  });

  describe('read page by page while events arrive', () => {
    const arrives = (): Promise<unknown> =>
      refuse({ code: 'not-allowed' }, by(OWNER, ANNA)).then(() => ledger.settled());
    const positions = (items: readonly AuditTrailItem[]): readonly bigint[] =>
      items.map(({ position }) => position);

    it('backwards, shows what there was at the first page, each once', async () => {
      const before = positions(await all(viewerOf(OWNER)));
      const seen = await all(viewerOf(OWNER), {}, { order: 'newest-first', limit: 4 }, arrives);
      expect(positions(seen)).toEqual(before.toReversed());
    });

    it('forwards, shows that and all that came since, each once', async () => {
      const before = positions(await all(viewerOf(OWNER)));
      let left = 3;
      const between = async (): Promise<unknown> => left-- > 0 && arrives();
      const seen = await all(viewerOf(OWNER), {}, { order: 'oldest-first', limit: 4 }, between);
      expect(positions(seen)).toEqual(positions(await all(viewerOf(OWNER))));
      expect(seen).toHaveLength(before.length + 3);
    });
  });

  it('made anew from the log is what it is, row for row', async () => {
    await ledger.settled();
    expect(await ledger.differences()).toEqual([]);
  });
});
