import { MAX_CRITERIA, MAX_IMAGE_NAMES, MAX_IMAGE_PROVIDERS, type ImageCriterion } from './image-criteria';
import { settings, unsetSettings } from './settings';
import {
  allowedImagesDisabled,
  allowedImagesEnabled,
  byProvider,
  criteriaReplaced,
  given,
  OWNERS_SETTINGS,
  PROVIDER,
  publicAccessBlocked,
  publicAccessUnblocked,
  setAllowedImages,
  setPublicAccess,
} from './settings.testing';

it('The settings of an account are one stream per region', () => {
  expect(settings.stream(OWNERS_SETTINGS)).toBe('settings-111122223333-us-east-1');
});

it('Nothing is blocked and nothing is disallowed until it is set', () => {
  expect(given().state).toBe(unsetSettings);
  given().when(setPublicAccess('unblocked')).thenNothingHappens();
  given().when(setAllowedImages('disabled')).thenNothingHappens();
  given().when(setAllowedImages('disabled', [])).thenNothingHappens();
});

describe('Blocking public access', () => {
  it('is recorded once', () => {
    given().when(setPublicAccess('block-new-sharing')).thenRecords(publicAccessBlocked);
  });

  it('ends when it is asked for', () => {
    given(publicAccessBlocked).when(setPublicAccess('unblocked')).thenRecords(publicAccessUnblocked);
  });

  it('leaves what is allowed as it is', () => {
    const { state } = given(
      allowedImagesEnabled('enabled'),
      criteriaReplaced(byProvider),
      publicAccessBlocked,
    );
    expect(state).toEqual({
      imageBlockPublicAccess: 'block-new-sharing',
      allowedImages: { state: 'enabled', imageCriteria: [byProvider] },
    });
  });
});

describe('Setting which images are allowed', () => {
  it('records what is new of state and criteria, the criteria first', () => {
    given()
      .when(setAllowedImages('enabled', [byProvider]))
      .thenRecords(criteriaReplaced(byProvider), allowedImagesEnabled('enabled'));
    given(criteriaReplaced(byProvider))
      .when(setAllowedImages('audit-mode', [byProvider]))
      .thenRecords(allowedImagesEnabled('audit-mode'));
    given(allowedImagesEnabled('audit-mode'), criteriaReplaced(byProvider))
      .when(setAllowedImages('audit-mode', []))
      .thenRecords(criteriaReplaced());
  });

  it('goes from one mode to the other and back to none', () => {
    given(allowedImagesEnabled('audit-mode'))
      .when(setAllowedImages('enabled'))
      .thenRecords(allowedImagesEnabled('enabled'));
    given(allowedImagesEnabled('enabled'))
      .when(setAllowedImages('disabled'))
      .thenRecords(allowedImagesDisabled);
  });

  it('keeps the criteria when none are given, also while it is disabled', () => {
    const asked = given(criteriaReplaced(byProvider), allowedImagesEnabled('enabled'), allowedImagesDisabled);
    expect(asked.state.allowedImages).toEqual({ state: 'disabled', imageCriteria: [byProvider] });
    asked.when(setAllowedImages('enabled')).thenRecords(allowedImagesEnabled('enabled'));
  });

  it('takes criteria as the same in whatever order their members came', () => {
    given(criteriaReplaced({ imageProviders: ['self'], imageNames: ['a'] }), allowedImagesEnabled('enabled'))
      .when(setAllowedImages('enabled', [{ imageNames: ['a'], imageProviders: ['self'] }]))
      .thenNothingHappens();
  });
});

describe('Image criteria', () => {
  const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  const set = (...criteria: readonly ImageCriterion[]) => setAllowedImages('enabled', criteria);

  it.each<[string, readonly ImageCriterion[]]>([
    ['criteria', many(MAX_CRITERIA, byProvider)],
    ['providers', [{ imageProviders: many(MAX_IMAGE_PROVIDERS, PROVIDER) }]],
    ['names', [{ imageNames: many(MAX_IMAGE_NAMES, '*') }]],
    ['letters', [{ imageNames: ["aZ9()[] ./-'@_*?".padEnd(128, 'x')] }]],
    ['days', [{ creationDateCondition: { maximumDaysSinceCreated: 2_147_483_647 } }]],
    ['days of none', [{ deprecationTimeCondition: { maximumDaysSinceDeprecated: 0 } }]],
  ])('may have as many %s as EC2 has', (_, criteria) => {
    given()
      .when(set(...criteria))
      .thenRecords(criteriaReplaced(...criteria), allowedImagesEnabled('enabled'));
  });

  it.each<[string, readonly ImageCriterion[], string]>([
    ['too many', many(MAX_CRITERIA + 1, byProvider), '/imageCriteria'],
    ['one that names nothing', [byProvider, {}], '/imageCriteria/1'],
    ['no provider', [{ imageProviders: [] }], '/imageCriteria/0/imageProviders'],
    [
      'too many providers',
      [{ imageProviders: many(MAX_IMAGE_PROVIDERS + 1, PROVIDER) }],
      '/imageCriteria/0/imageProviders',
    ],
    [
      'a provider that is none',
      [{ imageProviders: ['self', 'amazon'] }],
      '/imageCriteria/0/imageProviders/1',
    ],
    ['no name', [{ imageNames: [] }], '/imageCriteria/0/imageNames'],
    ['too many names', [{ imageNames: many(MAX_IMAGE_NAMES + 1, '*') }], '/imageCriteria/0/imageNames'],
    ['an empty name', [{ imageNames: [''] }], '/imageCriteria/0/imageNames/0'],
    ['a long name', [{ imageNames: ['*'.repeat(129)] }], '/imageCriteria/0/imageNames/0'],
    ['a name that no image can have', [{ imageNames: ['*', 'ä'] }], '/imageCriteria/0/imageNames/1'],
    [
      'days that are none',
      [{ creationDateCondition: { maximumDaysSinceCreated: -1 } }],
      '/imageCriteria/0/creationDateCondition/maximumDaysSinceCreated',
    ],
    [
      'half a day',
      [{ deprecationTimeCondition: { maximumDaysSinceDeprecated: 0.5 } }],
      '/imageCriteria/0/deprecationTimeCondition/maximumDaysSinceDeprecated',
    ],
    [
      'too many days',
      [{ creationDateCondition: { maximumDaysSinceCreated: 2_147_483_648 } }],
      '/imageCriteria/0/creationDateCondition/maximumDaysSinceCreated',
    ],
  ])('are refused, all of them, with %s', (_, criteria, pointer) => {
    given()
      .when(set(...criteria))
      .thenRefuses('invalid-field', pointer);
  });
});
