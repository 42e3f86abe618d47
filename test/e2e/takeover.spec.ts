import { Random } from '../kill/random';
import { conclude } from '../kill/conclusion';
import { ACCOUNT, Traffic } from '../kill/traffic';
import { eventually } from '../support/eventually';
import { Deployment, type Blow } from '../takeover/deployment';

const BLOWS: readonly Blow[] = ['killed', 'stopped', 'frozen'];

const deployment = new Deployment();
let traffic: Traffic | undefined;

afterAll(async () => {
  traffic?.abandon();
  await deployment.remove();
});

describe('An active projector that is killed, stopped or frozen under load', () => {
  it('is replaced by the one that stands by: nothing is lost, nothing is done twice', async () => {
    const service = (await deployment.start()).with({ 'ledger-account': ACCOUNT });
    traffic = new Traffic(new Random(7), () => service);
    const { wishes } = traffic;
    for (const blow of BLOWS) {
      const wanted = wishes.length + 50;
      await eventually(() => expect(wishes.length).toBeGreaterThan(wanted));
      await deployment.strike(blow);
    }
    await traffic.end();
    const { violations } = await conclude({
      store: deployment.openLog(),
      service,
      wishes,
      compare: () => deployment.compare(),
    });
    expect(violations).toEqual([]);
  }, 180_000);
});
