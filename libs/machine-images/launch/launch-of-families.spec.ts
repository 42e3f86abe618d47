import { account, disabled, granted, IMAGE, revoked, SNAPSHOT, stranger } from '../image/image.testing';
import { images } from '../image/image';
import { given, imageWith, request } from './launch.testing';
import type { LaunchWish } from './request-launch';

const ofFamily = (ownerId: string): Partial<LaunchWish> => ({
  requested: { family: { ownerId, name: 'web' }, channel: 'prod', version: 7 },
});
const own = ofFamily('111122223333');
const shared = granted(account(stranger.account));
const byStranger = { ...own, by: { account: stranger.account } };

describe('Launching what a family leads to', () => {
  it('records what was asked for beside the image that it came to, and the ground of who asked', () => {
    const image = imageWith(shared);
    for (const [wish, grounds] of [
      [own, 'owner'],
      [byStranger, 'account'],
    ] as const)
      expect(given().decide(request({ ...wish, image }))).toMatchObject([
        { data: { imageId: IMAGE, grounds, requested: own.requested } },
      ]);
  });

  it('does not exist to who may not launch the image', () => {
    for (const image of [
      images.decider.initial,
      imageWith(),
      imageWith(shared, revoked(account(stranger.account))),
      imageWith(shared, disabled),
    ])
      given()
        .when(request({ ...byStranger, image }))
        .thenRefuses('unknown-family', '/family');
    const elsewhere = { region: 'eu-central-1', zone: 'eu-central-1a' };
    given()
      .when(request({ ...byStranger, ...elsewhere, image: imageWith(shared) }))
      .thenRefuses('unknown-family', '/family');
    given()
      .when(request({ ...own, ...elsewhere }))
      .thenRefuses('unknown-image', '/family');
    given().when(request(elsewhere)).thenRefuses('unknown-image', '/imageId');
  });

  it('is to blame for what its image maps and no volume can be', () => {
    const known = new Map([[SNAPSHOT, { volumeSize: 20_000, encrypted: false }]]);
    given()
      .when(request({ ...own, snapshots: known }))
      .thenRefuses('invalid-block-device-mapping', '/family');
  });

  it('says to who may what keeps the image from being launched', () => {
    given()
      .when(request({ ...own, image: imageWith(disabled) }))
      .thenRefuses('image-disabled', '/family');
  });
});
