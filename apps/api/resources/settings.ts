import { Type, type Static } from 'typebox';
import type { FoldedStream, Outcome } from '#event-sourcing';
import {
  MAX_CRITERIA,
  MAX_DAYS,
  MAX_IMAGE_NAMES,
  MAX_IMAGE_PROVIDERS,
  type SettingsEvent,
  type SettingsId,
  type SettingsState,
} from '#machine-images';
import { nameSchema } from '../http/named-schemas';
import { AccountId } from './fields';

export type SettingsOutcome = Outcome<SettingsState, SettingsEvent>;

/** The settings of an account in a region, as they are or as they were. */
export type FoldedSettings = Pick<FoldedStream<SettingsState, SettingsEvent>, 'state' | 'revision'>;

const ofAccount = {
  account: AccountId,
  region: Type.String(),
  revision: Type.Optional(
    Type.Integer({
      description: 'Of all settings of the account in the region; the ETag. Absent until one is set.',
    }),
  ),
};

export const ImageBlockPublicAccess = nameSchema(
  'ImageBlockPublicAccess',
  Type.Object({ ...ofAccount, state: Type.Enum(['block-new-sharing', 'unblocked']) }),
);

export const imageBlockPublicAccessOf = (
  { account, region }: SettingsId,
  { state, revision }: FoldedSettings,
): Static<typeof ImageBlockPublicAccess> => ({
  account,
  region,
  state: state.imageBlockPublicAccess,
  ...(revision < 0 ? {} : { revision }),
});

export const ALLOWED_IMAGES_STATES = ['disabled', 'audit-mode', 'enabled'] as const;

const Days = Type.Integer({ minimum: 0, maximum: MAX_DAYS });

/** What is named must all be true of an image. */
export const ImageCriterion = nameSchema(
  'ImageCriterion',
  Type.Object(
    {
      imageProviders: Type.Optional(
        Type.Array(Type.String({ pattern: '^(self|\\d{12})$' }), {
          minItems: 1,
          maxItems: MAX_IMAGE_PROVIDERS,
          description: 'Account ids, or `self`.',
        }),
      ),
      imageNames: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
          minItems: 1,
          maxItems: MAX_IMAGE_NAMES,
          description: '`*` and `?` stand for any text and any letter.',
        }),
      ),
      creationDateCondition: Type.Optional(
        Type.Object({ maximumDaysSinceCreated: Days }, { additionalProperties: false }),
      ),
      deprecationTimeCondition: Type.Optional(
        Type.Object(
          { maximumDaysSinceDeprecated: Days },
          { additionalProperties: false, description: '0: nothing that is deprecated.' },
        ),
      ),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
);

export const AllowedImages = nameSchema(
  'AllowedImages',
  Type.Object({
    ...ofAccount,
    state: Type.Enum([...ALLOWED_IMAGES_STATES]),
    imageCriteria: Type.Array(ImageCriterion, { maxItems: MAX_CRITERIA }),
  }),
);

export const allowedImagesOf = (
  { account, region }: SettingsId,
  { state: { allowedImages }, revision }: FoldedSettings,
): object => ({ account, region, ...allowedImages, ...(revision < 0 ? {} : { revision }) });
