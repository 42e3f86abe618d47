import type { DisableDeregistrationProtection, EnableDeregistrationProtection } from './commands';
import { ImageIsProtected } from './errors';
import type { ImageEvent } from './events';

const DAY = 86_400_000;

export type DeregistrationProtection = 'disabled' | 'enabled' | 'enabled-with-cooldown';

/** Whether an image may be deregistered. */
export interface Protected {
  readonly deregistrationProtection: DeregistrationProtection;
  /** Until then it may not, even without protection. */
  readonly cooldownEndTime: Date | undefined;
}

export const unprotected: Protected = { deregistrationProtection: 'disabled', cooldownEndTime: undefined };

type ProtectionEvent = Extract<ImageEvent, { type: `DeregistrationProtection${string}` }>;

/**
 * Giving up a protection with a cooldown starts the cooldown, also by enabling one without: nobody gets around it by
 * taking two steps instead of one.
 */
export function protectionAfter(image: Protected, event: ProtectionEvent, recordedAt: Date): Protected {
  const deregistrationProtection = protectionBy(event);
  const had = image.deregistrationProtection === 'enabled-with-cooldown';
  const givesUp = had && deregistrationProtection !== 'enabled-with-cooldown';
  return {
    deregistrationProtection,
    cooldownEndTime: givesUp ? new Date(recordedAt.getTime() + DAY) : image.cooldownEndTime,
  };
}

export const enableProtection = (
  { imageId, withCooldown }: EnableDeregistrationProtection,
  { deregistrationProtection }: Protected,
): readonly ImageEvent[] =>
  deregistrationProtection === enabled(withCooldown)
    ? []
    : [{ type: 'DeregistrationProtectionEnabled', data: { imageId, withCooldown } }];

export const disableProtection = (
  { imageId }: DisableDeregistrationProtection,
  { deregistrationProtection }: Protected,
): readonly ImageEvent[] =>
  deregistrationProtection === 'disabled'
    ? []
    : [{ type: 'DeregistrationProtectionDisabled', data: { imageId } }];

/** Throws ImageIsProtected. */
export function refuseProtected(
  { deregistrationProtection, cooldownEndTime }: Protected,
  imageId: string,
  at: Date,
): void {
  if (deregistrationProtection !== 'disabled') throw new ImageIsProtected(imageId, undefined);
  if (isRunning(cooldownEndTime, at)) throw new ImageIsProtected(imageId, cooldownEndTime);
}

/** A cooldown ends by itself. */
export const isRunning = (cooldownEndTime: Date | undefined, at: Date): cooldownEndTime is Date =>
  cooldownEndTime !== undefined && at < cooldownEndTime;

const enabled = (withCooldown: boolean): DeregistrationProtection =>
  withCooldown ? 'enabled-with-cooldown' : 'enabled';

function protectionBy(event: ProtectionEvent): DeregistrationProtection {
  switch (event.type) {
    case 'DeregistrationProtectionEnabled':
      return enabled(event.data.withCooldown);
    case 'DeregistrationProtectionDisabled':
      return 'disabled';
  }
}
