import { Type, type Static } from 'typebox';
import type { FoldedStream, Outcome } from '#event-sourcing';
import type { SettingsEvent, SettingsId, SettingsState } from '#machine-images';
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
