import { Type, type Static } from 'typebox';
import type { Principal, Reinstated, Revoked, WishedRevocation } from '#machine-images';
import { Reason } from '../http/endpoint';
import { Reply } from '../http/reply';
import type { WriteRequest } from '../http/write-request';
import { Time } from './fields';
import { writtenImage } from './image';
import { Image } from './image-fields';
import { shownReinstatement, shownRevocation } from './revocation-plan';

export const RevocationBody = Type.Object(
  {
    reason: Reason,
    channels: Type.Optional(
      Type.Enum(['move', 'keep'], {
        description:
          'What becomes of the channels that point at it: by default they move back to their last good version.',
      }),
    ),
    cascade: Type.Optional(
      Type.Boolean({
        description:
          'Revoke with it every image of the same account that came of it, at any depth, and those that will; for a platform administrator, of every account.',
      }),
    ),
    revokeAt: Type.Optional({
      ...Time,
      description:
        'Not now: it takes effect by itself at this time. Sent again, it replaces what was said before; a reinstatement cancels it.',
    }),
  },
  { additionalProperties: false },
);

export type RevocationWish = Static<typeof RevocationBody>;

export const wishOf = (
  { channels = 'move', cascade = false, revokeAt }: RevocationWish,
  by: Principal,
): WishedRevocation => ({
  ...{ by, channels, cascade },
  ...(revokeAt === undefined ? {} : { revokeAt: new Date(revokeAt) }),
});

export const RevokedImage = Type.Object({
  ...Image.properties,
  warnings: Type.Optional(
    Type.Array(Type.Object({ code: Type.String(), message: Type.String() }), {
      description: 'Images of other accounts that came of it are not revoked; their owners are warned.',
    }),
  ),
});

export const ReinstatementBody = Type.Object(
  {
    reason: Type.Optional(Reason),
    undo: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description:
          'The correlation id of a cascade that began at the image: exactly what it did is taken back. By default, what was revoked or scheduled by hand is.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** The answer to a revocation: the image, or what would become of it and of what hangs on it. */
export async function writtenRevocation(
  write: WriteRequest,
  { imageId, outcome, plan, imagesOfOthers }: Revoked,
): Promise<Reply<object>> {
  const { body, headers } = await writtenImage(imageId, write, outcome);
  if (write.options.dryRun === true && plan !== undefined)
    return new Reply({ ...body, plan: shownRevocation(plan) });
  return imagesOfOthers === 0
    ? new Reply(body, headers)
    : new Reply({ ...body, warnings: [leftAlone(imagesOfOthers)] }, headers);
}

const leftAlone = (count: number): object => ({
  code: 'images-of-other-accounts',
  message: `${count} images of other accounts came of it: they are not revoked, and their owners are warned`,
});

/** The answer to a reinstatement: the image, or what the undoing of a cascade would take back. */
export async function writtenReinstatement(
  write: WriteRequest,
  { imageId, outcome, plan }: Reinstated,
): Promise<Reply<object>> {
  const { body, headers } = await writtenImage(imageId, write, outcome);
  return write.options.dryRun === true && plan !== undefined
    ? new Reply({ ...body, plan: shownReinstatement(plan) })
    : new Reply(body, headers);
}
