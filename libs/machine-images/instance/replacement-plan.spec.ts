import { content, IMAGE, owner, SNAPSHOT } from '../image/image.testing';
import type { RequestedImage } from '../launch/launch-source';
import { adopted } from './adoption.testing';
import type { InstanceCommand } from './commands';
import { instances } from './instance';
import {
  DATA_VOLUME,
  given,
  givenRunning,
  launched,
  reserved,
  ROOT_VOLUME,
  started,
  stop,
} from './instance.testing';
import {
  available,
  NEW_ROOT,
  replaced,
  replaceRoot,
  requested,
  rootVolume,
  TASK,
} from './replacement.testing';

const planOf = (before: ReturnType<typeof given>, command: InstanceCommand) =>
  instances.decider.plan?.(command, before.state, before.decide(command));

describe('The plan of a replacement', () => {
  it('says what the instance runs before and after, and which volumes stay', () => {
    expect(planOf(givenRunning(reserved()), replaceRoot())).toStrictEqual({
      before: { volumeId: ROOT_VOLUME, imageId: IMAGE, requested: { imageId: IMAGE } },
      after: {
        imageId: IMAGE,
        requested: { imageId: IMAGE },
        size: 8,
        volumeType: 'gp2',
        encrypted: false,
        snapshotId: SNAPSHOT,
      },
      deleteReplacedRootVolume: false,
      dataVolumes: [{ deviceName: '/dev/sdf', volumeId: DATA_VOLUME }],
      access: { gain: [], lose: [] },
    });
  });

  it('that undoes another says which, what was asked for then, and the rates that the image chose', () => {
    const first = requested();
    if (first.type !== 'RootVolumeReplacementRequested') throw new Error('another event');
    const asked: RequestedImage = { family: { ownerId: owner.account, name: 'web' }, version: 1 };
    const before = givenRunning().state;
    if (before.kind === 'unknown') throw new Error('there is no instance');
    const undone = { requested: first.data, before: { ...before, asked } };
    const ebs = { snapshotId: SNAPSHOT, volumeSize: 8, volumeType: 'gp3', iops: 4_000 } as const;
    const mapped = [{ deviceName: '/dev/xvda', ebs: { ...ebs, throughput: 250 } }];
    const command = replaceRoot({
      source: { kind: 'undo', correlationId: 'that', undone },
      replaceRootVolumeTaskId: `${TASK}2`,
      deleteReplacedRootVolume: true,
      read: {
        image: available({ content: content({ blockDeviceMappings: mapped }) }),
        present: rootVolume({ volumeId: NEW_ROOT }),
      },
    });
    expect(planOf(givenRunning(first, replaced()), command)).toStrictEqual({
      undo: 'that',
      before: { volumeId: NEW_ROOT, imageId: IMAGE, requested: { imageId: IMAGE } },
      after: {
        imageId: IMAGE,
        requested: asked,
        size: 8,
        volumeType: 'gp3',
        iops: 4_000,
        throughput: 250,
        encrypted: false,
        snapshotId: SNAPSHOT,
      },
      deleteReplacedRootVolume: true,
      dataVolumes: [],
      access: { gain: [], lose: [] },
    });
  });

  it('says so where nobody knows the image, or nothing is copied from a snapshot', () => {
    const seen = planOf(
      given(adopted()),
      replaceRoot({ read: { present: rootVolume({ snapshotId: SNAPSHOT }) } }),
    );
    expect(seen).toMatchObject({ before: { imageId: null }, after: { imageId: null, snapshotId: SNAPSHOT } });
    const chosen = { volumeSize: 8, volumeType: 'gp2', encrypted: false, deleteOnTermination: true } as const;
    const blank = { deviceName: '/dev/xvda', ebs: { ...chosen, volumeId: ROOT_VOLUME } };
    const empty = given(launched({ blockDeviceMappings: [blank] }), started);
    expect(planOf(empty, replaceRoot())).toMatchObject({ after: { imageId: IMAGE, snapshotId: null } });
  });

  it('is made of no other decision, and not of one that was taken already', () => {
    expect(planOf(givenRunning(), stop())).toBeUndefined();
    expect(planOf(givenRunning(requested()), replaceRoot())).toBeUndefined();
  });
});
