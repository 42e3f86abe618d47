import { families, type FamilyCommand, type Principal } from '#machine-images';
import { ViewIsBehind, ViewPositions } from '#projections';
import { wish } from '../../../test/support/ledger';
import { OWNER, viewedLedger, type ViewedLedger } from '../../../test/support/viewed-ledger';
import { FamiliesOfImageView } from './families-of-image';

const by: Principal = { account: OWNER, administrator: false };

let ledger: ViewedLedger;
let view: FamiliesOfImageView;

beforeAll(async () => {
  ledger = await viewedLedger();
  view = new FamiliesOfImageView(ledger.database, new ViewPositions(ledger.database, ledger.store), 10_000);
});

afterAll(() => ledger.close());

const family = (name: string) => ({ ownerId: OWNER, name });
const ask = (command: FamilyCommand) =>
  ledger.writePath.execute(families, family(command.name), command, wish());

describe('The families of an image', () => {
  it('are those that hold it by the position, each once, whatever became of its version', async () => {
    const [imageId, other] = [await ledger.register(), await ledger.register()];
    for (const name of ['web', 'mobile', 'db']) {
      await ask({ type: 'CreateFamily', ...family(name) });
      const published = name === 'db' ? other : imageId;
      await ask({ type: 'PublishImageVersion', ...family(name), by, at: new Date(), imageId: published });
    }
    const { position } = await ask({
      type: 'RevokeImageVersion',
      ...family('web'),
      imageId,
      at: new Date(),
      since: new Date(),
    });
    const holding = await view.holding(imageId, position);
    expect(holding.map(({ ownerId, name }) => [ownerId, name]).sort()).toEqual([
      [OWNER, 'mobile'],
      [OWNER, 'web'],
    ]);
  });

  it('are not told before the view has got there', async () => {
    const hasty = new FamiliesOfImageView(
      ledger.database,
      new ViewPositions(ledger.database, ledger.store),
      20,
    );
    const { position } = await ledger.store.head();
    await expect(hasty.holding('ami-1', position + 1n)).rejects.toThrow(ViewIsBehind);
  });
});
