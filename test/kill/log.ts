import type { RecordedEvent } from '#event-sourcing';

/** An event, as far as the laws look into it. */
export interface Logged {
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly commandId: string;
  readonly causationId: string;
  readonly data: Data;
}

export interface Data {
  readonly imageId?: string;
  readonly ownerId?: string;
  readonly region?: string;
  readonly name?: string;
  readonly instanceId?: string;
  readonly volumeId?: string;
  readonly snapshotId?: string;
  readonly device?: string;
  readonly launchId?: string;
  readonly minCount?: number;
  readonly maxCount?: number;
  readonly cause?: string;
  readonly instances?: readonly { readonly instanceId: string }[];
  readonly instanceIds?: readonly string[];
  readonly registration?: { readonly imageId: string };
  readonly blockDeviceMappings?: readonly {
    readonly deviceName: string;
    readonly ebs?: { readonly snapshotId?: string; readonly volumeId?: string };
  }[];
}

export function logged({ type, stream, revision, position, data, metadata }: RecordedEvent): Logged {
  const { commandId, causationId } = JSON.parse(metadata) as { commandId: string; causationId: string };
  return { type, stream, revision, position, commandId, causationId, data: JSON.parse(data) as Data };
}
