import type { RecordedEvent } from '#event-sourcing';
import { OWNER, STRANGER, type ViewedLedger } from '../../../test/support/viewed-ledger';
import type { AuditTrailItem } from './audit-trail.query';
import {
  ADMINISTRATORS,
  ANNA,
  by,
  everybody,
  sampleTrail,
  viewerOf,
  type SampleTrail,
} from './audit-trail.testing';

describe('The audit trail', () => {
  let sample: SampleTrail;
  let ledger: ViewedLedger;
  let log: readonly RecordedEvent[];
  let refuse: SampleTrail['refuse'];
  let all: SampleTrail['all'];
  beforeAll(async () => {
    sample = await sampleTrail();
    ({ ledger, log, refuse, all } = sample);
  });
  afterAll(() => ledger.close());

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
