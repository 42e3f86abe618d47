import fc from 'fast-check';
import { holds } from '../../../test/support/holds';
import { owner, TODAY } from '../image/image.testing';
import { isAllowed, type JudgedImage } from './allowed-images';
import type { ImageCriterion } from './image-criteria';
import { byProvider, judged, PROVIDER } from './settings.testing';

const DAY = 86_400_000;
const daysAgo = (days: number): Date => new Date(TODAY.getTime() - days * DAY);

const allows = (criteria: readonly ImageCriterion[], image: Partial<JudgedImage> = {}): boolean =>
  isAllowed(criteria, judged(image), owner.account, TODAY);

it('An account’s own images are allowed, whatever the criteria', () => {
  const own = { ownerId: owner.account };
  expect([allows([], own), allows([byProvider], own), allows([{ imageNames: ['other'] }], own)]).toEqual([
    true,
    true,
    true,
  ]);
});

it('Without criteria nobody else’s image is', () => {
  expect(allows([])).toBe(false);
});

it('A criterion can name who provides an image', () => {
  expect(allows([byProvider])).toBe(true);
  expect(allows([byProvider], { ownerId: '000000000001' })).toBe(false);
  expect(allows([{ imageProviders: ['000000000001', PROVIDER] }])).toBe(true);
  expect(allows([{ imageProviders: ['self'] }])).toBe(false);
});

it('A criterion can name names, with wildcards', () => {
  expect(allows([{ imageNames: ['db *', 'web ?.0'] }])).toBe(true);
  expect(allows([{ imageNames: ['db *', 'web'] }])).toBe(false);
});

it('A criterion can say how old an image may be, to the moment', () => {
  const young = [{ creationDateCondition: { maximumDaysSinceCreated: 1 } }];
  expect(allows(young, { creationDate: daysAgo(1) })).toBe(true);
  expect(allows(young, { creationDate: new Date(daysAgo(1).getTime() - 1) })).toBe(false);
});

it('A criterion can say how long ago an image may have been deprecated, to the moment', () => {
  const since = (days: number) => [{ deprecationTimeCondition: { maximumDaysSinceDeprecated: days } }];
  expect(allows(since(0))).toBe(true);
  expect(allows(since(0), { deprecationTime: new Date(TODAY.getTime() + 1) })).toBe(true);
  expect(allows(since(0), { deprecationTime: TODAY })).toBe(false);
  expect(allows(since(2), { deprecationTime: new Date(daysAgo(2).getTime() + 1) })).toBe(true);
  expect(allows(since(2), { deprecationTime: daysAgo(2) })).toBe(false);
});

it('All of one criterion must be true, and one criterion is enough', () => {
  const [right, wrong] = [{ imageNames: ['web *'] }, { imageNames: ['db *'] }];
  expect(allows([{ ...byProvider, ...right }])).toBe(true);
  expect(allows([{ ...byProvider, ...wrong }])).toBe(false);
  expect(allows([{ ...byProvider, ...wrong }, right])).toBe(true);
});

const pick = (from: ImageCriterion, name: string): ImageCriterion =>
  Object.fromEntries(Object.entries(from).filter(([of]) => of === name));

describe('Whatever the criteria and the image:', () => {
  const criterion: fc.Arbitrary<ImageCriterion> = fc.record(
    {
      imageProviders: fc.array(fc.constantFrom(PROVIDER, '000000000001', 'self'), {
        minLength: 1,
        maxLength: 2,
      }),
      imageNames: fc.array(fc.constantFrom('*', 'web*', 'db ?.0', 'db 1.0'), { minLength: 1, maxLength: 2 }),
      creationDateCondition: fc.record({ maximumDaysSinceCreated: fc.nat(3) }),
      deprecationTimeCondition: fc.record({ maximumDaysSinceDeprecated: fc.nat(3) }),
    },
    { requiredKeys: [] },
  );
  const criteria = fc.array(criterion, { maxLength: 3 });
  const time = fc.nat(5).map(daysAgo);
  const image = fc.record({
    ownerId: fc.constantFrom(PROVIDER, '000000000001'),
    name: fc.constantFrom('web 1.0', 'db 1.0', 'db 2.0'),
    creationDate: time,
    deprecationTime: fc.option(time, { nil: undefined }),
  });
  const ask = (of: readonly ImageCriterion[], about: JudgedImage): boolean =>
    isAllowed(of, about, owner.account, TODAY);

  it('one more criterion forbids nothing', () => {
    holds(
      fc.property(criteria, criterion, image, (some, more, about) => {
        expect(ask([...some, more], about)).toBe(ask(some, about) || ask([more], about));
      }),
    );
  });

  it('a criterion is met when each of its conditions is', () => {
    holds(
      fc.property(criterion, image, (whole, about) => {
        const parts = Object.keys(whole).map((name) => pick(whole, name));
        expect(ask([whole], about)).toBe(parts.every((part) => ask([part], about)));
      }),
    );
  });

  it('time takes images away and never gives one', () => {
    holds(
      fc.property(criteria, image, fc.nat(5), (some, about, days) => {
        const later = new Date(TODAY.getTime() + days * DAY);
        expect(!isAllowed(some, about, owner.account, later) || ask(some, about)).toBe(true);
      }),
    );
  });
});
