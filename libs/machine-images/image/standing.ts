import type { Look } from '#event-sourcing';
import { memberships } from '../organization/membership';
import type { Standing } from '../principal';
import { hingesOnMembership } from './access';
import type { ImageState } from './state';

/** What the permissions of an image need to know of an account, read now. */
export async function standingOf(
  account: string,
  image: ImageState,
  at: Date,
  look: Look,
): Promise<Standing> {
  if (image.kind === 'unknown' || !hingesOnMembership(image, account, at)) return { account };
  return { account, ...(await look(memberships, account)) };
}
