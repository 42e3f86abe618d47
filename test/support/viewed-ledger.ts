import { setTimeout } from 'node:timers/promises';
import { SimulatedComputeProvider } from '../../libs/compute';
import { resourceIdOf, type CommandContext, type Outcome } from '../../libs/event-sourcing';
import {
  ImageDeregistrationProcess,
  ImageRegistrationProcess,
  ImageRestorationProcess,
  images,
  memberships,
  retentionRules,
  type ImageChange,
  type ImageRegistration,
  type LaunchPrincipal,
  type MembershipCommand,
  type Principal,
} from '../../libs/machine-images';
import { ProjectorRunner, rebuild, ViewPositions, type Difference } from '../../libs/projections';
import { ledgerEvents, projectors, type LedgerEvent } from '../../libs/views';
import { testLedger, wish, type TestLedger } from './ledger';
import { organizationArn, unitArn } from './organization';

export const OWNER = '111122223333';
export const FRIEND = '222233334444';
export const STRANGER = '333344445555';
export const REGION = 'us-east-1';

type Registering = Partial<Omit<ImageRegistration, 'content' | 'origin'>>;
type Change = ImageChange extends infer One
  ? One extends ImageChange
    ? Omit<One, 'imageId' | 'by' | 'at'> & { readonly at?: Date }
    : never
  : never;

/** A ledger whose views follow it, with images to write. Whatever is written is a millisecond of its own. */
export interface ViewedLedger extends TestLedger {
  register(registering?: Registering, context?: Partial<CommandContext>): Promise<string>;
  /** Answers when it was recorded. */
  change(imageId: string, change: Change, context?: Partial<CommandContext>): Promise<Date>;
  share(
    imageId: string,
    changes: {
      readonly add?: readonly string[];
      /** When what is added ends by itself. */
      readonly until?: Date | undefined;
      readonly remove?: readonly string[];
    },
    context?: Partial<CommandContext>,
  ): Promise<Date>;
  deregister(
    imageId: string,
    context?: Partial<CommandContext>,
    how?: { readonly deleteAssociatedSnapshots: boolean },
  ): Promise<Date>;
  restore(imageId: string): Promise<Date>;
  /** Makes a retention rule for all images of an account in a region; answers its id. */
  retain(rule?: {
    readonly ownerId?: string;
    readonly region?: string;
    readonly days?: number;
  }): Promise<string>;
  /** It joins or moves. Answers when that was recorded. */
  place(account: string, organizationId: string, unit?: string): Promise<Date>;
  leave(account: string, organizationId: string): Promise<Date>;
  /** Until every view holds everything that was written. */
  settled(): Promise<void>;
  /** What is served against what the log says, view by view. */
  differences(): Promise<readonly Difference[]>;
}

/** An account, `all`, an organization `o-…` or a unit of it `o-…/ou-…`. */
function principalOf(name: string): LaunchPrincipal {
  if (name === 'all') return { group: 'all' };
  const [id = '', unit] = name.split('/');
  if (!id.startsWith('o-')) return { userId: name };
  return unit === undefined
    ? { organizationArn: organizationArn(id) }
    : { organizationalUnitArn: unitArn(id, unit) };
}

const owner = { account: OWNER, administrator: true } satisfies Principal;

let registrations = 0;

const registrationOf = (registering: Registering): ImageRegistration => {
  const number = ++registrations;
  return {
    imageId: resourceIdOf('ami', `registration ${number}`),
    ownerId: OWNER,
    region: REGION,
    name: `image ${number}`,
    origin: { kind: 'snapshots' },
    content: {
      architecture: 'x86_64',
      virtualizationType: 'hvm',
      rootDeviceName: '/dev/sda1',
      blockDeviceMappings: [
        { deviceName: '/dev/sda1', ebs: { snapshotId: resourceIdOf('snap', `registration ${number}`) } },
      ],
    },
    tags: {},
    ...registering,
  };
};

async function nextMillisecond<T extends Outcome<unknown, unknown>>(outcome: T): Promise<T> {
  const recorded = outcome.recordedAt?.getTime() ?? 0;
  while (Date.now() <= recorded) await setTimeout(1);
  return outcome;
}

const recordedAt = (outcome: Outcome<unknown, unknown>): Date => {
  if (outcome.recordedAt === undefined) throw new Error('nothing was recorded');
  return outcome.recordedAt;
};

export async function viewedLedger(): Promise<ViewedLedger> {
  const ledger = await testLedger();
  const { database, store, writePath } = ledger;
  const deregistration = new ImageDeregistrationProcess(writePath);
  const registration = new ImageRegistrationProcess(
    writePath,
    deregistration,
    new SimulatedComputeProvider(),
  );
  const restoration = new ImageRestorationProcess(writePath, deregistration);
  const runner = new ProjectorRunner<LedgerEvent>(projectors, ledgerEvents, database, store);
  await runner.start();
  const positions = new ViewPositions(database, store);

  const change: ViewedLedger['change'] = async (imageId, wanted, context) => {
    const command = { at: new Date(), ...wanted, imageId, by: owner };
    return recordedAt(
      await nextMillisecond(await writePath.execute(images, imageId, command, wish(context))),
    );
  };
  const member = async (command: MembershipCommand): Promise<Date> =>
    recordedAt(await nextMillisecond(await writePath.execute(memberships, command.account, command, wish())));
  const settled = async (): Promise<void> =>
    positions.waitFor(projectors, (await store.head()).position, 30_000);
  return {
    ...ledger,
    change,
    settled,
    async register(registering = {}, context) {
      const made = registrationOf(registering);
      await nextMillisecond(await registration.register(made, wish(context), {}));
      return made.imageId;
    },
    share: (imageId, { add = [], until, remove = [] }, context) =>
      change(
        imageId,
        {
          type: 'ChangeLaunchPermissions',
          add: add.map((name) => ({ ...principalOf(name), expiresAt: until })),
          remove: remove.map(principalOf),
          imageBlockPublicAccess: 'unblocked',
        },
        context,
      ),
    place: (account, organizationId, unit) =>
      member({ type: 'PlaceAccount', account, organizationId, ...(unit === undefined ? {} : { unit }) }),
    leave: (account, organizationId) => member({ type: 'RemoveAccount', account, organizationId }),
    async deregister(imageId, context, how = { deleteAssociatedSnapshots: false }) {
      const at = new Date();
      const command = { type: 'DeregisterImage', imageId, by: owner, at, ...how } as const;
      const { outcome } = await deregistration.deregister(command, wish(context), {});
      return recordedAt(await nextMillisecond(outcome));
    },
    async restore(imageId) {
      const command = { type: 'RestoreImage', imageId, by: owner, at: new Date() } as const;
      return recordedAt(await nextMillisecond(await restoration.restore(command, wish(), {})));
    },
    async retain({ ownerId = OWNER, region = REGION, days = 7 } = {}) {
      const ruleId = resourceIdOf('rule', `rule ${++registrations}`);
      const retentionPeriod = { unit: 'days', value: days } as const;
      const rule = {
        ruleId,
        ownerId,
        region,
        resourceType: 'image',
        retentionPeriod,
        resourceTags: [],
      } as const;
      const command = { type: 'CreateRetentionRule', rule } as const;
      await nextMillisecond(await writePath.execute(retentionRules, { ownerId, region }, command, wish()));
      return ruleId;
    },
    async differences() {
      const found = [];
      for (const projector of projectors)
        found.push(...(await rebuild(database, store, ledgerEvents, projector, { then: 'compare' })));
      return found;
    },
    async close() {
      await runner.stop();
      await ledger.close();
    },
  };
}
