import type { AnswerLaunchPermission } from './commands';
import { AcceptanceNotRequired, NotSharedByName } from './errors';
import type { ImageEvent } from './events';
import { endIn } from './launch-grant';
import { grantTo } from './permissions-of-image';
import type { ExistingImage, ImageState } from './state';

/** An account speaks for what names it, and for nothing that it gets as one of many. EC2: CancelImageLaunchPermission. */
export function answer(
  { imageId, by: { account }, decision }: AnswerLaunchPermission,
  image: ExistingImage,
): readonly ImageEvent[] {
  const grant = grantTo(image, account);
  if (grant === undefined) {
    if (decision === 'leave' && image.left.has(account)) return [];
    throw new NotSharedByName(imageId);
  }
  const data = { imageId, principal: { userId: account }, ...endIn(grant) };
  switch (decision) {
    case 'accept':
      return image.launchPermissions.has(account) ? [] : [{ type: 'LaunchPermissionAccepted', data }];
    case 'reject':
      if (grant.requiresAcceptance !== true) throw new AcceptanceNotRequired(imageId);
      return image.offers.get(account)?.isRejected === true
        ? []
        : [{ type: 'LaunchPermissionRejected', data }];
    case 'leave':
      return [{ type: 'LaunchPermissionLeft', data: { imageId, principal: data.principal } }];
  }
}

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
