import { Type } from 'typebox';
import { nameSchema } from '../http/named-schemas';
import { AccountId, Tags, Time } from './fields';
import { VolumeType } from './image-fields';

export const VolumeIdParams = Type.Object({
  volumeId: Type.String({ format: 'volume-id', examples: ['vol-0abcdef1234567890'] }),
});

export const VolumeState = Type.Enum(['available', 'in-use', 'deleted']);

export const Volume = nameSchema(
  'Volume',
  Type.Object({
    volumeId: Type.String(),
    ownerId: AccountId,
    region: Type.String(),
    zone: Type.String(),
    state: VolumeState,
    stateMessage: Type.Optional(
      Type.String({ description: 'Why it never came to be, where the provider could not make it.' }),
    ),
    size: Type.Integer({ description: 'GiB.' }),
    volumeType: VolumeType,
    iops: Type.Optional(Type.Integer()),
    throughput: Type.Optional(Type.Integer({ description: 'MiB/s.' })),
    encrypted: Type.Boolean(),
    snapshotId: Type.Optional(Type.String({ description: 'What it was made from.' })),
    createTime: Time,
    deletionTime: Type.Optional(Time),
    attachments: Type.Array(
      Type.Object({
        instanceId: Type.String(),
        device: Type.String(),
        deleteOnTermination: Type.Boolean(),
        attachTime: Time,
      }),
      { description: 'One at most.' },
    ),
    tags: Tags,
    revision: Type.Integer({ description: 'Of the volume’s stream; the ETag.' }),
  }),
);
