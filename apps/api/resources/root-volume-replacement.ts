import { Type } from 'typebox';
import { UnknownInstance, type InstanceState } from '#machine-images';
import type { RootVolumeReplacementRow } from '#views';
import { nameSchema } from '../http/named-schemas';
import { Time } from './fields';
import { RequestedImage } from './instance-fields';
import { present } from './present';

export const RootVolumeReplacement = nameSchema(
  'RootVolumeReplacement',
  Type.Object({
    replaceRootVolumeTaskId: Type.String({ examples: ['replacevol-0abcdef1234567890'] }),
    instanceId: Type.String(),
    taskState: Type.Enum(['in-progress', 'succeeded', 'failed'], {
      description:
        'In progress while the provider works, or cannot be reached. Failed: the original volume is still attached.',
    }),
    stateMessage: Type.Optional(Type.String({ description: 'Why it failed.' })),
    startTime: Time,
    completeTime: Type.Optional(Time),
    imageId: Type.Optional(Type.String({ description: 'The image that was asked for.' })),
    snapshotId: Type.Optional(Type.String({ description: 'The snapshot that was asked for.' })),
    requested: Type.Optional(RequestedImage),
    undo: Type.Optional(
      Type.String({ description: 'The correlation id of the replacement that it undoes.' }),
    ),
    volumeId: Type.String({ description: 'The new root volume.' }),
    replacedVolumeId: Type.String(),
    deleteReplacedRootVolume: Type.Boolean(),
  }),
);

export const replacementsLocation = (instanceId: string): string =>
  `/v1/instances/${instanceId}/root-volume-replacements`;

/** The last replacement of an instance, as a write left it. Throws UnknownInstance. */
export function replacementOfState(instanceId: string, state: InstanceState): object {
  if (state.kind === 'unknown' || state.replacement === undefined) throw new UnknownInstance(instanceId);
  const { requested, state: taskState, startTime, completeTime, cause } = state.replacement;
  const { replaceRootVolumeTaskId, source, volume, replacedVolumeId, deleteReplacedRootVolume } = requested;
  const { kind: _, ...asked } = source;
  const { requested: wanted, undo } = requested;
  return present({
    ...{ replaceRootVolumeTaskId, instanceId, taskState, stateMessage: cause, startTime, completeTime },
    ...asked,
    ...{ requested: wanted, undo },
    ...{ volumeId: volume.volumeId, replacedVolumeId, deleteReplacedRootVolume },
  });
}

export const replacementOfRow = ({
  validFrom: _from,
  validTo: _to,
  ...row
}: RootVolumeReplacementRow): object => present(row);
