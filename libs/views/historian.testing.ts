import { serviceTokens } from '#access';
import {
  families,
  ImageAdoptionProcess,
  ImageDeregistrationProcess,
  images,
  instances,
  ResourceAdoption,
  snapshots,
  volumes,
  type InstanceCommand,
  type Observation,
  type SnapshotCommand,
  type VolumeCommand,
} from '#machine-images';
import { wish } from '../../test/support/ledger';
import { OWNER, type ViewedLedger } from '../../test/support/viewed-ledger';
import { seen } from '../machine-images/image/adoption.testing';
import { finish, toBeMade } from '../machine-images/image/image.testing';
import { reserve, recordLaunch, release, replaceTags } from '../machine-images/instance/instance.testing';
import { failed, replaced, requested } from '../machine-images/instance/replacement.testing';
import type { Step } from './any-step.testing';

/** Takes the steps of a history, one after the other. */
export function historian(ledger: ViewedLedger): (step: Step) => Promise<unknown> {
  const imageIds: string[] = [];
  const deregistration = new ImageDeregistrationProcess(ledger.writePath);
  const claims = new ImageAdoptionProcess(ledger.writePath, deregistration);
  const adoption = new ResourceAdoption(ledger.writePath, claims);
  async function take(one: Step): Promise<unknown> {
    switch (one.kind) {
      case 'register':
        return imageIds.push(await ledger.register({ ownerId: one.owner, tags: one.tags }));
      case 'change':
        return ledger.change(imageOf(one), one.change, { reason: 'because' });
      case 'share':
        return ledger.share(imageOf(one), one, { reason: 'because' });
      case 'offer':
        return ledger.change(imageOf(one), {
          type: 'ChangeLaunchPermissions',
          add: [{ userId: one.account, requiresAcceptance: true }],
          remove: [],
        });
      case 'answer': {
        const by = { account: one.account, administrator: false };
        const imageId = imageOf(one);
        const command = { type: 'AnswerLaunchPermission', imageId, by, at: new Date() } as const;
        return ledger.writePath.execute(images, imageId, { ...command, decision: one.decision }, wish());
      }
      case 'expire':
        return expire(imageOf(one));
      case 'deregister':
        return ledger.deregister(imageOf(one));
      case 'restore':
        return ledger.restore(imageOf(one));
      case 'retain':
        return ledger.retain({ ownerId: one.owner, days: one.days });
      case 'make':
        return imageIds.push(await make(one));
      case 'place':
      case 'leave': {
        const [organizationId = '', ...units] = one.in.split('/');
        if (one.kind === 'leave') return ledger.leave(one.account, organizationId);
        return ledger.place(one.account, organizationId, units.join('/') || undefined);
      }
      case 'family':
        return ledger.writePath.execute(unconsulted, one.id, { ...one.command, ...one.id }, wish());
      case 'issue':
      case 'revoke':
        return ledger.writePath.execute(serviceTokens, `token-${one.token}`, tokenCommand(one), wish());
      case 'replace':
        return ledger.record(`instance-i-${one.number}`, ...replacementOf(one));
      case 'adopt':
        return adoption.adopt(sightOf(one), new Date(), wish(), {});
      case 'instance':
        return ledger.writePath.execute(instances, `i-${one.number}`, instanceCommand(one), wish());
      case 'volume':
        return ledger.writePath.execute(volumes, `vol-${one.number}`, volumeCommand(one), wish());
      case 'snapshot':
        return ledger.writePath.execute(snapshots, `snap-${one.number}`, snapshotCommand(one), wish());
    }
  }

  const imageOf = ({ image: index }: { image: number }): string =>
    imageIds[index % imageIds.length] ?? 'ami-0';
  /** Announces the end of whatever ends by itself, as if it had come. */
  async function expire(imageId: string): Promise<void> {
    const { state } = await ledger.writePath.load(images, imageId);
    if (state.kind === 'unknown') return;
    for (const { principal, expiresAt } of state.launchPermissions.values()) {
      if (expiresAt === undefined) continue;
      const command = {
        type: 'ExpireLaunchPermission',
        imageId,
        principal,
        expiresAt,
        at: expiresAt,
      } as const;
      await ledger.writePath.execute(images, imageId, command, wish());
    }
  }
  /** An image of an instance or of another image, which the provider makes, or does not. */
  async function make({ number, cause }: { number: number; cause: string | undefined }): Promise<string> {
    const imageId = `ami-made-${number}`;
    const origin = cause === undefined ? copyOf(imageId) : toBeMade().origin;
    const image = { ...toBeMade(origin), imageId, ownerId: OWNER };
    const command = { type: 'CreateImage', registration: image } as const;
    await ledger.writePath.execute(images, imageId, command, wish());
    await ledger.writePath.execute(images, imageId, { ...finish(cause), imageId }, wish());
    return imageId;
  }

  /** What a random history asks for is often refused, and then nothing happens. */
  return (step) =>
    take(step).catch((error: unknown) => {
      const isRefusal =
        error instanceof Error && ('code' in error || error.message === 'nothing was recorded');
      if (!isRefusal) throw error;
    });
}

