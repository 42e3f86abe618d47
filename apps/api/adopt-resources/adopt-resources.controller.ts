import { Controller } from '@nestjs/common';
import { Type } from 'typebox';
import { Settings } from '#runtime';
import { Commands } from '../http/commands';
import { endpoint, type InputOf } from '../http/endpoint';
import { Endpoint, Input } from '../http/endpoint.decorator';
import { nameSchema } from '../http/named-schemas';
import { InvalidRequest } from '../http/problems';
import { Reply } from '../http/reply';
import { AdoptResources, type Adoption } from './adopt-resources';
import { Description, entriesOf } from './entries';
import type { Circumstances } from './entry';

const AdoptionAnswer = nameSchema(
  'Adoption',
  Type.Object({
    adopted: Type.Integer({ description: 'Resources that the ledger knew nothing of.' }),
    changed: Type.Integer({ description: 'Known resources that were seen to be otherwise than on record.' }),
    unchanged: Type.Integer(),
    reported: Type.Array(
      Type.Object({
        index: Type.Integer({ description: 'Of the entry, among all of the request.' }),
        pointer: Type.String({ description: 'To the entry.' }),
        resource: Type.Union([Type.String(), Type.Null()], { description: 'As the entry names it.' }),
        code: Type.String({ examples: ['observed-too-early'] }),
        reason: Type.String(),
        isKnown: Type.Boolean({
          description: 'The entry was taken all the same, and clashes with something; else it was not taken.',
        }),
      }),
    ),
  }),
);

const adoptResources = endpoint({
  method: 'POST',
  path: '/v1/adoptions',
  allow: ['platform-admin'],
  writes: true,
  condition: 'none',
  entryByEntry: true,
  bodyLimit: 64 * 2 ** 20,
  tag: 'adoption',
  summary: 'Make the ledger know what there is already, and what has changed behind its back',
  description:
    'Takes what `aws ec2 describe-images`, `describe-image-attribute --attribute launchPermission`, ' +
    '`describe-snapshots`, `describe-volumes` and `describe-instances` print. What the ledger does not know is adopted ' +
    'under its own id; of what it knows, exactly the differences are recorded. All of it is marked as observed. An ' +
    'entry that cannot be taken is reported, and the others are taken; repeating is safe at any time.',
  query: Type.Object({
    account: Type.Optional(
      Type.String({
        pattern: '^\\d{12}$',
        examples: ['111122223333'],
        description:
          'Whose it is where an entry does not say; by default the account that the call is made for.',
      }),
    ),
    region: Type.Optional(
      Type.String({
        examples: ['us-east-1'],
        description: 'Where it was seen; by default `Ledger-Region`. What names a zone is where the zone is.',
      }),
    ),
    observedAt: Type.Optional(
      Type.String({
        format: 'date-time',
        examples: ['2026-01-01T00:00:00Z'],
        description: 'When it was seen: now by default, and not in the future.',
      }),
    ),
  }),
  body: Description,
  answer: AdoptionAnswer,
});

type AdoptionInput = InputOf<typeof adoptResources>;

@Controller()
export class AdoptResourcesController {
  constructor(
    private readonly commands: Commands,
    private readonly settings: Settings,
  ) {}

  @Endpoint(adoptResources)
  async adopt(@Input() input: AdoptionInput): Promise<Reply<object>> {
    const { body, write } = input;
    const circumstances = this.circumstancesOf(input);
    const done = await this.commands.execute(new AdoptResources(entriesOf(body), circumstances, write));
    return write.options.dryRun === true ? new Reply(wouldRecord(done)) : answered(done);
  }

  private circumstancesOf({ query, caller, region, write }: AdoptionInput): Circumstances {
    const { account = caller.account, region: where = region, observedAt } = query;
    const { at } = write.context;
    const seen = observedAt === undefined ? at : new Date(observedAt);
    if (seen > at) throw queryError('observedAt', 'is in the future');
    const { regions } = this.settings;
    if (!regions.includes(where)) throw queryError('region', `must be one of ${regions.join(', ')}`);
    return { account, region: where, observedAt: seen };
  }
}

const queryError = (name: string, detail: string): InvalidRequest =>
  new InvalidRequest([{ in: 'query', pointer: `/${name}`, detail }]);

const countsOf = ({ adopted, changed, unchanged, reported }: Adoption) => ({
  ...{ adopted, changed, unchanged, reported },
});

const answered = (done: Adoption): Reply<object> =>
  new Reply(countsOf(done), done.position > 0n ? { position: done.position } : {});

const wouldRecord = (done: Adoption): object => ({
  dryRun: true,
  ...countsOf(done),
  wouldRecord: done.events.map(({ type, data }) => ({ event: type, data })),
  planDigest: done.planDigest,
});
