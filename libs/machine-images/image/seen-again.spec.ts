import { isKept } from './adoption';
import { adopt, adopted, LATER, seen } from './adoption.testing';
import { deprecationScheduled, given, IMAGE, protectionEnabled } from './image.testing';

const [ONE, OTHER] = ['2030-01-01T00:00:00.000Z', '2031-01-01T00:00:00.000Z'];

describe('What was seen of an image that is known', () => {
  it('is when it is deprecated, and what takes its place then has not changed', () => {
    given(adopted())
      .when(adopt({ deprecationTime: ONE }))
      .thenRecords(deprecationScheduled(ONE));
    const replaced = (deprecateAt: string) =>
      ({
        type: 'ImageDeprecationScheduled',
        data: { imageId: IMAGE, deprecateAt, replacement: 'ami-00000000000000007' },
      }) as const;
    given(adopted(), replaced(ONE))
      .when(adopt({ deprecationTime: OTHER }))
      .thenRecords(replaced(OTHER));
  });

  it('is that it is protected, without a cooldown or with one', () => {
    given(adopted())
      .when(adopt({ deregistrationProtection: 'enabled' }))
      .thenRecords(protectionEnabled(false));
    given(adopted(), protectionEnabled(false))
      .when(adopt({ deregistrationProtection: 'enabled-with-cooldown' }))
      .thenRecords(protectionEnabled(true));
  });

  it('is kept, unless it is being made and was there before', () => {
    const pending = { facts: seen({ state: 'pending' }), observedAt: LATER };
    expect(isKept(pending, given(adopted({ state: 'pending' })).state)).toBe(true);
    expect(isKept(pending, given(adopted()).state)).toBe(false);
    expect(isKept({ ...pending, facts: seen() }, given(adopted()).state)).toBe(true);
  });
});
