import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { Tags } from '../resources/fields';
import { writtenSnapshot } from '../resources/snapshot';
import { Snapshot, SnapshotIdParams } from '../resources/snapshot-fields';
import { ReplaceSnapshotTags } from './replace-snapshot-tags';

const replaceSnapshotTags = endpoint({
  method: 'PUT',
  path: '/v1/snapshots/:snapshotId/tags',
  allow: ['member'],
  writes: true,
  tag: 'snapshots',
  summary: 'Replace the tags of a snapshot',
  description: 'The body is the tags: exactly these are there afterwards.',
  params: SnapshotIdParams,
  body: Tags,
  answer: Snapshot,
});

@Controller()
export class ReplaceSnapshotTagsController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(replaceSnapshotTags)
  async replace(
    @Input() { params, body, write }: InputOf<typeof replaceSnapshotTags>,
  ): Promise<Reply<object>> {
    const { snapshotId } = params;
    const outcome = await this.commands.execute(new ReplaceSnapshotTags(snapshotId, body, write));
    return writtenSnapshot(snapshotId, write, outcome);
  }
}
