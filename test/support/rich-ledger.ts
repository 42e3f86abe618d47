import { Random } from '../kill/random';
import { Traffic } from '../kill/traffic';
import { requestOf } from './routes/attempts';
import { routeExamples } from './routes/examples';
import { send } from './routes/faults';
import { makeFixture } from './routes/fixture';
import { endpoints, nameOf } from './routes/routes';
import type { Caller } from './caller';
import { eventually } from './eventually';
import { FRIEND, OWNER, type Service } from './service';

const WISHES = 150;

/** Writes some of everything: each example of each route that writes, and a mixed lot besides. Answers who owns it. */
export async function writeRichLedger(service: Service): Promise<Caller> {
  const fixture = await makeFixture(service, [FRIEND]);
  const owner = service.admin.with({ 'ledger-account': OWNER });
  for (const endpoint of endpoints.filter(({ writes }) => writes === true)) {
    const example = routeExamples[nameOf(endpoint)]?.(fixture);
    // What came before may stand in the way of it: then the refusal is on record.
    if (example !== undefined) await send(owner, requestOf(endpoint, example));
  }
  const traffic = new Traffic(new Random(5), () => owner);
  await eventually(() => expect(traffic.wishes.length).toBeGreaterThan(WISHES), 180_000);
  await traffic.end();
  return owner;
}
