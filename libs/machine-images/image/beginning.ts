import { unprotected } from './deregistration-protection';
import type { ImageAdoptedData } from './events';
import { noPermissions } from './permissions-of-image';
import type { ExistingImage, ImageBeginning } from './state';

/** It begins with its adoption, and was made when it says. */
export const adopted = (
  { state, cause, name = '', rootDeviceName = '', rootDeviceType = 'ebs', ...data }: ImageAdoptedData,
  adoptionTime: Date,
): ExistingImage => {
  const { creationDate, ...rest } = data;
  const madeAt = creationDate === undefined ? adoptionTime : new Date(creationDate);
  return {
    ...created({ ...rest, name, rootDeviceName, rootDeviceType }, madeAt),
    lifecycle: state,
    adoptionTime,
    ...(cause === undefined ? {} : { cause }),
  };
};

export const created = (data: ImageBeginning, creationDate: Date): ExistingImage => ({
  kind: 'existing',
  lifecycle: 'pending',
  created: data,
  creationDate,
  changedAt: creationDate,
  ...(data.description === undefined ? {} : { description: data.description }),
  tags: data.tags,
  ...noPermissions,
  deprecateAt: undefined,
  replacement: undefined,
  restorations: [],
  revocations: [],
  scheduledRevocation: undefined,
  endedCascades: [],
  revokedAncestors: [],
  ...unprotected,
});
