import type { ImageContent } from '../image/registration';
import { images } from '../image/image';
import { content, registration } from '../image/image.testing';
import { wishUnder } from '../../../test/support/wish';
import { Compute } from './compute.testing';
import type { WishedLaunch } from './instance-launch';

export const NEW_IMAGE = 'ami-00000000000000002';

export interface LaunchedCompute {
  readonly compute: Compute;
  readonly instanceId: string;
  readonly root: string;
  readonly data: string;
}

/** One instance of the image with a root volume of 8 GiB and a data volume. */
export async function launched(wish: Partial<WishedLaunch> = {}): Promise<LaunchedCompute> {
  const compute = await Compute.withImage();
  const { instances } = await compute.launch({ ...wish, maxCount: 1 });
  const state = instances[0]?.state;
  if (state?.kind !== 'existing') throw new Error('nothing was launched');
  const [root, data] = ['/dev/xvda', '/dev/sdb'].map((name) => state.devices.get(name)?.volumeId ?? '');
  if (root === undefined || data === undefined) throw new Error('no volumes');
  return { compute, instanceId: state.launched.instanceId, root, data };
}

/** Another image of the same account: its root volume is larger, under another device name. */
export async function anotherImage(compute: Compute, overrides: Partial<ImageContent> = {}): Promise<void> {
  const mapped = { snapshotId: 'snap-00000000000000002', volumeSize: 16, volumeType: 'gp3' } as const;
  const made = registration({
    imageId: NEW_IMAGE,
    name: 'web 2.0',
    content: content({
      rootDeviceName: '/dev/sda1',
      blockDeviceMappings: [
        { deviceName: '/dev/sda1', ebs: mapped },
        { deviceName: '/dev/sdz', ebs: { volumeSize: 99 } },
      ],
      ...overrides,
    }),
  });
  const command = { type: 'CreateImage', registration: made } as const;
  await compute.writePath.execute(images, NEW_IMAGE, command, wishUnder('another image'));
}

export const fromImage = { source: { kind: 'image', imageId: NEW_IMAGE } } as const;

/** What is attached as what, and what is held, agree; and no device ever had two volumes attached at once. */
export function nothingDangles(compute: Compute): void {
  const { held, attached } = compute.heldAndAttached;
  expect(held).toEqual(attached);
  const behind = new Map<string, string>();
  for (const { type, data } of compute.store.log) {
    const { instanceId, device, volumeId } = JSON.parse(data) as Record<string, string>;
    const place = `${instanceId} ${device}`;
    if (type === 'VolumeAttached') {
      expect([place, behind.get(place)]).toEqual([place, undefined]);
      behind.set(place, volumeId ?? '');
    }
    if (type === 'VolumeDetached') behind.delete(place);
  }
}
