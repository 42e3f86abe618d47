import fc from 'fast-check';
import { deciderLaws } from '../../../test/support/decider-laws';
import { administrator, owner, stranger } from '../image/image.testing';
import { adopt, adopted, data, root } from './adoption.testing';
import type { InstanceCommand } from './commands';
import type { InstanceEvent } from './events';
import { instances } from './instance';
import * as instance from './instance.testing';
import * as replacement from './replacement.testing';
import type { InstanceState } from './state';

const tags = fc.dictionary(fc.constantFrom('a', 'b', 'aws:c', '__proto__'), fc.constantFrom('', '1'));
const by = fc.constantFrom(owner, owner, stranger, administrator);
const task = fc.constantFrom(replacement.TASK, 'replacevol-00000000000000002');
const reservation = fc.record({
  device: fc.constantFrom('/dev/sdf', '/dev/sdg', '/dev/xvda'),
  volumeId: fc.constantFrom(instance.DATA_VOLUME, instance.OTHER_VOLUME),
  attachmentId: fc.constantFrom('a1', 'a2'),
});
const sight = fc.tuple(
  fc.record(
    {
      state: fc.constantFrom(
        'pending' as const,
        'running' as const,
        'stopped' as const,
        'terminated' as const,
      ),
      instanceType: fc.constantFrom('t2.micro', 'm7g.large'),
      devices: fc.subarray([root, data]),
      tags,
    },
    { requiredKeys: ['tags'] },
  ),
  fc.nat(20),
);
deciderLaws<InstanceState, InstanceCommand, InstanceEvent>('An instance', {
  category: instances,
  // Not a reboot, which is the one wish that is never true already.
  commands: fc.oneof(
    { weight: 3, arbitrary: fc.constant(instance.recordLaunch()) },
    sight.map(([facts, at]) => adopt(facts, new Date(at))),
    by.map(instance.start),
    by.map(instance.stop),
    by.map(instance.terminate),
    fc.tuple(tags, by).map(([wanted, principal]) => instance.replaceTags(wanted, principal)),
    fc.tuple(reservation, by).map(([wanted, principal]) => instance.reserve(wanted, principal)),
    reservation.map(instance.release),
    fc
      .tuple(task, by)
      .map(([id, principal]) => replacement.replaceRoot({ replaceRootVolumeTaskId: id }, principal)),
    task.map(replacement.complete),
    task.map((id) => replacement.fail('no room', id)),
  ),
  events: fc.oneof(
    fc.constantFrom(
      instance.launched(),
      adopted(),
      adopted({ state: 'terminated', devices: [] }),
      instance.started,
      instance.stopped,
      instance.rebooted,
      instance.terminated,
      replacement.requested(),
      replacement.replaced(),
      replacement.rebootedFor,
      replacement.failed('no room'),
    ),
    tags.map(instance.tagged),
    fc.array(fc.constantFrom('a', 'b')).map((keys) => instance.untagged(...keys)),
    reservation.map(instance.reserved),
    reservation.map(instance.released),
  ),
});
