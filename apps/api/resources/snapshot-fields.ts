import { Type } from 'typebox';
import { nameSchema } from '../http/named-schemas';
import { AccountId, Tags, Time } from './fields';

export const SnapshotIdParams = Type.Object({
  snapshotId: Type.String({ format: 'snapshot-id', examples: ['snap-0abcdef1234567890'] }),
});

export const SnapshotLifecycle = Type.Enum(['pending', 'completed', 'failed', 'deleted']);

export const Snapshot = nameSchema(
  'Snapshot',
  Type.Object({
    snapshotId: Type.String(),
    ownerId: AccountId,
    region: Type.String(),
    state: SnapshotLifecycle,
    stateMessage: Type.Optional(Type.String({ description: 'Why it failed.' })),
    volumeId: Type.Optional(Type.String({ description: 'What it was made from.' })),
    sourceSnapshotId: Type.Optional(Type.String({ description: 'The snapshot that it was copied from.' })),
    volumeSize: Type.Integer({ description: 'GiB.' }),
    encrypted: Type.Boolean(),
    description: Type.Optional(Type.String()),
    startTime: Time,
    completionTime: Type.Optional(Time),
    deletionTime: Type.Optional(Time),
    tags: Tags,
    revision: Type.Integer({ description: 'Of the snapshot’s stream; the ETag.' }),
  }),
);
