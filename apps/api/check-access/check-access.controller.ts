import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Type } from 'typebox';
import { imageAccessViews, views, type Access } from '#views';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { ReadGate } from '../reading/read-gate';
import { ActorAnswers } from '../resources/actor';
import { AccountId, ActorAnswer, AsOf, Time } from '../resources/fields';
import { Grounds, ImageIdParams, LaunchPrincipal } from '../resources/image-fields';
import { CheckAccess } from './check-access';

const AccessAnswer = nameSchema(
  'Access',
  Type.Object({
    imageId: Type.String(),
    account: AccountId,
    allowed: Type.Boolean(),
    grounds: Type.Optional(Grounds),
    grantedTo: Type.Optional(LaunchPrincipal),
    since: Type.Optional(Time),
    expiresAt: Type.Optional(Time),
    observed: Type.Optional(
      Type.Boolean({
        description:
          'Set where nobody asked the ledger for it: it was seen to be so when the image, or a change of it, was adopted.',
      }),
    ),
    grantedBy: Type.Optional(Type.Union([ActorAnswer, Type.Null()])),
    reason: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    because: Type.Optional(Type.String({ description: 'Why it is not allowed.' })),
    asOf: Type.Optional(Time),
  }),
);

const checkAccess = endpoint({
  method: 'GET',
  path: '/v1/images/:imageId/access',
  allow: ['member', 'reader', 'auditor'],
  tag: 'launch permissions',
  summary: 'Ask whether an account may launch an image, or could, and on what grounds',
  description:
    'About the caller’s own account when none is named; about others only for the owner and auditors.',
  params: ImageIdParams,
  query: Type.Object({ account: Type.Optional(AccountId), asOf: Type.Optional(AsOf) }),
  answer: AccessAnswer,
});

@Controller()
export class CheckAccessController {
  constructor(
    private readonly queries: QueryBus,
    private readonly gate: ReadGate,
    private readonly actors: ActorAnswers,
  ) {}

  @Endpoint(checkAccess)
  async check(@Input() input: InputOf<typeof checkAccess>): Promise<object> {
    const asOf = await this.gate.pass(input, [...imageAccessViews, views.resourceHistory]);
    const { params, caller, query } = input;
    const { account = caller.account } = query;
    const answer = await this.queries.execute(new CheckAccess(params.imageId, account, caller, asOf));
    return {
      imageId: params.imageId,
      account,
      ...(await this.present(answer)),
      ...(asOf === undefined ? {} : { asOf: asOf.toISOString() }),
    };
  }

  private async present({ access, showsWho }: { access: Access; showsWho: boolean }): Promise<object> {
    if (!access.allowed) return access;
    const { grantedBy, reason, since, expiresAt, ...rest } = access;
    const ends = expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() };
    const shown = { ...rest, since: since.toISOString(), ...ends };
    if (!showsWho) return shown;
    return { ...shown, grantedBy: grantedBy && (await this.actors.of(grantedBy)), reason };
  }
}
