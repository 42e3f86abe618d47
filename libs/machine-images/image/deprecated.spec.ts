import { recordedAtOf } from '../../../test/support/given';
import { deprecationTimeOf, isDeprecatedAt } from './deprecation';
import type { ImageEvent } from './events';
import {
  account,
  cancelDeprecation,
  deprecationCancelled,
  deprecationScheduled,
  everybody,
  givenAnImage,
  granted,
  IMAGE,
  scheduleDeprecation,
} from './image.testing';

const LATER = '2027-06-01T12:30:00.000Z';
const EARLIER = '2026-06-01T12:30:00.000Z';
/** Two years after the creation of every image of these specs. */
const LAST_WHILE_PUBLIC = '2028-01-01T00:00:00.000Z';

describe('Scheduling a deprecation', () => {
  it('records the time', () => {
    givenAnImage().when(scheduleDeprecation(LATER)).thenRecords(deprecationScheduled(LATER));
    expect(givenAnImage(deprecationScheduled(LATER)).state).toMatchObject({ deprecateAt: new Date(LATER) });
  });

  it('moves it, to an earlier time or a later one', () => {
    givenAnImage(deprecationScheduled(LATER))
      .when(scheduleDeprecation(EARLIER))
      .thenRecords(deprecationScheduled(EARLIER));
    givenAnImage(deprecationScheduled(EARLIER))
      .when(scheduleDeprecation(LATER))
      .thenRecords(deprecationScheduled(LATER));
  });

  it.each([
    ['2027-06-01T12:30:29.999Z', '2027-06-01T12:30:00.000Z'],
    ['2027-06-01T12:30:30.000Z', '2027-06-01T12:31:00.000Z'],
    ['2027-06-01T14:30:00+02:00', '2027-06-01T12:30:00.000Z'],
  ])('rounds %s to the minute', (asked, rounded) => {
    givenAnImage().when(scheduleDeprecation(asked)).thenRecords(deprecationScheduled(rounded));
    givenAnImage(deprecationScheduled(rounded)).when(scheduleDeprecation(asked)).thenNothingHappens();
  });

  it('does nothing when it is scheduled for that minute, also once that is over', () => {
    givenAnImage(deprecationScheduled(EARLIER))
      .when(scheduleDeprecation(EARLIER, new Date(LATER)))
      .thenNothingHappens();
  });

  it('is for this moment or later, not for the past', () => {
    givenAnImage()
      .when(scheduleDeprecation('2026-02-01T12:00:00.000Z'))
      .thenRecords(deprecationScheduled('2026-02-01T12:00:00.000Z'));
    givenAnImage()
      .when(scheduleDeprecation('2026-02-01T11:59:59.999Z'))
      .thenRefuses('invalid-deprecation-time', '/deprecateAt');
  });

  it('is at most ten years ahead', () => {
    givenAnImage()
      .when(scheduleDeprecation('2036-02-01T12:00:00.000Z'))
      .thenRecords(deprecationScheduled('2036-02-01T12:00:00.000Z'));
    givenAnImage()
      .when(scheduleDeprecation('2036-02-01T12:00:00.001Z'))
      .thenRefuses('invalid-deprecation-time', '/deprecateAt');
  });

  it('refuses what is no time', () => {
    givenAnImage()
      .when(scheduleDeprecation('2026-12-31T23:59:60Z'))
      .thenRefuses('invalid-deprecation-time', '/deprecateAt');
  });
});

describe('Scheduling the deprecation of a public image', () => {
  const open = granted(everybody);

  it('is for at most two years after its creation', () => {
    givenAnImage(open)
      .when(scheduleDeprecation(LAST_WHILE_PUBLIC))
      .thenRecords(deprecationScheduled(LAST_WHILE_PUBLIC));
    givenAnImage(open)
      .when(scheduleDeprecation('2028-01-01T00:00:00.001Z'))
      .thenRefuses('invalid-deprecation-time', '/deprecateAt');
    givenAnImage(granted(account('000000000001')))
      .when(scheduleDeprecation('2028-01-01T00:01:00.000Z'))
      .thenRecords(deprecationScheduled('2028-01-01T00:01:00.000Z'));
  });

  it('moves it to an earlier time only', () => {
    givenAnImage(deprecationScheduled(LATER), open)
      .when(scheduleDeprecation(EARLIER))
      .thenRecords(deprecationScheduled(EARLIER));
    givenAnImage(open, deprecationScheduled(EARLIER))
      .when(scheduleDeprecation(LATER))
      .thenRefuses('public-deprecation-fixed');
  });
});

