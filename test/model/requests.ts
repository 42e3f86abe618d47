import { resourceIdOf } from '../../libs/event-sourcing';
import {
  families,
  memberships,
  pathOf,
  retentionRules,
  settings,
  type FamilyCommand,
  type FamilyEvent,
  type FamilyId,
  type ImageRegistration,
  type MembershipCommand,
  type SettingsCommand,
  type UndoneChannelRollback,
} from '../../libs/machine-images';
import { announceDue } from './announcements';
import { channelRollbackAt } from './apply-to-family';
import type { Answer, Request, Simulation } from './simulation';
import type { FamilyWish, Wish } from './wishes';
import type { Chronicle } from './world';

export const REGION = 'us-east-1';

interface Asking {
  readonly wish: Exclude<Wish, { kind: 'image' }>;
  readonly imageId: string;
  readonly account: string;
  readonly chronicle: Chronicle;
}

/** What an image is that never changes. */
export const contentOf = (imageId: string) => ({
  architecture: 'x86_64' as const,
  virtualizationType: 'hvm' as const,
  rootDeviceName: '/dev/sda1',
  blockDeviceMappings: [{ deviceName: '/dev/sda1', ebs: { snapshotId: resourceIdOf('snap', imageId) } }],
});

const nothing: Promise<Answer> = Promise.resolve({ events: [] });

/** A wish as the API would hand it on. */
export function request(ledger: Simulation, asking: Asking): Request {
  const { wish, imageId } = asking;
  const { writePath } = ledger;
  switch (wish.kind) {
    case 'register':
      return (context, options) =>
        ledger.registration.register(registrationOf(wish, imageId), context, options);
    case 'family':
      return familyRequest(ledger, wish, asking);
    case 'block-public-access':
    case 'allow-images': {
      const id = { account: wish.account, region: REGION };
      const command = { ...settingsCommand(wish), ...id };
      return (context, options) => writePath.execute(settings, id, command, context, options);
    }
    case 'retain':
      return (context, options) => {
        const id = { ownerId: wish.account, region: REGION };
        const retentionPeriod = { unit: 'days', value: wish.days } as const;
        const named = { ...id, ruleId: context.correlationId };
        const rule = { ...named, resourceType: 'image', retentionPeriod, resourceTags: [] } as const;
        return writePath.execute(retentionRules, id, { type: 'CreateRetentionRule', rule }, context, options);
      };
    case 'place':
    case 'leave': {
      const command = membershipCommand(wish);
      return (context, options) => writePath.execute(memberships, wish.account, command, context, options);
    }
    case 'announce':
      return (_, { dryRun = false }) => (dryRun ? nothing : announceDue(ledger));
  }
}

const registrationOf = (
  { owner, name, description, tags }: Extract<Wish, { kind: 'register' }>,
  imageId: string,
): ImageRegistration => ({
  imageId,
  ownerId: owner,
  region: REGION,
  name,
  origin: { kind: 'snapshots' },
  content: contentOf(imageId),
  tags,
  ...(description === undefined ? {} : { description }),
});

function familyRequest(
  { writePath }: Simulation,
  wish: Extract<Wish, { kind: 'family' }>,
  { imageId, account, chronicle }: Asking,
): Request {
  const { owner: ownerId, name, change } = wish;
  const id = { ownerId, name };
  const undone =
    change.kind === 'undo-channel' ? undoneRollback(writePath, id, change, chronicle) : undefined;
  return async (context, options) => {
    const plain = familyCommand(wish, { imageId, account, at: context.at });
    const command = undone === undefined ? plain : { ...plain, undo: await undone() };
    return writePath.execute(families, id, command as FamilyCommand, context, options);
  };
}

/** What is named is named when it is asked for; what that was is read whenever it is decided. */
function undoneRollback(
  writePath: Simulation['writePath'],
  id: FamilyId,
  { channel, rollback }: Extract<FamilyWish, { kind: 'undo-channel' }>,
  { now }: Chronicle,
): () => Promise<UndoneChannelRollback> {
  const family = now.families[`${id.ownerId}/${id.name}`];
  const correlationId = (family && channelRollbackAt(family, channel, rollback)?.id) ?? 'no rollback';
  return async () => {
    const found = await writePath.loadBefore(families, id, correlationId, isRollback);
    if (found?.before.state.kind !== 'existing') return { correlationId };
    return { correlationId, path: pathOf(found.before.state, channel) };
  };
}

const isRollback = ({ type }: FamilyEvent): boolean => type === 'ChannelRolledBack';

function familyCommand(
  { owner: ownerId, name, change }: Extract<Wish, { kind: 'family' }>,
  { imageId, account, at }: { imageId: string; account: string; at: Date },
): FamilyCommand {
  const id = { ownerId, name };
  if (change.kind === 'create-family') return { type: 'CreateFamily', ...id, ...described(change) };
  const by = { account, administrator: false };
  switch (change.kind) {
    case 'publish':
      return { type: 'PublishImageVersion', ...id, by, at, imageId };
    case 'promote':
      return { type: 'PromoteChannel', ...id, by, at, channel: change.channel, version: change.version };
    case 'undo-channel':
      return { type: 'RollBackChannel', ...id, by, at, channel: change.channel };
    case 'roll-back-channel': {
      const to = change.to === undefined ? {} : { to: change.to };
      return { type: 'RollBackChannel', ...id, by, at, channel: change.channel, ...to };
    }
  }
}

const described = ({ description }: Extract<FamilyWish, { kind: 'create-family' }>) =>
  description === undefined ? {} : { description };

type SettingsWish = Extract<Wish, { kind: 'block-public-access' | 'allow-images' }>;

function settingsCommand(wish: SettingsWish): SettingsCommand {
  const id = { account: wish.account, region: REGION };
  if (wish.kind === 'block-public-access') {
    const state = wish.blocked ? 'block-new-sharing' : 'unblocked';
    return { type: 'SetImageBlockPublicAccess', ...id, state };
  }
  const criteria = wish.criteria === undefined ? {} : { imageCriteria: wish.criteria };
  return { type: 'SetAllowedImages', ...id, state: wish.state, ...criteria };
}

function membershipCommand(wish: Extract<Wish, { kind: 'place' | 'leave' }>): MembershipCommand {
  const { account, organization: organizationId } = wish;
  if (wish.kind === 'leave') return { type: 'RemoveAccount', account, organizationId };
  const unit = wish.units.length === 0 ? {} : { unit: wish.units.join('/') };
  return { type: 'PlaceAccount', account, organizationId, ...unit };
}
