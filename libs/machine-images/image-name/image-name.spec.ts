import { givenFor } from '../../../test/support/given';
import { content, registration, restoration } from '../image/image.testing';
import type { ImageRegistration } from '../image/registration';
import type { ImageRestoration } from '../image/restoration';
import { ImageNameIsTaken } from './errors';
import { imageNames, type ImageNameCommand, type ImageNameEvent } from './image-name';

const given = givenFor(imageNames.decider);
const name = 'web 1.0';
const claimed = (overrides: Partial<ImageRegistration> = {}): ImageNameEvent => ({
  type: 'ImageNameClaimed',
  data: { registration: registration(overrides) },
});
const releasedBy = (imageId: string): ImageNameEvent => ({
  type: 'ImageNameReleased',
  data: { imageId, name },
});
const claim = (overrides: Partial<ImageRegistration> = {}): ImageNameCommand => ({
  type: 'ClaimImageName',
  registration: registration(overrides),
});
const releaseFor = (imageId: string): ImageNameCommand => ({ type: 'ReleaseImageName', imageId, name });

const [one, other] = ['ami-00000000000000001', 'ami-00000000000000002'];

describe('Claiming an image name', () => {
  it('records everything that making the image takes', () => {
    given().when(claim()).thenRecords(claimed());
  });
  it('does nothing when the image has it', () => {
    given(claimed({ imageId: one }))
      .when(claim({ imageId: one }))
      .thenNothingHappens();
  });
  it('is refused while another image has it', () => {
    given(claimed({ imageId: one }))
      .when(claim({ imageId: other }))
      .thenRefuses(ImageNameIsTaken, '/name');
  });
  it('says which image has it', () => {
    expect(new ImageNameIsTaken(name, one)).toMatchObject({
      code: 'image-name-taken',
      imageName: name,
      imageId: one,
      message: `AMI name ${name} is already in use by AMI ${one}`,
    });
  });
  it('goes through when the image that had it let it go', () => {
    given(claimed({ imageId: one }), releasedBy(one))
      .when(claim({ imageId: other }))
      .thenRecords(claimed({ imageId: other }));
  });

  it.each(['abc', 'x'.repeat(128), "a (b) [c] ./-'@_"])('takes the name %p', (name) => {
    given().when(claim({ name })).thenRecords(claimed({ name }));
  });
  it.each(['ab', '', 'x'.repeat(129), 'web:1', 'web\n1', 'wéb', 'web,1', 'abc\n'])(
    'refuses the name %p',
    (name) => {
      given().when(claim({ name })).thenRefuses('invalid-image-name', '/name');
    },
  );
  it('takes a description of 255 characters and not one more', () => {
    const fits = { description: 'x'.repeat(255) };
    given().when(claim(fits)).thenRecords(claimed(fits));
    given()
      .when(claim({ description: 'x'.repeat(256) }))
      .thenRefuses('invalid-field', '/description');
  });
  it('refuses tags and a mapping that no image can have', () => {
    given()
      .when(claim({ tags: { 'aws:x': '' } }))
      .thenRefuses('invalid-tags', '/tags/aws:x');
    given()
      .when(claim({ content: content({ blockDeviceMappings: [] }) }))
      .thenRefuses('invalid-block-device-mapping', '/rootDeviceName');
  });
});

describe('Letting an image name go', () => {
  it('records which image let it go', () => {
    given(claimed({ imageId: one }))
      .when(releaseFor(one))
      .thenRecords(releasedBy(one));
  });
  it('does nothing when the image does not have it', () => {
    given().when(releaseFor(one)).thenNothingHappens();
    given(claimed({ imageId: other }))
      .when(releaseFor(one))
      .thenNothingHappens();
  });
});

describe('Claiming the name of an image that comes back', () => {
  const back = (overrides: Partial<ImageRestoration> = {}): ImageRestoration =>
    restoration({ imageId: one, ...overrides });
  const reclaim = (overrides?: Partial<ImageRestoration>): ImageNameCommand => ({
    type: 'ReclaimImageName',
    restoration: back(overrides),
  });
  const reclaimed = (overrides?: Partial<ImageRestoration>): ImageNameEvent => ({
    type: 'ImageNameReclaimed',
    data: { restoration: back(overrides) },
  });
  const releaseOf = (restorationId: string): ImageNameCommand => ({
    type: 'ReleaseImageName',
    imageId: one,
    name,
    restorationId,
  });

  it('records everything that bringing it back takes', () => {
    given(claimed({ imageId: one }), releasedBy(one))
      .when(reclaim())
      .thenRecords(reclaimed());
  });
  it('is refused while another image has it', () => {
    given(claimed({ imageId: other }))
      .when(reclaim())
      .thenRefuses(ImageNameIsTaken, '/name');
  });
  it('takes the place of what it had the name for before, when that was not given back yet', () => {
    given(claimed({ imageId: one }))
      .when(reclaim())
      .thenRecords(reclaimed());
    const second = { restorationId: 'r2', number: 2 };
    given(reclaimed()).when(reclaim(second)).thenRecords(reclaimed(second));
  });
  it('is refused while the image is on its way back by another request', () => {
    given(reclaimed())
      .when(reclaim({ restorationId: 'r2' }))
      .thenRefuses('image-not-in-recycle-bin');
  });
  it('keeps it from a new image', () => {
    given(reclaimed())
      .when(claim({ imageId: other }))
      .thenRefuses(ImageNameIsTaken, '/name');
  });
  it('is let go by whoever made it, and by nobody else', () => {
    given(reclaimed()).when(releaseOf('r1')).thenRecords(releasedBy(one));
    given(reclaimed()).when(releaseOf('r0')).thenNothingHappens();
    given(reclaimed()).when(releaseFor(one)).thenNothingHappens();
    given(claimed({ imageId: one }))
      .when(releaseOf('r1'))
      .thenNothingHappens();
  });
});

describe('The stream of an image name', () => {
  it('is one per account, region and name, for ever', () => {
    expect(imageNames.stream({ ownerId: '111122223333', region: 'us-east-1', name })).toBe(
      'imagename-111122223333-us-east-1-72b876f6fc55f7db81148ba134e7ae16',
    );
  });
});
