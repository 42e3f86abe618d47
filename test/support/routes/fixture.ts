import type { Answer, Caller } from '../caller';
import { OWNER, registration, STRANGER, type Service } from '../service';

/** What the examples speak of. None of them changes it, so it is made once. */
export interface Fixture {
  readonly imageId: string;
  readonly instanceId: string;
  /** Attached to the instance. */
  readonly attachedVolumeId: string;
  /** Attached to nothing. */
  readonly volumeId: string;
  readonly snapshotId: string;
  readonly tokenId: string;
  readonly ruleId: string;
  /** In the Recycle Bin. */
  readonly binnedImageId: string;
  /** With two versions and a channel `prod` that was promoted through both. */
  readonly family: string;
  /** What somebody else owns, by the format of its id. */
  readonly ofOthers: Readonly<Record<string, string>>;
}

type Storage = Omit<Fixture, 'tokenId' | 'ofOthers' | keyof Kept>;
type Kept = Pick<Fixture, 'ruleId' | 'binnedImageId' | 'family'>;

/** An account that owns one of each. */
async function storageOf(owner: Caller): Promise<Storage> {
  const { imageId } = await made<{ imageId: string }>(owner.post('/v1/images', registration()));
  const launch = owner.post('/v1/instances', { imageId, instanceType: 'm7g.large' });
  const [instance] = (await made<{ instances: readonly LaunchedInstance[] }>(launch)).instances;
  const volume = owner.post('/v1/volumes', { size: 8, zone: 'us-east-1a' });
  const { volumeId } = await made<{ volumeId: string }>(volume);
  const { snapshotId } = await made<{ snapshotId: string }>(owner.post('/v1/snapshots', { volumeId }));
  return {
    imageId,
    instanceId: instance?.instanceId ?? '',
    attachedVolumeId: instance?.blockDeviceMappings[0]?.ebs.volumeId ?? '',
    volumeId,
    snapshotId,
  };
}

/** What outlives a single image: a rule, what is in the bin by it, and a family. */
async function keptBy(owner: Caller): Promise<Kept> {
  const rule = { resourceType: 'image', retentionPeriod: { unit: 'days', value: 7 } };
  const { ruleId } = await made<{ ruleId: string }>(owner.post('/v1/retention-rules', rule));
  const { imageId: binnedImageId } = await made<{ imageId: string }>(
    owner.post('/v1/images', registration()),
  );
  await made(owner.post(`/v1/images/${binnedImageId}/deregistration`));
  const family = 'web';
  await made(owner.post('/v1/families', { name: family }));
  for (const version of [1, 2]) {
    const { imageId } = await made<{ imageId: string }>(owner.post('/v1/images', registration()));
    await made(owner.post(`/v1/families/${family}/versions`, { imageId }));
    await made(owner.put(`/v1/families/${family}/channels/prod`, { version }));
  }
  return { ruleId, binnedImageId, family };
}

interface LaunchedInstance {
  readonly instanceId: string;
  readonly blockDeviceMappings: readonly { readonly ebs: { readonly volumeId: string } }[];
}

export async function makeFixture({ admin }: Service, guests: readonly string[]): Promise<Fixture> {
  const token = { account: OWNER, roles: ['reader'], subject: 'somebody' };
  const { tokenId } = await made<{ tokenId: string }>(admin.post('/v1/service-tokens', token));
  const owner = admin.with({ 'ledger-account': OWNER });
  const own = await storageOf(owner);
  // An owner is named as others are, so that it may say what only those say who are.
  const grants = { add: [...guests, OWNER].map((userId) => ({ userId })) };
  await made(owner.post(`/v1/images/${own.imageId}/launch-permissions`, grants));
  const others = await storageOf(admin.with({ 'ledger-account': STRANGER }));
  const ofOthers = {
    'image-id': others.imageId,
    'instance-id': others.instanceId,
    'snapshot-id': others.snapshotId,
    'volume-id': others.volumeId,
  };
  return { ...own, ...(await keptBy(owner)), tokenId, ofOthers };
}

async function made<T>(asked: Promise<Answer>): Promise<T> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`the fixture cannot be made: ${JSON.stringify(answer.body)}`);
  return answer.body as T;
}
