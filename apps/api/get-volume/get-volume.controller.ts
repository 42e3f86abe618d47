import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { views } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { Reply } from '../http/reply';
import { ReadGate } from '../reading/read-gate';
import { AsOf } from '../resources/fields';
import { volumeOfRow } from '../resources/volume';
import { Volume, VolumeIdParams } from '../resources/volume-fields';
import { GetVolume } from './get-volume';

const getVolume = endpoint({
  method: 'GET',
  path: '/v1/volumes/:volumeId',
  allow: ['member', 'reader', 'auditor'],
  tag: 'volumes',
  summary: 'Get a volume, as it is or as it was',
  params: VolumeIdParams,
  query: Type.Object({ asOf: Type.Optional(AsOf) }),
  answer: Volume,
});

@Controller()
export class GetVolumeController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
  ) {}

  @Endpoint(getVolume)
  async get(@Input() input: InputOf<typeof getVolume>): Promise<Reply<object>> {
    const asOf = await this.gate.pass(input, [views.volumes]);
    const { params, caller } = input;
    const row = await this.queries.execute(new GetVolume(params.volumeId, caller, asOf));
    return new Reply(volumeOfRow(row), asOf === undefined ? { revision: row.revision } : {});
  }
}
