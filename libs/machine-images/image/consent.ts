import type { AnswerLaunchPermission } from './commands';
import { AcceptanceNotRequired, NotSharedByName } from './errors';
import type { ImageEvent } from './events';
import { endIn } from './launch-grant';
import { grantTo } from './permissions-of-image';
import type { ExistingImage, ImageState } from './state';

type Decision = AnswerLaunchPermission['decision'];

/** An account speaks for what names it, and for nothing that it gets as one of many. EC2: CancelImageLaunchPermission. */
export function answer(
  { imageId, by: { account }, decision }: AnswerLaunchPermission,
  image: ExistingImage,
): readonly ImageEvent[] {
  const grant = grantTo(image, account);
  if (grant === undefined) return refuseUnnamed(decision, imageId, image.left.has(account));
  if (decision === 'reject' && grant.requiresAcceptance !== true) throw new AcceptanceNotRequired(imageId);
  if (consentOf(image, account) === SAID[decision]) return [];
  return said(decision, { imageId, principal: { userId: account }, ...endIn(grant) }, image);
}

/** Who has left before has nothing more to leave. */
function refuseUnnamed(decision: Decision, imageId: string, hasLeft: boolean): readonly ImageEvent[] {
  if (decision === 'leave' && hasLeft) return [];
  throw new NotSharedByName(imageId);
}

function said(
  decision: Decision,
  data: { readonly imageId: string; readonly principal: { readonly userId: string } },
  { offers }: ExistingImage,
): readonly ImageEvent[] {
  const { imageId, principal } = data;
  switch (decision) {
    case 'accept':
      // Whoever was not asked has nothing to say yes to.
      return offers.has(principal.userId) ? [{ type: 'LaunchPermissionAccepted', data }] : [];
    case 'reject':
      return [{ type: 'LaunchPermissionRejected', data }];
    case 'leave':
      return [{ type: 'LaunchPermissionLeft', data: { imageId, principal } }];
  }
}

const SAID = { accept: 'accepted', reject: 'rejected', leave: 'left' } as const;

export type AccountConsent = 'not-asked' | 'pending' | 'accepted' | 'rejected' | 'left';

/** What became of what names an account. */
export function consentOf(image: ImageState, account: string): AccountConsent {
  if (image.kind === 'unknown') return 'left';
  const offer = image.offers.get(account);
  if (offer !== undefined) return offer.isRejected ? 'rejected' : 'pending';
  const grant = image.launchPermissions.get(account);
  if (grant === undefined) return 'left';
  return grant.requiresAcceptance === true ? 'accepted' : 'not-asked';
}
