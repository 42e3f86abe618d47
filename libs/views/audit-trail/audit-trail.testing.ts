import { Refusals, type CommandRefusedData } from '#access';
import { BEGINNING, type Actor, type RecordedEvent } from '#event-sourcing';
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

export const ADMINISTRATORS = '000000000000';
export const ANNA = '7c0f6b0e-6b54-4c41-9a54-0d0a6d1f3c11';
export const BOB = '0d0a6d1f-6b54-4c41-9a54-7c0f6b0e3c11';
export const everybody: Viewer = { account: '999988887777', mayReadAll: true };
export const viewerOf = (account: string): Viewer => ({ account, mayReadAll: false });

export const by = (account: string, person?: string): { readonly actor: Actor } => ({
  actor: {
    account,
    roles: ['member'],
    interface: 'rest',
    ...(person === undefined ? {} : { personal: `${person}.c2VhbGVk` }),
  },
});

/** A log in which several accounts did things to images of two, and were refused some. */
export interface SampleTrail {
  readonly ledger: ViewedLedger;
  readonly log: readonly RecordedEvent[];
  /** Whose each image is. */
  readonly owners: ReadonlyMap<string, string>;
  readonly refuse: (data: Partial<CommandRefusedData>, context: { readonly actor: Actor }) => Promise<void>;
  /** Page after page, until there is no more. */
  readonly all: (
    viewer: Viewer,
    filters?: AuditFilters,
    page?: AuditPage,
    between?: () => Promise<unknown>,
  ) => Promise<readonly AuditTrailItem[]>;
}

export async function sampleTrail(): Promise<SampleTrail> {
  const ledger = await viewedLedger();
  const refusals = new Refusals(ledger.store);
  const refuse: SampleTrail['refuse'] = (data, context) =>
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
  const owners = await happenings(ledger, refuse);
  await ledger.settled();
  const log: RecordedEvent[] = [];
  for await (const event of ledger.store.readAll(BEGINNING)) log.push(event);
  return { ledger, log, owners, refuse, all: allOf(new AuditTrail(ledger.database)) };
}

async function happenings(
  ledger: ViewedLedger,
  refuse: SampleTrail['refuse'],
): Promise<ReadonlyMap<string, string>> {
  const one = await ledger.register({ ownerId: OWNER }, { ...by(OWNER, ANNA), reason: 'the release of May' });
  const two = await ledger.register({ ownerId: OWNER, name: 'two' }, by(ADMINISTRATORS, BOB));
  const three = await ledger.register({ ownerId: FRIEND }, { ...by(FRIEND), reason: 'May it last' });
  await ledger.share(one, { add: [FRIEND, 'all'] }, { ...by(OWNER, ANNA), reason: 'they build on it' });
  await ledger.share(one, { remove: [FRIEND] }, { ...by(ADMINISTRATORS, BOB), reason: 'asked by phone' });
  await ledger.change(three, { type: 'DescribeImage', description: two }, by(FRIEND, ANNA));
  await ledger.change(two, { type: 'ReplaceTags', tags: { from: three, ownerId: STRANGER } }, by(OWNER));
  await refuse({ resourceIds: [one] }, by(FRIEND, ANNA));
  await refuse({ resourceIds: [two], code: 'unknown-image', isHidden: true }, by(STRANGER, BOB));
  await refuse({ resourceIds: [one, three], code: 'image-name-taken' }, by(STRANGER));
  await refuse({ account: FRIEND, code: 'not-allowed' }, by(ADMINISTRATORS, BOB));
  await refuse({ account: FRIEND, resourceIds: [two], isHidden: true }, by(ADMINISTRATORS, BOB));
  await ledger.deregister(two, { ...by(OWNER, ANNA), reason: 'May is over' });
  return new Map([
    [one, OWNER],
    [two, OWNER],
    [three, FRIEND],
  ]);
}

function allOf(trail: AuditTrail): SampleTrail['all'] {
  const all: SampleTrail['all'] = async (
    viewer,
    filters = {},
    page = { order: 'oldest-first', limit: 7 },
    between = () => Promise.resolve(),
  ) => {
    const { items, goesOn } = await trail.page(viewer, filters, page);
    if (!goesOn) return items;
    expect(items).toHaveLength(page.limit);
    await between();
    const after = items.at(-1)!.position;
    return [...items, ...(await all(viewer, filters, { ...page, after }, between))];
  };
  return all;
}
