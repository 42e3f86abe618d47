import {
  images,
  type ImageChange,
  type ImageEvent,
  type LaunchPrincipal,
  type RollbackGoal,
} from '../../libs/machine-images';
import { organizationArn, unitArn } from '../support/organization';
import { rollbackAt } from './apply-to-image';
import type { Request, Simulation } from './simulation';
import type { ImageWish } from './wishes';
import type { Chronicle } from './world';

interface Asking {
  readonly wish: ImageWish;
  readonly imageId: string;
  readonly account: string;
  readonly chronicle: Chronicle;
}

/** As the API names whom `all`, an account, `o-…` or `o-…/ou-…` is. */
export function principalOf(name: string): LaunchPrincipal {
  if (name === 'all') return { group: 'all' };
  const [id = '', unit] = name.split('/');
  if (!id.startsWith('o-')) return { userId: name };
  return unit === undefined
    ? { organizationArn: organizationArn(id) }
    : { organizationalUnitArn: unitArn(id, unit) };
}

/** A wish as the API would hand it on. */
export function imageRequest(ledger: Simulation, asking: Asking): Request {
  const { wish, imageId, account } = asking;
  const by = { account, administrator: false };
  switch (wish.kind) {
    case 'deregister':
      return async (context, options) => {
        const how = { deleteAssociatedSnapshots: false, at: context.at };
        const command = { type: 'DeregisterImage', imageId, by, ...how } as const;
        return (await ledger.deregistration.deregister(command, context, options)).outcome;
      };
    case 'restore':
      return (context, options) => {
        const command = { type: 'RestoreImage', imageId, by, at: context.at } as const;
        return ledger.restoration.restore(command, context, options);
      };
    case 'roll-back':
    case 'undo': {
      const goal = goalOf(ledger, wish, asking);
      return async (context, options) => {
        const to = await goal();
        const command = { type: 'RollBackImage', imageId, by, to, at: context.at } as const;
        return ledger.writePath.execute(images, imageId, command, context, options);
      };
    }
    case 'describe':
    case 'tag':
    case 'share':
    case 'answer':
    case 'deprecate':
    case 'undeprecate':
    case 'disable':
    case 'enable':
    case 'protect':
    case 'unprotect':
    case 'revoke':
    case 'reinstate':
      return (context, options) => {
        const command = { ...changeOf(wish, context.at), imageId, by, at: context.at } as ImageChange;
        return ledger.writePath.execute(images, imageId, command, context, options);
      };
  }
}

type PlainWish = Exclude<ImageWish, { kind: 'deregister' | 'restore' | 'roll-back' | 'undo' }>;
type Unnamed<Change> = Change extends ImageChange ? Omit<Change, 'imageId' | 'by' | 'at'> : never;

function changeOf(wish: PlainWish, at: Date): Unnamed<ImageChange> {
  switch (wish.kind) {
    case 'describe':
      return { type: 'DescribeImage', description: wish.description };
    case 'tag':
      return { type: 'ReplaceTags', tags: wish.tags };
    case 'share':
      return {
        type: 'ChangeLaunchPermissions',
        add: wish.add.map(({ principal, lasts, ...terms }) => ({
          ...principalOf(principal),
          ...(lasts === undefined ? {} : { expiresAt: new Date(at.getTime() + lasts) }),
          ...terms,
        })),
        remove: wish.remove.map(principalOf),
      };
    case 'answer':
      return { type: 'AnswerLaunchPermission', decision: wish.decision };
    case 'deprecate':
      return { type: 'ScheduleDeprecation', deprecateAt: new Date(at.getTime() + wish.ahead) };
    case 'undeprecate':
      return { type: 'CancelDeprecation' };
    case 'disable':
      return { type: 'DisableImage' };
    case 'enable':
      return { type: 'EnableImage', restorePermissions: wish.restorePermissions };
    case 'protect':
      return { type: 'EnableDeregistrationProtection', withCooldown: wish.withCooldown };
    case 'unprotect':
      return { type: 'DisableDeregistrationProtection' };
    case 'revoke':
      return { type: 'RevokeImage', channels: wish.channels, ...dueIn(wish, at) };
    case 'reinstate':
      return { type: 'ReinstateImage' };
  }
}

const dueIn = ({ ahead }: Extract<ImageWish, { kind: 'revoke' }>, at: Date) =>
  ahead === undefined ? {} : { revokeAt: new Date(at.getTime() + ahead) };

/** When the world was as a roll-back wants it. */
export const momentOf = ({ moments }: Chronicle, moment: number): number =>
  moments.at(-1 - (moment % moments.length))?.at ?? 0;

const isRollback = ({ type }: ImageEvent): boolean => type === 'ImageRolledBack';

/** What is named is named when it is asked for; what that was is read whenever it is decided. */
function goalOf(
  { writePath }: Simulation,
  wish: Extract<ImageWish, { kind: 'roll-back' | 'undo' }>,
  { imageId, chronicle }: Asking,
): () => Promise<RollbackGoal> {
  if (wish.kind === 'roll-back') {
    const asOf = new Date(momentOf(chronicle, wish.moment));
    return async () => {
      const { state: earlier } = await writePath.loadAsOf(images, imageId, asOf);
      return { asOf, include: wish.include, earlier };
    };
  }
  const image = chronicle.now.images[imageId];
  const undo = (image && rollbackAt(image, wish.rollback)?.id) ?? 'no rollback';
  return async () => {
    const found = await writePath.loadBefore(images, imageId, undo, isRollback);
    if (found?.event.type !== 'ImageRolledBack') return { undo };
    return { undo, undone: { include: found.event.data.include, earlier: found.before.state } };
  };
}
