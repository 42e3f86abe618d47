import fc from 'fast-check';
import { isAllowed, type ImageCriterion } from '#machine-images';
import {
  FRIEND,
  OWNER,
  REGION,
  STRANGER,
  viewedLedger,
  type ViewedLedger,
} from '../../../test/support/viewed-ledger';
import { Images } from './images.query';

let ledger: ViewedLedger;
let images: Images;

beforeAll(async () => {
  ledger = await viewedLedger();
  images = new Images(ledger.database);
  const names = ['web 1.0', 'web 2.0', 'db_1.0', 'dbx1.0', '50 (a)'];
  for (const [index, name] of names.entries()) {
    for (const ownerId of [OWNER, FRIEND, STRANGER]) {
      const imageId = await ledger.register({ name: `${name} ${ownerId}`.slice(0, 128), ownerId });
      await ledger.share(imageId, { add: [index === 4 ? STRANGER : 'all'] });
    }
  }
  await ledger.settled();
  // Time is what nobody can wait for in a spec: some of them were made, and deprecated, long ago.
  await ledger.database.query(
    `UPDATE views.images_6 SET creation_date = creation_date - interval '24 hours' * (length(name) % 4)`,
  );
  await ledger.database.query(
    `UPDATE views.images_6 SET deprecation_time = now() - interval '24 hours' * (ascii(owner_id) % 3)
     WHERE name LIKE 'web 2%'`,
  );
});
afterAll(() => ledger.close());

const criterion: fc.Arbitrary<ImageCriterion> = fc.record(
  {
    imageProviders: fc.array(fc.constantFrom(OWNER, FRIEND, 'self'), { minLength: 1, maxLength: 2 }),
    imageNames: fc.array(fc.constantFrom('*', 'web*', 'db_1*', '??? ?.0*', '*(a)*', '%', '*3'), {
      minLength: 1,
      maxLength: 2,
    }),
    creationDateCondition: fc.record({
      maximumDaysSinceCreated: fc.constantFrom(0, 1, 2, 3, 4, 2_147_483_647),
    }),
    deprecationTimeCondition: fc.record({
      maximumDaysSinceDeprecated: fc.constantFrom(0, 1, 2, 2_147_483_647),
    }),
  },
  { requiredKeys: [] },
);

describe('A list that keeps to image criteria', () => {
  // Who sees all sees what is deprecated too.
  const viewer = { account: STRANGER, mayReadAll: true };

  const listed = async (allowed?: readonly ImageCriterion[]) => {
    const limit = 100;
    const { items } = await images.list({
      viewer,
      filters: { region: REGION },
      limit,
      ...(allowed === undefined ? {} : { allowed }),
    });
    return items;
  };

  it('shows what the rule allows, and nothing else, whatever the criteria', async () => {
    const all = await listed();
    expect(all.length).toBeGreaterThan(10);
    const samples = fc.sample(fc.array(criterion, { maxLength: 3 }), { numRuns: 150, seed: 20_260_401 });
    const counts = new Set<number>();
    for (const criteria of samples) {
      const at = new Date();
      const expected = all.filter(({ deprecationTime, ...image }) =>
        isAllowed(criteria, { ...image, deprecationTime: deprecationTime ?? undefined }, STRANGER, at),
      );
      const shown = await listed(criteria);
      expect({ criteria, shown: shown.map(({ name }) => name) }).toEqual({
        criteria,
        shown: expected.map(({ name }) => name),
      });
      counts.add(shown.length);
    }
    // The samples told images apart.
    expect(counts.size).toBeGreaterThan(5);
  });

  it('counts its pages in what it shows', async () => {
    const criteria = [{ imageProviders: [FRIEND] }];
    const whole = await listed(criteria);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await images.list({
        viewer,
        filters: { region: REGION },
        allowed: criteria,
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ imageId }) => imageId));
      expect(page.items.length === 2 || page.nextCursor === undefined).toBe(true);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(whole.map(({ imageId }) => imageId));
  });
});
