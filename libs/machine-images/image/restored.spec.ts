import { days, rule } from '../retention-rule/retention-rule.testing';
import type { RetentionRule } from '../retention-rule/state';
import { launchGround } from './access';
import {
  account,
  administrator,
  deregister,
  deregistered,
  deregisteredWith,
  given,
  givenAnImage,
  granted,
  IMAGE,
  replaceTags,
  restore,
  restored,
  stranger,
  tagged,
  TODAY,
} from './image.testing';

const inBin = deregisteredWith({
  retention: { ruleId: 'rule-1', retainedUntil: '2026-02-08T12:00:00.000Z' },
});
const after = (milliseconds: number): Date => new Date(Date.parse('2026-02-08T12:00:00.000Z') + milliseconds);
const ruleFor = (value: number, ...resourceTags: RetentionRule['resourceTags']): RetentionRule => ({
  ...rule({ ruleId: `rule-${value}`, retentionPeriod: days(value), resourceTags }),
  creationDate: TODAY,
});

describe('An image that is deregistered', () => {
  it('is retained by the rule that keeps it longest', () => {
    givenAnImage()
      .when(deregister({ retentionRules: [ruleFor(1), ruleFor(7), ruleFor(2)] }))
      .thenRecords(
        deregisteredWith({ retention: { ruleId: 'rule-7', retainedUntil: '2026-02-08T12:00:00.000Z' } }),
      );
  });

  it.each([
    ['one of its tags', [{ key: 'team', value: 'web' }, { key: 'none' }], 'rule-7'],
    ['a tag, whatever its value', [{ key: 'team' }], 'rule-7'],
    ['another value of its tag', [{ key: 'team', value: 'db' }], undefined],
    ['a tag that it does not have', [{ key: 'toString' }], undefined],
  ])('is retained by a rule about %s: %#', (_, tags, ruleId) => {
    const [event] = givenAnImage(tagged({ team: 'web' })).decide(
      deregister({ retentionRules: [ruleFor(7, ...tags)] }),
    );
    const data = event?.data as { retention?: { ruleId: string } };
    expect(data.retention?.ruleId).toBe(ruleId);
  });

  it('says whether its snapshots go', () => {
    givenAnImage()
      .when(deregister({ deleteAssociatedSnapshots: true }))
      .thenRecords(deregisteredWith({ deleteAssociatedSnapshots: true }));
  });

  it('cannot have its snapshots go afterwards', () => {
    givenAnImage(deregistered)
      .when(deregister({ deleteAssociatedSnapshots: true }))
      .thenRefuses('image-deregistered');
    givenAnImage(deregisteredWith({ deleteAssociatedSnapshots: true }))
      .when(deregister())
      .thenNothingHappens();
  });
});

describe('Restoring an image', () => {
  it('brings it back from the Recycle Bin', () => {
    givenAnImage(inBin).when(restore()).thenRecords(restored());
  });

  it('gives it back the launch permissions that it had', () => {
    const { state } = givenAnImage(granted(account(stranger.account)), inBin, restored());
    expect(launchGround(state, IMAGE, stranger, TODAY)).toEqual({ grounds: 'account' });
    expect(state).not.toHaveProperty('deregistrationTime');
    expect(state).not.toHaveProperty('deregistration');
  });

  it('is for its owner and administrators', () => {
    const shared = [granted(account(stranger.account)), inBin] as const;
    givenAnImage(...shared)
      .when(restore('r1', TODAY, stranger))
      .thenRefuses('unknown-image');
    givenAnImage(...shared)
      .when(restore('r1', TODAY, administrator))
      .thenRecords(restored());
    given().when(restore()).thenRefuses('unknown-image');
  });

  it('is refused when it is not in the bin', () => {
    givenAnImage().when(restore()).thenRefuses('image-not-in-recycle-bin');
    givenAnImage(deregistered).when(restore()).thenRefuses('image-not-in-recycle-bin');
    givenAnImage(inBin, restored('r1')).when(restore('r2')).thenRefuses('image-not-in-recycle-bin');
  });

  it('is possible until its time in the bin is over, and no moment longer', () => {
    givenAnImage(inBin)
      .when(restore('r1', after(-1)))
      .thenRecords(restored());
    givenAnImage(inBin)
      .when(restore('r1', after(0)))
      .thenRefuses('retention-over');
  });

  it('is possible again when it was deregistered again', () => {
    givenAnImage(inBin, restored('r1'), inBin).when(restore('r2')).thenRecords(restored('r2'));
  });

  it('gives back what it was, also when it was deregistered twice over', () => {
    const state = (event: unknown) => (event as { data: { state: string } }).data.state;
    expect(state(givenAnImage(inBin, inBin).decide(restore())[0])).toBe('available');
    expect(state(givenAnImage(inBin, restored('r0', 'disabled'), inBin).decide(restore())[0])).toBe(
      'disabled',
    );
  });

  it('is all that can be done to it in the bin', () => {
    givenAnImage(inBin)
      .when(replaceTags({ a: 'b' }))
      .thenRefuses('image-deregistered');
  });
});
