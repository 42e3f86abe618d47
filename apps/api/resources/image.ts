import type { Outcome } from '#event-sourcing';
import {
  deprecationTimeOf,
  isRunning,
  UnknownImage,
  visibilityOf,
  type Deregistration,
  type ImageEvent,
  type ImageState,
  revocationsAt,
  type RevocationCause,
} from '#machine-images';
import type { ImageFacts, RevocationFacts } from '#views';
import type { Caller } from '../http/caller';
import type { Reply } from '../http/reply';
import type { WriteRequest } from '../http/write-request';
import { written } from '../http/written';
import { present as shown } from './present';

export type ImageOutcome = Outcome<ImageState, ImageEvent>;

/** The answer to a change of an image. */
export const writtenImage = (
  imageId: string,
  write: WriteRequest,
  outcome: ImageOutcome,
  affected?: () => Promise<object>,
): Promise<Reply<object>> =>
  written(write, outcome, {
    affected,
    answerOf: (state, revision) => imageOfState(imageId, state, revision, write.context.at),
  });

/** The image that a write left behind, as its owner sees it. Throws UnknownImage. */
export function imageOfState(imageId: string, state: ImageState, revision: number, at: Date): object {
  if (state.kind === 'unknown') throw new UnknownImage(imageId);
  const { created, lifecycle, creationDate, tags } = state;
  const { deprecateAt, deregistration, deregistrationProtection } = state;
  const { ownerId, region, name, origin, ...rest } = created;
  const { imageId: _id, description: _description, tags: _tags, family: _family, ...content } = rest;
  const visibility = visibilityOf(state, at);
  const image = {
    imageId,
    ownerId,
    region,
    name,
    description: orNull(state.description),
    state: lifecycle,
    stateMessage: orNull(state.cause),
    visibility,
    creationDate,
    adoptionTime: orNull(state.adoptionTime),
    deregistrationTime: orNull(state.deregistrationTime),
    origin,
    content,
    tags,
    revision,
    deprecateAt: orNull(deprecateAt),
    replacement: orNull(state.replacement),
    ...retained(deregistration),
    deprecationTime: orNull(
      deprecationTimeOf({ deprecateAt, isPublic: visibility === 'public', creationDate }),
    ),
    deregistrationProtection,
    cooldownEndTime: orNull(state.cooldownEndTime),
    revocations: revocationsAt(state, at).map(({ cause, since }) => factsOf(cause, since)),
    scheduledRevocation: state.scheduledRevocation
      ? factsOf(state.scheduledRevocation.cause, state.scheduledRevocation.revokeAt)
      : null,
    revokedAncestors: state.revokedAncestors,
  };
  return present(image, at);
}

/** Of the reason, only the event speaks. */
const factsOf = (cause: RevocationCause, since: Date): RevocationFacts => ({
  cause,
  since: since.toISOString(),
  reason: null,
});

/** As a row has it. */
const orNull = <T>(value: T | undefined): T | null => value ?? null;

const retained = (
  deregistration: Deregistration | undefined,
): Pick<ImageFacts, 'retainedUntil' | 'retentionRuleId'> => {
  const retention = deregistration?.retention;
  return retention === undefined
    ? { retainedUntil: null, retentionRuleId: null }
    : { retainedUntil: new Date(retention.retainedUntil), retentionRuleId: retention.ruleId };
};

/** Tags are the owner's, and so is what is to come: whoever may merely launch the image does not see them. */
export const imageOfRow = (row: ImageFacts, { account, mayReadAll }: Caller, at: Date): object => {
  const shown = present(row, at);
  if (mayReadAll || row.ownerId === account) return shown;
  const {
    tags: _tags,
    replacement: _instead,
    scheduledRevocation: _scheduled,
    revokedAncestors: _warnings,
    ...others
  } = shown;
  return others;
};

export const imageLocation = (imageId: string): string => `/v1/images/${imageId}`;

/** What takes effect by itself is shown as it is at a time. */
function present(image: ImageFacts, at: Date): Record<string, unknown> {
  const { rootDeviceType, ...content } = image.content;
  const { creationDate, deprecationTime, description, tags, revision } = image;
  return {
    imageId: image.imageId,
    ownerId: image.ownerId,
    region: image.region,
    ...(image.name === '' ? {} : { name: image.name }),
    ...(description === null ? {} : { description }),
    state: image.state,
    ...(image.stateMessage === null ? {} : { stateReason: { message: image.stateMessage } }),
    visibility: image.visibility,
    public: image.visibility === 'public',
    creationDate: creationDate.toISOString(),
    ...shownTimes(image),
    deprecated: deprecationTime !== null && deprecationTime <= at,
    ...shownProtection(image, at),
    ...shownRevocations(image),
    origin: image.origin,
    rootDeviceType,
    ...shownContent(content),
    ...ownersOnly(image, at),
    tags,
    revision,
  };
}

const shownTimes = (image: ImageFacts): object =>
  shown({
    adoptionTime: image.adoptionTime,
    deregistrationTime: image.deregistrationTime,
    retainedUntil: image.retainedUntil,
    retentionRuleId: image.retentionRuleId,
    deprecationTime: image.deprecationTime,
  });

/** What nobody said of an adopted image is left out. */
const shownContent = ({
  rootDeviceName,
  ...content
}: Omit<ImageFacts['content'], 'rootDeviceType'>): object =>
  rootDeviceName === '' ? content : { ...content, rootDeviceName };

function shownProtection({ deregistrationProtection, cooldownEndTime }: ImageFacts, at: Date): object {
  return isRunning(cooldownEndTime ?? undefined, at)
    ? { deregistrationProtection, cooldownEndTime: cooldownEndTime?.toISOString() }
    : { deregistrationProtection };
}

function shownRevocations({ revocations }: ImageFacts): object {
  return revocations.length === 0
    ? { revoked: false }
    : { revoked: true, revocations: revocations.map(shownRevocation) };
}

/** What is to come, and what its owner is warned of, is for the owner to know. */
function ownersOnly(image: ImageFacts, at: Date): object {
  const { replacement, scheduledRevocation: scheduled, revokedAncestors } = image;
  const isToCome = scheduled !== null && new Date(scheduled.since) > at;
  return {
    ...(replacement === null ? {} : { replacement }),
    ...(isToCome ? { scheduledRevocation: shownSchedule(scheduled) } : {}),
    ...(revokedAncestors.length === 0 ? {} : { revokedAncestors }),
  };
}

const shownSchedule = ({ since: revokeAt, ...scheduled }: RevocationFacts): object => {
  const { since: _, ...shown } = shownRevocation({ ...scheduled, since: revokeAt });
  return { ...shown, revokeAt };
};

const shownRevocation = ({ reason, ...revocation }: RevocationFacts): Partial<RevocationFacts> =>
  reason === null ? revocation : { ...revocation, reason };
