import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { content, owner, registration } from '../image/image.testing';
import type { ImageCreatedData } from '../image/events';
import { Creation, MADE } from './creation.testing';

const SOURCE = 'ami-00000000000000007';
const [ONE, TWO] = ['snap-0aaaaaaaaaaaaaaa1', 'snap-0aaaaaaaaaaaaaaa2'] as const;
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/one';

/** Of snapshots that the ledger did not make: of the first there are two volumes. */
const devices: readonly BlockDeviceMapping[] = [
  {
    deviceName: '/dev/xvda',
    ebs: { snapshotId: ONE, volumeSize: 20, encrypted: true, kmsKeyId: KEY, deleteOnTermination: true },
  },
  { deviceName: '/dev/sdb', ebs: { snapshotId: ONE, volumeSize: 12 } },
  { deviceName: '/dev/sdc', virtualName: 'ephemeral0' },
  { deviceName: '/dev/sdd', ebs: { volumeSize: 5 } },
  { deviceName: '/dev/sde', ebs: { snapshotId: TWO, volumeType: 'st1' } },
];

async function withSource(): Promise<Creation> {
  const creation = await Creation.withInstance();
  const identity = { imageId: SOURCE, ownerId: owner.account, name: 'source' };
  const made = registration({ ...identity, content: content({ blockDeviceMappings: devices }) });
  await creation.compute.changeImage(SOURCE, { type: 'CreateImage', registration: made }, 'a source');
  return creation;
}

/** Its devices, and what the provider was asked for. */
async function copied(creation: Creation, region: string) {
  const copyImage = jest.spyOn(creation.provider, 'copyImage');
  const wish = { kind: 'copy', region, sourceImageId: SOURCE, tags: { a: '1' } } as const;
  const { state } = await creation.create({ ...wish, description: 'for later' });
  if (state.kind === 'unknown') throw new Error('it is not there');
  return {
    created: state.created as ImageCreatedData,
    asked: copyImage.mock.calls.map(([wanted]) => wanted),
  };
}

const snapshotsIn = ({ blockDeviceMappings }: ImageCreatedData): readonly (string | undefined)[] =>
  blockDeviceMappings.map(({ ebs }) => ebs?.snapshotId);

describe('A copy', () => {
  it('has one copy of each snapshot, for all devices that come from it, and the other devices as they are', async () => {
    const { created } = await copied(await withSource(), 'us-east-1');
    const [one, again, none, empty, two] = snapshotsIn(created);
    expect([again, none, empty]).toEqual([one, undefined, undefined]);
    expect(new Set([one, two, ONE, TWO]).size).toBe(4);
    for (const id of [one, two]) expect(id).toMatch(/^snap-[0-9a-f]{17}$/);
    const ids: Readonly<Record<string, string | undefined>> = { [ONE]: one, [TWO]: two };
    const expected = devices.map((device) =>
      device.ebs?.snapshotId === undefined
        ? device
        : { ...device, ebs: { ...device.ebs, snapshotId: ids[device.ebs.snapshotId] } },
    );
    expect(created.blockDeviceMappings).toStrictEqual(expected);
  });

  it('in another region leaves the key behind, which is of one region', async () => {
    const { created } = await copied(await withSource(), 'eu-central-1');
    const [root] = created.blockDeviceMappings;
    expect(root).toStrictEqual({
      deviceName: '/dev/xvda',
      ebs: {
        ...{ snapshotId: root?.ebs?.snapshotId, volumeSize: 20, encrypted: true, deleteOnTermination: true },
      },
    });
  });

  it('takes a snapshot of which only its volumes are known for the smallest, and encrypted when one of them is', async () => {
    const creation = await withSource();
    await copied(creation, 'us-east-1');
    const made = await creation.snapshotsOf();
    const told = ({ description }: { readonly description?: string }) => description;
    expect(made.map(({ created }) => [created.volumeSize, created.encrypted, told(created)])).toEqual([
      [12, true, `Copied for DestinationAmi ${MADE} from SourceAmi ${SOURCE} for SourceSnapshot ${ONE}.`],
      [12, true, `Copied for DestinationAmi ${MADE} from SourceAmi ${SOURCE} for SourceSnapshot ${ONE}.`],
      [125, false, `Copied for DestinationAmi ${MADE} from SourceAmi ${SOURCE} for SourceSnapshot ${TWO}.`],
    ]);
  });

  it('is asked of the provider once, with all that it takes', async () => {
    const { created, asked } = await copied(await withSource(), 'eu-central-1');
    const [one, , , , two] = snapshotsIn(created);
    expect(asked).toStrictEqual([
      {
        operationId: asked[0]?.operationId,
        imageId: MADE,
        region: 'eu-central-1',
        name: 'made',
        description: 'for later',
        tags: { a: '1' },
        blockDeviceMappings: created.blockDeviceMappings,
        sourceImageId: SOURCE,
        sourceRegion: 'us-east-1',
        snapshots: [
          { snapshotId: one, sourceSnapshotId: ONE },
          { snapshotId: two, sourceSnapshotId: TWO },
        ],
      },
    ]);
  });
});
