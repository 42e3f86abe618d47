import {
  account,
  created,
  deprecationScheduled,
  deregistered,
  everybody,
  granted,
  IMAGE,
  revoked,
  SNAPSHOT,
  stranger,
  TODAY,
} from '../image/image.testing';
import { UnknownImage } from '../image/errors';
import { images } from '../image/image';
import type { LaunchEvent } from './events';
import { launches } from './launch';
import { given, imageWith, LAUNCH, request, wish } from './launch.testing';
import { requestLaunch, type LaunchWish } from './request-launch';

const requested = (overrides: Partial<LaunchWish> = {}): LaunchEvent => ({
  type: 'LaunchRequested',
  data: requestLaunch(wish(overrides)),
});
const complete = (instanceIds: readonly string[]) =>
  ({ type: 'CompleteLaunch', launchId: LAUNCH, instanceIds }) as const;
const completed = (instanceIds: readonly string[]): LaunchEvent => ({
  type: 'LaunchCompleted',
  data: { launchId: LAUNCH, instanceIds },
});

describe('Launching', () => {
  it('decides all at once: on what ground, from which revision, who and with which volumes', () => {
    const [event] = given().decide(request({ minCount: 2, maxCount: 3, tags: { Name: 'web' } }));
    expect(event).toMatchObject({
      type: 'LaunchRequested',
      data: {
        launchId: LAUNCH,
        grounds: 'owner',
        imageId: IMAGE,
        imageRevision: 1,
        minCount: 2,
        maxCount: 3,
        tags: { Name: 'web' },
        requested: { imageId: IMAGE },
        rootDeviceName: '/dev/xvda',
        blockDeviceMappings: [
          { deviceName: '/dev/xvda', ebs: { snapshotId: SNAPSHOT, deleteOnTermination: true } },
        ],
      },
    });
  });

  it('names every instance and every volume, and no two the same', () => {
    const more = { deviceName: '/dev/sdf', ebs: { volumeSize: 1 } };
    const { instances } = requestLaunch(wish({ maxCount: 1_000, blockDeviceMappings: [more] }));
    const ids = instances.flatMap(({ instanceId, volumeIds }) => [instanceId, ...volumeIds]);
    expect(new Set(ids).size).toBe(3_000);
    for (const id of ids) expect(id).toMatch(/^(i|vol)-[0-9a-f]{17}$/);
    expect(requestLaunch(wish({ maxCount: 1 })).instances[0]?.instanceId).toBe(instances[0]?.instanceId);
  });

  it('of a deprecated image says so, and what else there is where there is any', () => {
    const image = imageWith(deprecationScheduled(new Date(TODAY.getTime() - 1).toISOString()));
    expect(requestLaunch(wish({ image })).imageDeprecated).toStrictEqual({});
    expect(requestLaunch(wish({ image, replacement: 'ami-2' })).imageDeprecated).toEqual({
      replacement: 'ami-2',
    });
    expect(requestLaunch(wish())).not.toHaveProperty('imageDeprecated');
  });

  it('is decided once', () => {
    given().when(request()).thenRecords(requested());
    given(requested())
      .when(request({ maxCount: 5 }))
      .thenNothingHappens();
  });

  it('says what it gave when it is done, once', () => {
    given(requested())
      .when(complete(['i-1']))
      .thenRecords(completed(['i-1']));
    given(requested(), completed(['i-1']))
      .when(complete(['i-2']))
      .thenNothingHappens();
    given()
      .when(complete(['i-1']))
      .thenNothingHappens();
    expect(given(requested(), completed([])).state).toMatchObject({ kind: 'completed' });
  });

  it('stands in a stream named after the launch', () => {
    expect(launches.stream(LAUNCH)).toBe('launch-r-0123456789abcdef0');
  });
});

describe('The ground of a launch', () => {
  const by = { by: { account: stranger.account } };
  it.each([
    ['the account’s own permission', 'account', [granted(everybody), granted(account(stranger.account))]],
    ['that the image is public', 'public', [granted(everybody)]],
  ])('is %s', (_, grounds, history) => {
    expect(requestLaunch(wish({ ...by, image: imageWith(...history) }))).toMatchObject({
      grounds,
      ownerId: stranger.account,
    });
  });

  it.each([
    ['never was', []],
    ['is gone', [granted(everybody), revoked(everybody)]],
    ['is of no use any more', [granted(everybody), deregistered]],
  ])('that %s refuses it: the image does not exist', (_, history) => {
    given()
      .when(request({ ...by, image: imageWith(...history), instanceType: 'no type' }))
      .thenRefuses(UnknownImage);
  });

  it('does not hold in another region, or for an image that does not exist', () => {
    given()
      .when(request({ region: 'eu-central-1' }))
      .thenRefuses(UnknownImage);
    given()
      .when(request({ image: images.decider.initial }))
      .thenRefuses(UnknownImage);
  });

  it('is not enough for an image that is not available', () => {
    given()
      .when(request({ image: imageWith(deregistered) }))
      .thenRefuses('image-deregistered', '/imageId');
    const pending = images.decider.evolve(images.decider.initial, created(), new Date(0));
    given()
      .when(request({ image: pending }))
      .thenRefuses('image-pending', '/imageId');
  });
});

describe('A launch is refused', () => {
  it.each([
    ['no type', { instanceType: 'large' }, '/instanceType'],
    ['a type in capitals', { instanceType: 'M7g.large' }, '/instanceType'],
    ['none at all', { minCount: 0, maxCount: 0 }, '/maxCount'],
    ['too many', { maxCount: 1_001 }, '/maxCount'],
    ['half of one', { maxCount: 1.5 }, '/maxCount'],
    ['at least more than at most', { minCount: 2, maxCount: 1 }, '/minCount'],
    ['at least none', { minCount: 0 }, '/minCount'],
  ])('for %s', (_, wrong, pointer) => {
    given().when(request(wrong)).thenRefuses('invalid-field', pointer);
  });

  it('for tags and devices that cannot be', () => {
    given()
      .when(request({ tags: { 'aws:x': '' } }))
      .thenRefuses('invalid-tags', '/tags/aws:x');
    given()
      .when(request({ blockDeviceMappings: [{ deviceName: '/dev/xvda', noDevice: '' }] }))
      .thenRefuses('invalid-block-device-mapping', '/blockDeviceMappings/0');
  });
});
