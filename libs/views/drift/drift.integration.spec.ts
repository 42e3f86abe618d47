import { setTimeout } from 'node:timers/promises';
import { SimulatedComputeProvider } from '../../compute';
import { families, InstanceLaunchProcess, type FamilyCommand } from '#machine-images';
import { wish } from '../../../test/support/ledger';
import { OWNER, REGION, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { Drifts } from './drift.query';

const family = { ownerId: OWNER, name: 'web' };
const by = { account: OWNER, administrator: false };
const viewer = { account: OWNER, mayReadAll: false };

let ledger: ViewedLedger;
let drifts: Drifts;

beforeAll(async () => {
  ledger = await viewedLedger();
  drifts = new Drifts(ledger.database);
});

afterAll(() => ledger.close());

const ask = (command: FamilyCommand) => ledger.writePath.execute(families, family, command, wish());
const page = () => drifts.page({ viewer, filters: { family }, limit: 1_000 });

async function launch(number: number): Promise<void> {
  const launches = new InstanceLaunchProcess(ledger.writePath, new SimulatedComputeProvider(), {
    holding: () => Promise.resolve([]),
  });
  const source = { kind: 'channel', family, channel: 'prod' } as const;
  const wanted = { instanceType: 'm7g.large', minCount: 1, maxCount: 1, blockDeviceMappings: [], tags: {} };
  const place = { account: OWNER, region: REGION, zone: `${REGION}a` };
  await launches.launch({ ...wanted, ...place, source, launchId: `r-${number}` }, wish(), {});
}

describe('While a channel moves and instances are launched by it,', () => {
  it('none is ever said to be ahead of a channel that only goes forward', async () => {
    const VERSIONS = 25;
    await ask({ type: 'CreateFamily', ...family });
    let isOver = false;
    const writing = (async () => {
      for (let version = 1; version <= VERSIONS; version++) {
        const imageId = await ledger.register();
        const at = new Date();
        await ask({ type: 'PublishImageVersion', ...family, by, imageId, at });
        await ask({ type: 'PromoteChannel', ...family, by, at, channel: 'prod', version });
        await launch(version);
      }
      isOver = true;
    })();
    const reasons = new Set<string>();
    while (!isOver) {
      for (const { why } of (await page()).items) why.forEach((reason) => reasons.add(reason));
      await setTimeout(1);
    }
    await writing;
    await ledger.settled();
    expect([...reasons]).toEqual(['behind']);
    const { items } = await page();
    expect(items).toHaveLength(VERSIONS - 1);
    const versions = items.map(({ group }) => group.runsVersion).sort((one, other) => one! - other!);
    expect(versions).toEqual(Array.from({ length: VERSIONS - 1 }, (_, index) => index + 1));
    expect(new Set(items.map(({ group }) => group.wantedVersion))).toEqual(new Set([VERSIONS]));
  });
});
