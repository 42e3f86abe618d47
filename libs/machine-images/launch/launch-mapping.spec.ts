import { SNAPSHOT } from '../image/image.testing';
import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { InvalidBlockDeviceMapping } from '../block-device/errors';
import { launchMapping } from './launch-mapping';

const [ROOT, DATA] = ['/dev/xvda', '/dev/sdb'];
const image = {
  rootDeviceName: ROOT,
  blockDeviceMappings: [
    { deviceName: ROOT, ebs: { snapshotId: SNAPSHOT, volumeSize: 8 } },
    { deviceName: DATA, ebs: { volumeSize: 100, volumeType: 'gp3', iops: 4_000, encrypted: true } },
    { deviceName: '/dev/sdc', virtualName: 'ephemeral0' },
    { deviceName: '/dev/sdd', noDevice: '' },
  ],
} as const;
const launched = (...overrides: readonly BlockDeviceMapping[]) => launchMapping(image, overrides);
/** Names the field that is to blame, and says why. */
const at = (pointer: string) =>
  expect.objectContaining({ pointer, message: expect.stringMatching(/\S/) as string }) as Error;
const device = (name: string, ...overrides: readonly BlockDeviceMapping[]) =>
  launched(...overrides).find(({ deviceName }) => deviceName === name);

describe('The devices of an instance', () => {
  it('are those of its image; of its volumes, only the root volume goes with it', () => {
    expect(launched()).toEqual([
      {
        deviceName: ROOT,
        ebs: {
          snapshotId: SNAPSHOT,
          volumeSize: 8,
          volumeType: 'gp2',
          encrypted: false,
          deleteOnTermination: true,
        },
      },
      {
        deviceName: DATA,
        ebs: { volumeSize: 100, volumeType: 'gp3', iops: 4_000, encrypted: true, deleteOnTermination: false },
      },
      { deviceName: '/dev/sdc', virtualName: 'ephemeral0' },
    ]);
  });

  it('may be larger, and stay or go as asked', () => {
    expect(device(ROOT, { deviceName: ROOT, ebs: { volumeSize: 20, deleteOnTermination: false } })).toEqual({
      deviceName: ROOT,
      ebs: {
        snapshotId: SNAPSHOT,
        volumeSize: 20,
        volumeType: 'gp2',
        encrypted: false,
        deleteOnTermination: false,
      },
    });
    expect(device(DATA, { deviceName: DATA, ebs: { volumeSize: 100 } })).toMatchObject({
      ebs: { iops: 4_000 },
    });
    expect(device(DATA, { deviceName: DATA, ebs: { volumeType: 'gp3' } })).toMatchObject({
      ebs: { iops: 4_000 },
    });
  });

  it('lose the rates of the volume type that they had', () => {
    expect(device(DATA, { deviceName: DATA, ebs: { volumeType: 'gp2' } })).toEqual({
      deviceName: DATA,
      ebs: { volumeSize: 100, volumeType: 'gp2', encrypted: true, deleteOnTermination: false },
    });
  });

  it('may be more, fewer, or instance stores', () => {
    const more = { deviceName: '/dev/sdz', ebs: { volumeSize: 1 } };
    expect(device('/dev/sdz', more)).toMatchObject({ ebs: { volumeSize: 1, deleteOnTermination: false } });
    expect(device(DATA, { deviceName: DATA, noDevice: '' })).toBeUndefined();
    expect(device(DATA, { deviceName: DATA, virtualName: 'ephemeral1' })).toEqual({
      deviceName: DATA,
      virtualName: 'ephemeral1',
    });
  });

  it('of an image that says how its snapshots are encrypted are changed as any others', () => {
    const ebs = { snapshotId: SNAPSHOT, volumeSize: 8, encrypted: true };
    const made = { rootDeviceName: '/dev/xvda', blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs }] };
    const larger = { deviceName: '/dev/xvda', ebs: { volumeSize: 20 } };
    expect(launchMapping(made, [larger])).toMatchObject([{ ebs: { volumeSize: 20, encrypted: true } }]);
    const open = { ...image, blockDeviceMappings: [{ deviceName: DATA, ebs: { volumeSize: 1 } }] };
    expect(launchMapping(open, [{ deviceName: DATA, ebs: { encrypted: false } }])).toMatchObject([
      { ebs: { volumeSize: 1, encrypted: false } },
    ]);
  });

  it('are as large and as encrypted as the snapshots that the ledger made', () => {
    const known = new Map([[SNAPSHOT, { volumeSize: 30, encrypted: true }]]);
    const [bare, small] = [undefined, 8].map((volumeSize) => ({
      rootDeviceName: ROOT,
      blockDeviceMappings: [
        { deviceName: ROOT, ebs: { snapshotId: SNAPSHOT, ...(volumeSize && { volumeSize }) } },
      ],
    }));
    expect(launchMapping(bare!, [], known)).toMatchObject([{ ebs: { volumeSize: 30, encrypted: true } }]);
    expect(launchMapping(bare!, [])).toMatchObject([{ ebs: { volumeSize: 1, encrypted: false } }]);
    expect(() => launchMapping(small!, [], known)).toThrow(at('/imageId'));
    expect(() => launchMapping(small!, [], known, '/family')).toThrow(at('/family'));
    const other = { deviceName: '/dev/sdz', ebs: { volumeSize: 1 } };
    const larger = { deviceName: ROOT, ebs: { volumeSize: 29 } };
    expect(() => launchMapping(small!, [other, larger], known)).toThrow(
      at('/blockDeviceMappings/1/ebs/volumeSize'),
    );
    const tooLarge = new Map([[SNAPSHOT, { volumeSize: 20_000, encrypted: true }]]);
    expect(() => launchMapping(bare!, [], tooLarge)).toThrow(at('/imageId'));
    const kept = { deviceName: ROOT, ebs: { deleteOnTermination: false } };
    expect(() => launchMapping(bare!, [kept], tooLarge)).toThrow(at('/blockDeviceMappings/0/ebs/volumeSize'));
  });

  const overrides: readonly [string, string, ...BlockDeviceMapping[]][] = [
    ['a smaller volume', '/0/ebs/volumeSize', { deviceName: ROOT, ebs: { volumeSize: 7 } }],
    ['an impossible size', '/0/ebs/volumeSize', { deviceName: ROOT, ebs: { volumeSize: 99_999 } }],
    [
      'another snapshot',
      '/0/ebs/snapshotId',
      { deviceName: ROOT, ebs: { snapshotId: 'snap-00000000000000001' } },
    ],
    ['less encryption', '/0/ebs/encrypted', { deviceName: DATA, ebs: { encrypted: false } }],
    ['no root', '/0', { deviceName: ROOT, noDevice: '' }],
    ['an instance store as root', '/0', { deviceName: ROOT, virtualName: 'ephemeral0' }],
    ['no device where there is none', '/0/deviceName', { deviceName: '/dev/sdz', noDevice: '' }],
    ['a volume from nothing', '/0/ebs', { deviceName: '/dev/sdz', ebs: {} }],
    ['two kinds at once', '/0', { deviceName: DATA, ebs: {}, virtualName: 'ephemeral0' }],
    [
      'one device twice',
      '/1/deviceName',
      { deviceName: DATA, ebs: {} },
      { deviceName: DATA, ebs: { volumeSize: 200 } },
    ],
  ];
  it.each(overrides)('may not be: %s', (_, pointer, ...wanted) => {
    expect(() => launched(...wanted)).toThrow(InvalidBlockDeviceMapping);
    expect(() => launched(...wanted)).toThrow(at(`/blockDeviceMappings${pointer}`));
  });
});
