import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Commands } from '../http/commands';
import { endpoint, Reason, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import type { Reply } from '../http/reply';
import { writtenFamily } from '../resources/family';
import { Family, FamilyName } from '../resources/family-fields';
import { CreateFamily } from './create-family';

const createFamily = endpoint({
  method: 'POST',
  path: '/v1/families',
  allow: ['member'],
  writes: true,
  status: 201,
  tag: 'families',
  summary: 'Create a family: a named series of images',
  body: Type.Object(
    {
      name: FamilyName,
      description: Type.Optional(Type.String({ maxLength: 255 })),
      reason: Type.Optional(Reason),
    },
    { additionalProperties: false },
  ),
  answer: Family,
});

@Controller()
export class CreateFamilyController {
  constructor(private readonly commands: Commands) {}

  @Endpoint(createFamily)
  async create(@Input() { body, write }: InputOf<typeof createFamily>): Promise<Reply<object>> {
    const id = { ownerId: write.by.account, name: body.name };
    return writtenFamily(
      id,
      write,
      await this.commands.execute(new CreateFamily(id, body.description, write)),
    );
  }
}
