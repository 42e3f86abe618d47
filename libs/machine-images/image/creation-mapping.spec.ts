import type { BlockDeviceMapping } from '../block-device/block-device-mapping';
import { InvalidBlockDeviceMapping } from '../block-device/errors';
import { creationMapping } from './creation-mapping';

const [ROOT, DATA] = ['/dev/xvda', '/dev/sdb'];
const snapshotId = 'snap-0123456789abcdef0';
const root = {
  deviceName: ROOT,
  ebs: { snapshotId, volumeSize: 8, encrypted: true, deleteOnTermination: true },
};
const data = {
  deviceName: DATA,
  ebs: { snapshotId, volumeSize: 10, encrypted: false, deleteOnTermination: false },
};
const store = { deviceName: '/dev/sdc', virtualName: 'ephemeral0' };
const mapped = (...overrides: readonly BlockDeviceMapping[]) =>
  creationMapping(ROOT, [root, data, store], overrides);

function refusalOf(overrides: readonly BlockDeviceMapping[]): unknown {
  try {
    return mapped(...overrides);
  } catch (error) {
    return error;
  }
}

describe('The devices of an image that is made of an instance', () => {
  it('are those of the instance', () => {
    expect(mapped()).toEqual([root, data, store]);
  });

  it('stay with their instance, or go with it, as is asked for', () => {
    const override = { deviceName: DATA, ebs: { deleteOnTermination: true } };
    expect(mapped(override)).toEqual([
      root,
      { deviceName: DATA, ebs: { ...data.ebs, deleteOnTermination: true } },
      store,
    ]);
  });

  it('are fewer, volumes and instance stores alike', () => {
    expect(
      mapped({ deviceName: DATA, noDevice: '' }, { deviceName: store.deviceName, noDevice: '' }),
    ).toEqual([root]);
  });

  it('are more: empty volumes, volumes from snapshots, instance stores', () => {
    const added: readonly BlockDeviceMapping[] = [
      { deviceName: '/dev/sdf', ebs: { volumeSize: 5, encrypted: true } },
      { deviceName: '/dev/sdg', ebs: { snapshotId } },
      { deviceName: '/dev/sdh', virtualName: 'ephemeral1' },
    ];
    expect(mapped(...added)).toEqual([root, data, store, ...added]);
  });

  it('have a volume in the place of an instance store', () => {
    const volume = { deviceName: store.deviceName, ebs: { volumeSize: 5 } };
    expect(mapped(volume)).toEqual([root, data, volume]);
  });

  it.each<readonly [string, string, readonly BlockDeviceMapping[]]>([
    ['another size', '/0/ebs/volumeSize', [{ deviceName: DATA, ebs: { volumeSize: 20 } }]],
    ['another type', '/0/ebs/volumeType', [{ deviceName: ROOT, ebs: { volumeType: 'gp3' } }]],
    ['encryption', '/0/ebs/encrypted', [{ deviceName: DATA, ebs: { encrypted: true } }]],
    ['another snapshot', '/0/ebs/snapshotId', [{ deviceName: DATA, ebs: { snapshotId } }]],
    ['an instance store for a volume', '/0', [{ deviceName: DATA, virtualName: 'ephemeral1' }]],
    [
      'a volume and an instance store for one',
      '/0',
      [{ deviceName: DATA, ebs: { deleteOnTermination: true }, virtualName: 'ephemeral1' }],
    ],
    ['nothing behind a device of a volume', '/0', [{ deviceName: DATA }]],
    ['no root device', '/0', [{ deviceName: ROOT, noDevice: '' }]],
    ['no device where none is', '/0/deviceName', [{ deviceName: '/dev/sdz', noDevice: '' }]],
    ['a device and none', '/0', [{ deviceName: DATA, noDevice: '', ebs: { volumeSize: 5 } }]],
    ['nothing behind a new device', '/0', [{ deviceName: '/dev/sdf' }]],
    ['a new volume of no size', '/0/ebs', [{ deviceName: '/dev/sdf', ebs: {} }]],
    [
      'encryption beside a snapshot',
      '/0/ebs/encrypted',
      [{ deviceName: '/dev/sdf', ebs: { snapshotId, encrypted: true } }],
    ],
    ['a device twice', '/1/deviceName', [data, data].map(({ deviceName }) => ({ deviceName, ebs: {} }))],
  ])('cannot have %s', (_, pointer, overrides) => {
    const refusal = refusalOf(overrides);
    expect(refusal).toBeInstanceOf(InvalidBlockDeviceMapping);
    const message = expect.stringMatching(/\S/) as string;
    expect(refusal).toMatchObject({ message, pointer: `/blockDeviceMappings${pointer}` });
  });
});
