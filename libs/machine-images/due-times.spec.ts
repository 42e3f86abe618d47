import { decodeEvent, WritePath, type DueTime } from '#event-sourcing';
import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { wishUnder } from '../../test/support/wish';
import { dueTimes } from './due-times';
import type { ImageCommand } from './image/commands';
import { imageEvents, type ImageEvent } from './image/events';
import { images } from './image/image';
import {
  account,
  grant,
  granted,
  grantedUntil,
  IMAGE,
  registration,
  stranger,
  TODAY,
} from './image/image.testing';
import { accepted, expired, left, offered, rejected, revoked } from './image/launch-permissions.testing';
import { principalKey } from './image/launch-principal';
import {
  byCascade,
  imageReinstated,
  imageRevoked,
  revocationCancelled,
  revocationScheduled,
  revokeImage,
} from './image/revocation.testing';

const [permissions, revocations] = dueTimes;
const friend = account(stranger.account);
const TOMORROW = new Date(TODAY.getTime() + 86_400_000);

/** Of the types that it asks for, as whoever reads the log for it. */
const scheduledBy = (due: DueTime<ImageEvent> | undefined, event: ImageEvent): unknown =>
  due?.types.includes(event.type) === true ? due.schedules(event) : [];

describe('A launch permission', () => {
  const subject = `${IMAGE} ${principalKey(friend)}`;

  it.each([grantedUntil(TOMORROW, friend), offered(stranger.account, TOMORROW)])(
    'is due at its end: %j',
    (event) => {
      expect(scheduledBy(permissions, event)).toEqual([{ subject, dueAt: TOMORROW }]);
    },
  );

  it.each([
    granted(friend),
    offered(stranger.account),
    revoked(friend),
    left(stranger.account),
    expired(friend, TOMORROW),
  ])('is not due any more after %j', (event) => {
    expect(scheduledBy(permissions, event)).toEqual([{ subject, dueAt: undefined }]);
  });

  it.each([accepted(stranger.account, TOMORROW), rejected(stranger.account), imageRevoked()])(
    'is due as before after %j',
    (event) => {
      expect(scheduledBy(permissions, event)).toEqual([]);
    },
  );
});

describe('A revocation', () => {
  it('is due at the time it is scheduled for', () => {
    expect(scheduledBy(revocations, revocationScheduled(TOMORROW))).toEqual([
      { subject: IMAGE, dueAt: TOMORROW },
    ]);
  });

  it.each([revocationCancelled, imageRevoked(undefined, { since: TOMORROW.toISOString() })])(
    'is not due any more after %j',
    (event) => {
      expect(scheduledBy(revocations, event)).toEqual([{ subject: IMAGE, dueAt: undefined }]);
    },
  );

  it.each([imageRevoked(byCascade('one')), imageReinstated(byCascade('one')), granted(friend)])(
    'is due as before after %j',
    (event) => {
      expect(scheduledBy(revocations, event)).toEqual([]);
    },
  );
});

describe('What is due', () => {
  const store = new InMemoryEventStore({ now: () => TODAY.getTime() });
  const writePath = new WritePath(store);
  const change = (command: ImageCommand, key: string) =>
    writePath.execute(images, IMAGE, command, wishUnder(key));
  const last = () => decodeEvent(imageEvents, store.log.at(-1)!);

  beforeAll(() => change({ type: 'CreateImage', registration: registration() }, 'image'));

  it.each([
    [
      'a launch permission',
      permissions,
      grant({ ...friend, expiresAt: TOMORROW }),
      'LaunchPermissionExpired',
    ],
    ['a revocation', revocations, revokeImage({ revokeAt: TOMORROW }), 'ImageRevoked'],
  ] as const)('is announced as what it is, which ends it: %s', async (name, due, command, type) => {
    await change(command, name);
    const scheduled = last();
    const subject = due?.schedules(scheduled.event)[0]?.subject ?? '';
    await due?.announce(
      { subject, scheduled, at: TOMORROW, context: wishUnder(`announce ${name}`) },
      writePath,
    );
    expect(last().event.type).toBe(type);
    expect(due?.schedules(last().event)).toEqual([{ subject, dueAt: undefined }]);
  });

  it('was named by an event that names a time', () => {
    const scheduled = { ...last(), event: revoked(friend) };
    const announced = () =>
      permissions?.announce({ subject: '', scheduled, at: TOMORROW, context: wishUnder('none') }, writePath);
    expect(announced).toThrow(TypeError);
  });
});
