import { resolveChannel } from './channels';
import {
  administrator,
  create,
  created,
  given,
  givenVersions,
  imageOf,
  owner,
  publish,
  published,
  publishedImage,
  reinstated,
  revoked,
  stranger,
} from './family.testing';
import type { FamilyState } from './state';

describe('Creating a family', () => {
  it('records its name', () => {
    given().when(create()).thenRecords(created);
  });
  it('records how it is described', () => {
    const data = { ownerId: owner.account, name: 'web', description: 'x'.repeat(255) };
    given()
      .when(create({ description: data.description }))
      .thenRecords({ type: 'FamilyCreated', data });
    given()
      .when(create({ description: 'x'.repeat(256) }))
      .thenRefuses('invalid-field', '/description');
  });
  it('does nothing when it is there, as it is described', () => {
    given(created).when(create()).thenNothingHappens();
  });
  it('is refused when there is one that is described otherwise', () => {
    given(created)
      .when(create({ description: 'the web tier' }))
      .thenRefuses('family-name-taken', '/name');
  });
  it.each(['', 'Web', '1web', 'web-', 'web_1', 'w'.repeat(64)])('is refused under the name "%s"', (name) => {
    given().when(create({ name })).thenRefuses('invalid-family-name', '/name');
  });
  it.each(['w', 'web-1', 'w'.repeat(63)])('takes the name "%s"', (name) => {
    expect(given().decide(create({ name }))).toHaveLength(1);
  });
});

describe('Publishing an image', () => {
  it('makes it the next version', () => {
    given(created).when(publish(1)).thenRecords(published(1));
    givenVersions(1).when(publish(2)).thenRecords(published(2));
  });
  it('counts on, whatever was revoked', () => {
    givenVersions(2, revoked(2)).when(publish(3)).thenRecords(published(3));
  });
  it('does nothing when it is a version already, whatever became of it', () => {
    givenVersions(2, revoked(1))
      .when(publish(1, { image: publishedImage({ fitness: 'revoked' }) }))
      .thenNothingHappens();
  });
  it.each(['pending', 'failed', 'disabled', 'deregistered', 'revoked'] as const)(
    'is refused when it is %s',
    (fitness) => {
      const image = publishedImage({ fitness });
      given(created).when(publish(1, { image })).thenRefuses('image-version-unusable', '/imageId');
    },
  );
  it('is refused for an image of another account', () => {
    given(created)
      .when(publish(1, { image: publishedImage({ ownerId: stranger.account }) }))
      .thenRefuses('image-of-another-account', '/imageId');
  });
  it('is refused for an image that there is not, or that who asks may not know of', () => {
    given(created)
      .when(publish(1, { image: { exists: false } }))
      .thenRefuses('unknown-image', '/imageId');
    const { image: _, ...unasked } = publish(1);
    given(created).when(unasked).thenRefuses('unknown-image', '/imageId');
    given(created)
      .when(publish(1, { image: publishedImage({ isVisible: false }) }))
      .thenRefuses('unknown-image', '/imageId');
  });
  it('is refused where there is no family, and to others as if there were none', () => {
    given().when(publish(1)).thenRefuses('unknown-family');
    given(created)
      .when(publish(1, { by: stranger }))
      .thenRefuses('unknown-family');
    given(created)
      .when(publish(1, { by: administrator }))
      .thenRecords(published(1));
  });
});

describe('The channel latest', () => {
  const latest = (state: FamilyState) => state.kind === 'existing' && resolveChannel(state, 'latest');

  it('is the newest version that is not revoked, compared as numbers', () => {
    expect(latest(givenVersions(25).state)).toEqual({ version: 25, imageId: imageOf(25) });
    expect(latest(givenVersions(1_000).state)).toEqual({ version: 1_000, imageId: imageOf(1_000) });
    expect(latest(givenVersions(10, revoked(10)).state)).toMatchObject({ version: 9 });
    expect(latest(givenVersions(10, revoked(10), reinstated(10)).state)).toMatchObject({ version: 10 });
  });
  it('is none where there is no such version', () => {
    expect(latest(given(created).state)).toBeUndefined();
    expect(latest(givenVersions(1, revoked(1)).state)).toBeUndefined();
  });
});
