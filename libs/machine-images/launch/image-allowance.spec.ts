import { DomainError } from '#event-sourcing';
import { everybody, granted, owner, registration, stranger, TODAY } from '../image/image.testing';
import type { ExistingImage } from '../image/state';
import type { AllowedImages } from '../settings/allowed-images';
import type { LaunchCommand } from './launch';
import { given, imageWith, request } from './launch.testing';

const aDayLater = new Date(86_400_000);
const years = (count: number): Date => new Date(count * 366 * 86_400_000);
const publicImage = imageWith(granted(everybody)) as ExistingImage;
const allowing = (state: AllowedImages['state'], ...imageCriteria: AllowedImages['imageCriteria']) => ({
  by: stranger,
  image: publicImage,
  allowedImages: { state, imageCriteria },
  at: aDayLater,
});
const owners = { imageProviders: [owner.account] };
const nobodys = { imageProviders: ['000000000009'] };

function refusalOf(command: LaunchCommand): DomainError {
  try {
    given().decide(command);
  } catch (error) {
    if (error instanceof DomainError) return error as DomainError;
  }
  throw new Error('it was not refused');
}

describe('A launch of what the account does not allow itself', () => {
  it('is refused as if there were no such image, and goes on record as what it is', () => {
    const wish = request(allowing('enabled', nobodys));
    given().when(wish).thenRefuses('unknown-image');
    expect(refusalOf(wish)).toMatchObject({ recordedAs: 'image-not-allowed', isHidden: false });
  });

  it('goes through in audit mode, and says that it would not be allowed', () => {
    const [event] = given().decide(request(allowing('audit-mode', nobodys)));
    expect(event?.data).toMatchObject({ grounds: 'public', imageAllowed: false });
  });

  it('is refused so also when the image is revoked, which says that there is one', () => {
    const image = {
      ...publicImage,
      revocations: [{ cause: { kind: 'by-hand' }, since: new Date(0), channels: 'move' }],
    } as const;
    given()
      .when(request({ ...allowing('enabled', owners), image }))
      .thenRefuses('image-revoked');
    given()
      .when(request({ ...allowing('enabled', nobodys), image }))
      .thenRefuses('unknown-image');
  });

  it('says nothing of an image that the account may not know of', () => {
    const hidden = request({ ...allowing('enabled', nobodys), image: imageWith() });
    expect(refusalOf(hidden)).toMatchObject({ recordedAs: 'unknown-image', isHidden: true });
    const elsewhere = request({ ...allowing('enabled', nobodys), region: 'eu-central-1' });
    expect(refusalOf(elsewhere)).toMatchObject({ recordedAs: 'unknown-image', isHidden: true });
  });
});

describe('A launch goes through, with no word about it,', () => {
  it.each([
    ['of what a criterion allows', allowing('enabled', nobodys, owners)],
    ['of what a criterion allows, in audit mode', allowing('audit-mode', owners)],
    ['of anything while it is disabled', allowing('disabled', nobodys)],
    ['of an own image', { ...allowing('enabled', nobodys), by: owner }],
  ])('%s', (_, wish) => {
    const [event] = given().decide(request(wish));
    expect(event?.type).toBe('LaunchRequested');
    expect(event?.data).not.toHaveProperty('imageAllowed');
  });

  it('of a public image until it is deprecated, which nobody had to ask for', () => {
    const asked = allowing('enabled', { deprecationTimeCondition: { maximumDaysSinceDeprecated: 0 } });
    const [event] = given().decide(request({ ...asked, at: years(1) }));
    expect(event?.type).toBe('LaunchRequested');
    given()
      .when(request({ ...asked, at: years(3) }))
      .thenRefuses('unknown-image');
  });

  it('of an image by its name and age', () => {
    const { name } = registration();
    const asked = allowing('enabled', {
      imageNames: [`${name.slice(0, 3)}*`],
      creationDateCondition: { maximumDaysSinceCreated: 1 },
    });
    expect(given().decide(request(asked))).toHaveLength(1);
    given()
      .when(request({ ...asked, at: TODAY }))
      .thenRefuses('unknown-image');
  });
});
