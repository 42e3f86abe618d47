import { Type, type TSchema } from 'typebox';
import { Tags } from './fields';
import { BlockDeviceMapping, IMAGE_STATES, LaunchGrant } from './image-fields';

const change = (value: TSchema): TSchema => Type.Object({ from: value, to: value });

/** What differs between two images, or between two times of one. */
export const imageDifference = {
  state: Type.Optional(change(Type.Enum([...IMAGE_STATES]))),
  launchPermissions: Type.Object({
    added: Type.Array(LaunchGrant),
    removed: Type.Array(LaunchGrant),
  }),
  tags: Type.Object({
    added: Tags,
    removed: Tags,
    changed: Type.Record(Type.String(), change(Type.String())),
  }),
  blockDeviceMappings: Type.Object({
    added: Type.Array(BlockDeviceMapping),
    removed: Type.Array(BlockDeviceMapping),
    changed: Type.Array(change(BlockDeviceMapping)),
  }),
  attributes: Type.Record(Type.String(), change(Type.Union([Type.String(), Type.Boolean(), Type.Null()])), {
    description: 'Those alone that differ, by name; null for what is not there.',
  }),
};
