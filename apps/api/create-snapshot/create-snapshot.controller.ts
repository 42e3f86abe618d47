import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { written } from '../http/written';
import { Tags } from '../resources/fields';
import { snapshotLocation, snapshotOfState } from '../resources/snapshot';
import { Snapshot } from '../resources/snapshot-fields';
import { CreateSnapshot } from './create-snapshot';

const createSnapshot = endpoint({
  method: 'POST',
  path: '/v1/snapshots',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'snapshots',
  summary: 'Create a snapshot of a volume',
  description:
    'As the EC2 action CreateSnapshot: `pending` until the provider has made it, `failed` where it cannot.',
  body: Type.Object(
    {
      volumeId: Type.String({ format: 'volume-id' }),
      description: Type.Optional(Type.String({ maxLength: 255 })),
      tags: Type.Optional(Tags),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Snapshot,
});

@Controller()
export class CreateSnapshotController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(createSnapshot)
  async create(@Input() { body, write }: InputOf<typeof createSnapshot>): Promise<Reply<object>> {
    const { reason: _, tags = {}, ...wish } = body;
    const { snapshotId, outcome } = await this.commands.execute(new CreateSnapshot({ ...wish, tags }, write));
    return written(write, outcome, {
      answerOf: (state, revision) => snapshotOfState(snapshotId, state, revision),
      locationOf: () => snapshotLocation(snapshotId),
    });
  }
}
