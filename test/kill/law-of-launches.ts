import type { Data, Logged } from './log';
import type { Law } from './law';

/** Rule 3: a launch gives what it promised, or says exactly what it gave. */
export class LaunchesAreExact implements Law {
  readonly name = 'launches are exact';
  private readonly open = new Map<string, Data>();
  private readonly launched = new Set<string>();
  private readonly volumes = new Set<string>();

  see({ type, data }: Logged): string | undefined {
    const { launchId = '', instanceId = '', volumeId = '' } = data;
    switch (type) {
      case 'LaunchRequested':
        if (this.open.has(launchId)) return `${launchId} is requested twice`;
        this.open.set(launchId, data);
        return undefined;
      case 'LaunchCompleted':
        return this.complete(launchId, data);
      case 'InstanceLaunched':
        return once(this.launched, instanceId, 'launched');
      case 'VolumeCreated':
        return once(this.volumes, volumeId, 'created');
    }
    return undefined;
  }

  unfinished(): readonly string[] {
    return [...this.open.keys()].map((launchId) => `${launchId} is not completed`);
  }

  private complete(launchId: string, { instanceIds = [], cause }: Data): string | undefined {
    const asked = this.open.get(launchId);
    if (asked === undefined) return `${launchId} is completed without being open`;
    this.open.delete(launchId);
    const given = (asked.instances ?? []).filter(({ instanceId }) => this.launched.has(instanceId)).length;
    if (given !== instanceIds.length) return `${launchId} says ${instanceIds.length} and gave ${given}`;
    return isKept(asked, given, cause)
      ? undefined
      : `${launchId} gave ${given} of ${asked.minCount} to ${asked.maxCount}`;
  }
}

/** Fewer than all need a cause; fewer than the least are none. */
const isKept = ({ minCount = 1, maxCount = 1 }: Data, given: number, cause: string | undefined): boolean =>
  given === maxCount || (cause !== undefined && (given === 0 || given >= minCount));

const once = (seen: Set<string>, id: string, what: string): string | undefined => {
  if (seen.has(id)) return `${id} is ${what} twice`;
  seen.add(id);
  return undefined;
};
