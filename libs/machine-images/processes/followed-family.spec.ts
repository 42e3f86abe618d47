import type { Look } from '#event-sourcing';
import { given, givenVersions, imageOf, owner, revoked } from '../family/family.testing';
import { unknownFamily } from '../family/state';
import { byHand, givenAnImage, imageReinstated, imageRevoked, TODAY } from '../image/image.testing';
import { revocationsOf, unknownImage, type ImageState } from '../image/state';
import { followedFamily } from './followed-family';
import { plannedMovements, revoked as imageIsRevoked } from './revocation-plan';

const id = { ownerId: owner.account, name: 'web' };
const about = { imageId: imageOf(2), at: TODAY };
const bad = givenAnImage(imageRevoked()).state;
const good = givenAnImage(imageRevoked(), imageReinstated(byHand)).state;

/** A look at one image, whichever is asked for, that counts how often; the families are as nobody knows them. */
function lookingAt(image: ImageState) {
  const seen: string[] = [];
  const look: Look = (category, at) => {
    const stream = category.stream(at);
    seen.push(stream);
    return Promise.resolve((stream.startsWith('image-') ? image : unknownFamily) as never);
  };
  return { look, seen };
}

describe('A family, followed', () => {
  const { state } = givenVersions(2);

  it('is as it would be once it had heard of the revocation', async () => {
    const { look } = lookingAt(bad);
    expect(await followedFamily(look, id, state, about)).toEqual(givenVersions(2, revoked(2)).state);
  });

  it('is itself where the image is not there', async () => {
    const { look } = lookingAt(unknownImage);
    expect(await followedFamily(look, id, state, about)).toBe(state);
    expect(await followedFamily(look, id, state, { ...about, undo: 'one' })).toBe(state);
  });

  it('is itself where there is no such family', async () => {
    const { look } = lookingAt(bad);
    const { state: none } = given();
    expect(await followedFamily(look, id, none, about)).toBe(none);
  });

  it('is itself, also with a version that is revoked on record, where the image is good and nothing was undone', async () => {
    const { look, seen } = lookingAt(good);
    const { state: behind } = givenVersions(2, revoked(2));
    expect(await followedFamily(look, id, behind, about)).toBe(behind);
    expect(seen).toEqual([`image-${imageOf(2)}`]);
  });
});

describe('What is planned for a family that there is not', () => {
  it('is nothing', async () => {
    const { look } = lookingAt(bad);
    const held = [{ imageId: imageOf(2), family: id }];
    const events = [imageIsRevoked(imageOf(2), 'move')];
    expect(await plannedMovements(look, { events, held, at: TODAY })).toEqual([]);
  });
});

describe('The causes of an image', () => {
  it('are none where there is no such image', () => {
    expect(revocationsOf(unknownImage)).toEqual([]);
    expect(revocationsOf(bad)).toMatchObject([{ cause: byHand }]);
  });
});
