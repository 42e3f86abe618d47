import {
  contextOf,
  type CommandContext,
  type Outcome,
  type ProcessManager,
  type ReadEvent,
  type WriteOptions,
  type WritePath,
} from '#event-sourcing';
import { isFinal, isRetryable, performOnce, type ComputeProvider } from '../compute-provider';
import type { ActOnInstance } from '../instance/commands';
import type { InstanceEvent } from '../instance/events';
import { instances } from '../instance/instance';
import type { DeviceHolder, ExistingInstance, InstanceLifecycle, InstanceState } from '../instance/state';
import { UnknownVolume } from '../volume/errors';
import { volumes } from '../volume/volume';
import { stepOf } from './follow-up';

type InstanceOutcome = Outcome<InstanceState, InstanceEvent>;

const CALLS = {
  InstanceStarted: { call: 'startInstance', lifecycle: 'running' },
  InstanceStopped: { call: 'stopInstance', lifecycle: 'stopped' },
  InstanceRebooted: { call: 'rebootInstance', lifecycle: 'running' },
  InstanceTerminated: { call: 'terminateInstance', lifecycle: 'terminated' },
} as const satisfies Partial<
  Record<InstanceEvent['type'], { call: keyof ComputeProvider; lifecycle: InstanceLifecycle }>
>;
type Action = keyof typeof CALLS;
const ACTIONS = Object.keys(CALLS) as readonly Action[];

/**
 * A launch records that its instances run, in the second event of the stream, and a replaced root volume that they were
 * rebooted; what makes an image of an instance reboots it by itself: nobody has to do it.
 */
const isDone = ({ event, recorded }: ReadEvent<InstanceEvent>): boolean =>
  (event.type === 'InstanceStarted' && recorded.revision === 1) ||
  (event.type === 'InstanceRebooted' &&
    (event.data.cause !== undefined || event.data.replaceRootVolumeTaskId !== undefined));

/**
 * Starts, stops, reboots and terminates instances. A terminated one gives back its volumes: those that are to go with
 * it are deleted, the others are free. What the provider did not do yet is done by the process manager.
 */
export class InstanceActionProcess implements ProcessManager<InstanceEvent> {
  readonly name = 'instance-actions';
  readonly reactsTo = ACTIONS;

  constructor(
    private readonly writePath: WritePath,
    private readonly provider: ComputeProvider,
  ) {}

  /** Throws UnknownInstance, IncorrectInstanceState. */
  async act(
    command: ActOnInstance,
    context: CommandContext,
    options: WriteOptions,
  ): Promise<InstanceOutcome> {
    const outcome = await this.writePath.execute(instances, command.instanceId, command, context, options);
    const { state, events } = outcome;
    if (options.dryRun === true || state.kind === 'unknown') return outcome;
    const action = ACTIONS.find((type) => events.some((event) => event.type === type));
    try {
      if (action !== undefined) await this.perform(action, state, context);
    } catch (error) {
      if (!isRetryable(error) && !isFinal(error)) throw error;
    }
    await this.giveBackVolumes(state, context);
    return outcome;
  }

  async react(read: ReadEvent<InstanceEvent>): Promise<void> {
    const { event } = read;
    const action = ACTIONS.find((type) => event.type === type);
    if (action === undefined || isDone(read)) return;
    const { state } = await this.writePath.load(instances, event.data.instanceId);
    if (state.kind === 'unknown') return;
    const context = contextOf(read, new Date());
    await this.giveBackVolumes(state, context);
    // What was seen to have happened need not be done.
    if (context.observedAt !== undefined) return;
    // What was wished for since is not to be undone.
    if (state.lifecycle === CALLS[action].lifecycle) await this.performUnlessRefused(action, state, context);
  }

  private async performUnlessRefused(
    action: Action,
    instance: ExistingInstance,
    context: CommandContext,
  ): Promise<void> {
    try {
      await this.perform(action, instance, context);
    } catch (error) {
      if (!isFinal(error)) throw error;
    }
  }

  private async perform(action: Action, { launched }: ExistingInstance, context: CommandContext) {
    const { instanceId, region } = launched;
    const operationId = stepOf(context, 'at the provider').commandId;
    await performOnce(this.provider, operationId, () =>
      this.provider[CALLS[action].call]({ operationId, instanceId, region }),
    );
  }

  /** Afterwards a terminated instance has no device left to give back. */
  private async giveBackVolumes(instance: ExistingInstance, context: CommandContext): Promise<void> {
    if (instance.lifecycle !== 'terminated') return;
    const { instanceId } = instance.launched;
    for (const [device, holder] of instance.devices) {
      const step = stepOf(context, `give back ${device} of ${instanceId}`);
      await this.giveBackVolume(instance, holder, step);
      const { volumeId, attachmentId } = holder;
      const reservation = { instanceId, device, volumeId, attachmentId };
      await this.writePath.execute(instances, instanceId, { type: 'ReleaseDevice', reservation }, step);
    }
  }

  private async giveBackVolume(
    { launched: { instanceId, ownerId } }: ExistingInstance,
    { volumeId, deleteOnTermination }: DeviceHolder,
    step: CommandContext,
  ): Promise<void> {
    const type = deleteOnTermination ? 'DiscardVolume' : 'DetachVolume';
    const by = { account: ownerId, administrator: false };
    try {
      await this.writePath.execute(volumes, volumeId, { type, volumeId, by, instanceId }, step);
    } catch (error) {
      // A device may have been reserved for a volume that never was.
      if (!(error instanceof UnknownVolume)) throw error;
    }
  }
}
