import { resourceIdOf } from '../../libs/event-sourcing';
import {
  families,
  memberships,
  retentionRules,
  settings,
  type FamilyCommand,
  type ImageRegistration,
  type MembershipCommand,
  type SettingsCommand,
} from '../../libs/machine-images';
import { announceDue } from './announcements';
import type { Answer, Request, Simulation } from './simulation';
import type { FamilyWish, Wish } from './wishes';

export const REGION = 'us-east-1';

interface Asking {
  readonly wish: Exclude<Wish, { kind: 'image' }>;
  readonly imageId: string;
  readonly account: string;
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
export function request(ledger: Simulation, { wish, imageId, account }: Asking): Request {
  const { writePath } = ledger;
  switch (wish.kind) {
    case 'register':
      return (context, options) =>
        ledger.registration.register(registrationOf(wish, imageId), context, options);
    case 'family': {
      const { owner: ownerId, name } = wish;
      return (context, options) => {
        const command = familyCommand(wish, { imageId, account, at: context.at });
        return writePath.execute(families, { ownerId, name }, command, context, options);
      };
    }
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