describe('Cancelling a deprecation', () => {
  it('takes the time back, also when it has come', () => {
    givenAnImage(deprecationScheduled(EARLIER)).when(cancelDeprecation()).thenRecords(deprecationCancelled);
    expect(givenAnImage(deprecationScheduled(EARLIER), deprecationCancelled).state).toMatchObject({
      deprecateAt: undefined,
    });
  });

  it('does nothing when none is scheduled', () => {
    givenAnImage().when(cancelDeprecation()).thenNothingHappens();
    givenAnImage(granted(everybody)).when(cancelDeprecation()).thenNothingHappens();
  });

  it('of a public image is refused, unless it would be deprecated at the same time without', () => {
    givenAnImage(granted(everybody), deprecationScheduled(EARLIER))
      .when(cancelDeprecation())
      .thenRefuses('public-deprecation-fixed');
    givenAnImage(deprecationScheduled('2030-01-01T00:00:00.000Z'), granted(everybody))
      .when(cancelDeprecation())
      .thenRecords(deprecationCancelled);
  });
});

describe('The time of deprecation', () => {
  const creationDate = recordedAtOf(0);
  const [asked, last] = [new Date(LATER), new Date(LAST_WHILE_PUBLIC)];
  const tooLate = new Date('2030-01-01T00:00:00.000Z');

  it.each([
    ['none, when none was asked for', undefined, false, undefined],
    ['the one that was asked for', tooLate, false, tooLate],
    ['two years after the creation of what is public', undefined, true, last],
    ['no later than that, whatever was asked for', tooLate, true, last],
    ['an earlier one that was asked for', asked, true, asked],
  ])('is %s', (_, deprecateAt, isPublic, time) => {
    expect(deprecationTimeOf({ deprecateAt, isPublic, creationDate })).toEqual(time);
  });
});

describe('What to launch instead', () => {
  const instead = 'ami-00000000000000002';
  const wanted = { ...scheduleDeprecation('2027-01-01T00:00:00Z'), replacement: instead };
  const recorded: ImageEvent = {
    type: 'ImageDeprecationScheduled',
    data: { imageId: IMAGE, deprecateAt: '2027-01-01T00:00:00.000Z', replacement: instead },
  };

  it('may be named with the time, and changed without it, also when it is deprecated', () => {
    givenAnImage().when(wanted).thenRecords(recorded);
    givenAnImage(deprecationScheduled('2027-01-01T00:00:00.000Z'))
      .when({ ...wanted, at: new Date('2028-01-01T00:00:00Z') })
      .thenRecords(recorded);
    givenAnImage(recorded)
      .when(scheduleDeprecation('2027-01-01T00:00:00Z'))
      .thenRecords(deprecationScheduled('2027-01-01T00:00:00.000Z'));
  });

  it('is another image', () => {
    givenAnImage()
      .when({ ...wanted, replacement: IMAGE })
      .thenRefuses('invalid-field', '/replacement');
  });
});

describe('Whether an image is deprecated', () => {
  const isDeprecated = (time: string, ...history: readonly ImageEvent[]): boolean => {
    const { state } = givenAnImage(...history);
    return state.kind === 'existing' && isDeprecatedAt(state, new Date(time));
  };

  it('is so from the time on that was asked for', () => {
    expect(isDeprecated('2027-06-01T12:29:59.999Z', deprecationScheduled(LATER))).toBe(false);
    expect(isDeprecated(LATER, deprecationScheduled(LATER))).toBe(true);
  });

  it('is never so where none was asked for, but while everybody may launch it', () => {
    expect(isDeprecated(LAST_WHILE_PUBLIC)).toBe(false);
    expect(isDeprecated(LAST_WHILE_PUBLIC, granted(everybody))).toBe(true);
    expect(isDeprecated(LAST_WHILE_PUBLIC, granted(account('000000000001')))).toBe(false);
  });
});