/** Families whose images nobody asks about. */
const { consult: _, ...unconsulted } = families;

/** The same few resources as everybody else uses, now so and now otherwise. */
function sightOf({ number, then }: { number: number; then: number }): Observation {
  const place = { ownerId: OWNER, region: 'us-east-1', tags: { seen: String(then) } };
  const isOther = then > 3;
  const [ami, snap, vol, i] = ['ami', 'snap', 'vol', 'i'].map((prefix) => `${prefix}-${number}`) as Ids;
  const attachment = { instanceId: i, device: '/dev/sdf', deleteOnTermination: isOther };
  const kinds: readonly Observation[] = [
    { kind: 'image', id: ami, facts: seen({ ...place, imageId: ami, isPublic: isOther }) },
    {
      kind: 'snapshot',
      id: snap,
      facts: { ...place, snapshotId: snap, volumeSize: 8, encrypted: false, state: 'completed' },
    },
    {
      kind: 'volume',
      id: vol,
      facts: {
        ...{ ...place, volumeId: vol, size: 8 + then, volumeType: 'gp2', encrypted: false },
        state: 'available',
        ...(isOther ? { attachment } : {}),
      },
      unkept: [],
    },
    {
      kind: 'instance',
      id: i,
      facts: { ...place, instanceId: i, imageId: ami, state: isOther ? 'stopped' : 'running' },
    },
  ];
  return kinds[then % kinds.length] ?? kinds[0]!;
}
type Ids = [string, string, string, string];

/** In progress, succeeded or failed: as events, past every decision. */
const replacementOf = ({ number, task, end }: { number: number; task: number; end: number }) => {
  const of = { instanceId: `i-${number}`, replaceRootVolumeTaskId: `replacevol-${number}-${task}` };
  const ends = [replaced(of), failed('no room', of)];
  return [requested(of), ...ends.slice(end, end + 1)];
};
const copyOf = (imageId: string) => ({ kind: 'copy', imageId, region: 'eu-central-1' }) as const;
const tokenCommand = ({ kind, token: number }: { kind: 'issue' | 'revoke'; token: number }) => {
  const tokenId = `token-${number}`;
  const issue = { tokenId, account: OWNER, subject: 's', roles: [], tokenHash: tokenId };
  return kind === 'issue'
    ? ({ type: 'IssueServiceToken', issue, at: new Date() } as const)
    : ({ type: 'RevokeServiceToken', tokenId } as const);
};
const by = { account: OWNER, administrator: true };
const home = { ownerId: OWNER, region: 'us-east-1', encrypted: false, tags: {} };
const instanceCommand = ({ number, then }: { number: number; then: number }): InstanceCommand => {
  const on = { instanceId: `i-${number}`, by };
  const reservation = { instanceId: on.instanceId };
  const commands: readonly InstanceCommand[] = [
    { type: 'StopInstance', ...on },
    { ...reserve(reservation, by), ...on },
    release(reservation),
    { ...replaceTags({ team: String(number) }, by), ...on },
    recordLaunch({ instanceId: on.instanceId }),
  ];
  return commands[then] ?? { type: number === 3 ? 'TerminateInstance' : 'StartInstance', ...on };
};
const volumeCommand = ({ number, then }: { number: number; then: number }): VolumeCommand => {
  const volumeId = `vol-${number}`;
  const at = { volumeId, by, instanceId: 'i-1', zone: 'us-east-1a' };
  const create = {
    ...home,
    volumeId,
    zone: 'us-east-1a',
    size: 8,
    volumeType: 'gp3',
    snapshotId: 'snap-0',
  } as const;
  return (
    (
      [
        { type: 'AttachVolume', ...at, device: '/dev/sdf', deleteOnTermination: true },
        { type: 'DetachVolume', ...at },
        { type: 'DeleteVolume', volumeId, by },
        { type: 'ReplaceVolumeTags', volumeId, by, tags: { team: String(number) } },
      ] as const
    )[then] ?? { type: 'CreateVolume', volume: create }
  );
};
const snapshotCommand = ({ number, then }: { number: number; then: number }): SnapshotCommand => {
  const snapshotId = `snap-${number}`;
  const sourced = number === 3 ? { sourceSnapshotId: 'snap-1', createdFor: { imageId: 'ami-1' } } : {};
  const create = { ...home, ...sourced, snapshotId, volumeSize: 8 };
  return (
    (
      [
        { type: 'CompleteSnapshot', snapshotId, providerId: 'theirs' },
        { type: 'DeleteSnapshot', snapshotId, by },
        { type: 'HoldSnapshot', snapshotId, imageId: 'ami-1' },
        { type: 'ReplaceSnapshotTags', snapshotId, by, tags: { team: String(number) } },
      ] as const
    )[then] ?? { type: 'CreateSnapshot', snapshot: { ...create, volumeId: 'vol-0' } }
  );
};
