import { Controller } from '@nestjs/common';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenSnapshot } from '../resources/snapshot';
import { Snapshot, SnapshotIdParams } from '../resources/snapshot-fields';
import { DeleteSnapshot } from './delete-snapshot';

const deleteSnapshot = endpoint({
  method: 'DELETE',
  path: '/v1/snapshots/:snapshotId',
  allow: ['member'],
  writes: true,
  tag: 'snapshots',
  summary: 'Delete a snapshot',
  description: 'Not while an image is made from it. Once deleted, it stays deleted; its history stays.',
  params: SnapshotIdParams,
  answer: Snapshot,
});

@Controller()
export class DeleteSnapshotController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(deleteSnapshot)
  async delete(@Input() { params, write }: InputOf<typeof deleteSnapshot>): Promise<Reply<object>> {
    const { snapshotId } = params;
    return writtenSnapshot(
      snapshotId,
      write,
      await this.commands.execute(new DeleteSnapshot(snapshotId, write)),
    );
  }
}
