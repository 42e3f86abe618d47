import type { CancelDeprecation, ScheduleDeprecation } from './commands';
import { InvalidDeprecationTime, PublicDeprecationIsFixed } from './errors';
import type { ImageEvent } from './events';
import { InvalidField } from '../identifiers';
import { imageAt, type ExistingImage } from './state';

/** In years: from now on; and from its creation, for an image that is public. */
const MOST_AHEAD = 10;
const MOST_WHILE_PUBLIC = 2;
const MINUTE = 60_000;

interface Deprecated {
  /** What was asked for. */
  readonly deprecateAt: Date | undefined;
  readonly isPublic: boolean;
  readonly creationDate: Date;
}

/**
 * From when on an image is deprecated. It is so by itself once that time has come: hidden from the lists of others,
 * and still launched by those who may. What is public is deprecated two years after its creation, or earlier.
 */
export function deprecationTimeOf({ deprecateAt, isPublic, creationDate }: Deprecated): Date | undefined {
  if (!isPublic) return deprecateAt;
  const last = yearsAfter(creationDate, MOST_WHILE_PUBLIC);
  return deprecateAt === undefined || deprecateAt > last ? last : deprecateAt;
}

export function scheduleDeprecation(
  { imageId, deprecateAt, replacement, at }: ScheduleDeprecation,
  image: ExistingImage,
): readonly ImageEvent[] {
  const asked = minuteOf(deprecateAt);
  const isAtThatTime = asked.getTime() === image.deprecateAt?.getTime();
  if (isAtThatTime && replacement === image.replacement) return [];
  if (!isAtThatTime) checkMove(deprecateAt, at, image);
  if (replacement === imageId) throw new InvalidField('another image takes its place', '/replacement');
  const named = replacement === undefined ? {} : { replacement };
  return [
    { type: 'ImageDeprecationScheduled', data: { imageId, deprecateAt: asked.toISOString(), ...named } },
  ];
}

/** Whether it is deprecated at a time. */
export function isDeprecatedAt(recorded: ExistingImage, at: Date): boolean {
  const { deprecateAt, creationDate, launchPermissions } = imageAt(recorded, at);
  const time = deprecationTimeOf({ deprecateAt, isPublic: launchPermissions.has('all'), creationDate });
  return time !== undefined && time <= at;
}

export function cancelDeprecation(
  { imageId }: CancelDeprecation,
  image: ExistingImage,
): readonly ImageEvent[] {
  if (image.deprecateAt === undefined) return [];
  if (isPublic(image) && isLater(undefined, image)) throw new PublicDeprecationIsFixed(imageId);
  return [{ type: 'ImageDeprecationCancelled', data: { imageId } }];
}

function checkMove(deprecateAt: Date, at: Date, image: ExistingImage): void {
  checkTime(deprecateAt, at, image);
  if (isPublic(image) && isLater(minuteOf(deprecateAt), image))
    throw new PublicDeprecationIsFixed(image.created.imageId);
}

function checkTime(deprecateAt: Date, at: Date, image: ExistingImage): void {
  if (Number.isNaN(deprecateAt.getTime())) throw new InvalidDeprecationTime('it is not a time');
  if (deprecateAt < at) throw new InvalidDeprecationTime('it is in the past');
  if (deprecateAt > yearsAfter(at, MOST_AHEAD))
    throw new InvalidDeprecationTime(`it is more than ${MOST_AHEAD} years ahead`);
  if (isPublic(image) && deprecateAt > yearsAfter(image.creationDate, MOST_WHILE_PUBLIC))
    throw new InvalidDeprecationTime(
      `it is more than ${MOST_WHILE_PUBLIC} years after the creation of a public image`,
    );
}

const isPublic = ({ launchPermissions }: ExistingImage): boolean => launchPermissions.has('all');

/** Whether a public image would be deprecated later than it is now. */
function isLater(deprecateAt: Date | undefined, { creationDate, ...image }: ExistingImage): boolean {
  const [then, now] = [deprecateAt, image.deprecateAt].map((asked) =>
    Number(deprecationTimeOf({ deprecateAt: asked, isPublic: true, creationDate })),
  ) as [number, number];
  return then > now;
}

/** EC2 rounds to the minute. */
export const minuteOf = (time: Date): Date => new Date(Math.round(time.getTime() / MINUTE) * MINUTE);

function yearsAfter(time: Date, years: number): Date {
  const later = new Date(time);
  later.setUTCFullYear(later.getUTCFullYear() + years);
  return later;
}
