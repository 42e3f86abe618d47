import { commandIdOf, type RecordedEvent } from '../../libs/event-sourcing';
import { after, type Answer } from '../support/caller';
import { atOnce, beginContest, outcomes, times, type Contest } from '../support/contest';
import { eventually } from '../support/eventually';
import { FRIEND, OWNER } from '../support/service';

let contest: Contest;

beforeAll(async () => {
  contest = await beginContest();
});

afterAll(() => contest.end());

const commandOf = ({ metadata }: RecordedEvent): string =>
  (JSON.parse(metadata) as { commandId: string }).commandId;

interface Change {
  readonly key: string;
  readonly verb: 'add' | 'remove';
  readonly userId: string;
  readonly answer: Answer;
}

const CLIENTS = 50;
const ROUNDS = 6;
const ACCOUNTS = ['100000000001', '100000000002', '100000000003', '100000000004', '100000000005'];

describe('Fifty who grant and revoke on one image', () => {
  it('are all answered, and what is on record is exactly what was acknowledged', async () => {
    const path = `/v1/images/${await contest.makeImage()}/launch-permissions`;
    const change = async (index: number, round: number): Promise<Change> => {
      const verb = (index + round) % 2 === 0 ? 'add' : 'remove';
      const userId = ACCOUNTS[(index * 7 + round * 3) % ACCOUNTS.length] ?? '';
      const key = `change-${index}-${round}`;
      const answer = await contest
        .client(index)
        .post(path, { [verb]: [{ userId }] }, { 'idempotency-key': key });
      return { key, verb, userId, answer };
    };
    const perClient = await atOnce(CLIENTS, async (index) => {
      const made = [];
      for (let round = 0; round < ROUNDS; round++) made.push(await change(index, round));
      return made;
    });
    const changes = perClient.flat();
    const refused = changes.filter(({ answer }) => answer.status !== 200);
    expect(outcomes(refused.map(({ answer }) => answer))).toEqual(
      times(refused.length, '503 too-much-contention'),
    );
    expect(refused.length).toBeLessThan(changes.length);
    await isOnRecord(path, changes);
  });

  /** Folds the acknowledged changes in the order of the log. */
  async function isOnRecord(path: string, changes: readonly Change[]): Promise<void> {
    const imageId = path.split('/')[3] ?? '';
    const events = await contest.recordedIn(`image-${imageId}`);
    const byCommand = new Map(changes.map((one) => [commandIdOf(OWNER, 'POST', path, one.key), one]));
    const permitted = new Set<string>();
    const permittedAt: ReadonlySet<string>[] = [];
    const commands = new Set<string>();
    for (const event of events) {
      if (VERB[event.type] !== undefined) {
        const made = byCommand.get(commandOf(event));
        const { principal } = JSON.parse(event.data) as { principal: { userId: string } };
        expect(made?.answer).toMatchObject({ status: 200, body: { revision: event.revision } });
        expect(made).toMatchObject({ verb: VERB[event.type], userId: principal.userId });
        // No event says what was so already, and no change is there twice.
        expect(permitted.has(principal.userId)).toBe(made?.verb === 'remove');
        expect(commands.has(commandOf(event))).toBe(false);
        commands.add(commandOf(event));
        toggle(permitted, principal.userId);
      }
      permittedAt.push(new Set(permitted));
    }
    // What was acknowledged held at the revision that the answer speaks of, whether it took an event or not.
    for (const { verb, userId, answer } of acknowledged(changes))
      expect(permittedAt[answer.body.revision]?.has(userId)).toBe(verb === 'add');
    await isShown(imageId, permitted, events);
  }

  async function isShown(
    imageId: string,
    permitted: ReadonlySet<string>,
    events: readonly RecordedEvent[],
  ): Promise<void> {
    const last = await contest.owner.patch(`/v1/images/${imageId}`, { description: 'after all of them' });
    const shown = await contest.owner.get(`/v1/images/${imageId}/launch-permissions`, after(last));
    const accounts = shown.body.items.map(({ userId }: { userId: string }) => userId);
    expect(accounts.sort()).toEqual([...permitted].sort());
    const history = await contest.owner.get(`/v1/images/${imageId}/history?limit=1000`, after(last));
    expect(history.body.items.map(({ event }: { event: string }) => event)).toEqual([
      ...events.map(({ type }) => type),
      'ImageDescribed',
    ]);
  }
});

const acknowledged = (changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ answer }) => answer.status === 200);

const toggle = (accounts: Set<string>, account: string): void => {
  if (!accounts.delete(account)) accounts.add(account);
};

const VERB: Readonly<Record<string, string>> = {
  LaunchPermissionGranted: 'add',
  LaunchPermissionRevoked: 'remove',
};

describe('Twenty who launch while the permission is taken from them', () => {
  /**
   * A launch reads the image once, after it was asked for. So whoever asked after the revocation was acknowledged read
   * an image without the permission, and was refused. LaunchRequested may stand behind LaunchPermissionRevoked in the
   * log all the same: when it was asked for before the acknowledgement and had read the image before the revocation was
   * recorded, which the image revision in the event says.
   */
  it('get nothing that was asked for after the revocation was acknowledged', async () => {
    const imageId = await contest.makeImage();
    const permissions = `/v1/images/${imageId}/launch-permissions`;
    await contest.owner.post(permissions, { add: [{ userId: FRIEND }] });
    let acknowledgedAt = Infinity;
    let launches = 0;
    const asked = new Map<string, number>();
    const answers = atOnce(20, async (index) => {
      const told = [];
      // Everybody asks once more after the revocation was acknowledged.
      for (let round = 0, at = 0; at <= acknowledgedAt; round++) {
        const key = `launch-${index}-${round}`;
        at = performance.now();
        asked.set(commandIdOf(FRIEND, 'POST', '/v1/instances', key), at);
        const wish = { imageId, instanceType: 'm7g.large' };
        const { status } = await contest.client(index, FRIEND).post('/v1/instances', wish, {
          'idempotency-key': key,
        });
        if (status === 201) launches++;
        told.push({ at, status });
      }
      return told;
    });
    await eventually(() => expect(launches).toBeGreaterThan(20), 120_000);
    const revoked = await contest.client(1).post(permissions, { remove: [{ userId: FRIEND }] });
    acknowledgedAt = performance.now();
    const told = (await answers).flat();

    expect(revoked.status).toBe(200);
    const late = told.filter(({ at }) => at > acknowledgedAt);
    expect(late).toHaveLength(20);
    expect([...new Set(late.map(({ status }) => status))]).toEqual([404]);
    await stands(imageId, asked, acknowledgedAt);
  });

  async function stands(
    imageId: string,
    asked: ReadonlyMap<string, number>,
    acknowledgedAt: number,
  ): Promise<void> {
    const revocation = (await contest.recordedIn(`image-${imageId}`)).find(
      ({ type }) => type === 'LaunchPermissionRevoked',
    );
    if (revocation === undefined) throw new Error('the revocation is not on record');
    let launches = 0;
    for await (const event of contest.store.readAll(0n)) {
      if (event.type !== 'LaunchRequested') continue;
      const data = JSON.parse(event.data) as { imageId: string; imageRevision: number };
      if (data.imageId !== imageId) continue;
      launches++;
      expect(data.imageRevision).toBeLessThan(revocation.revision);
      expect(asked.get(commandOf(event))).toBeLessThan(acknowledgedAt);
    }
    expect(launches).toBeGreaterThan(0);
  }
});

describe('Twenty who may not change an image, while they are let in and shut out', () => {
  it('change nothing, and are told of it only while they may know', async () => {
    const imageId = await contest.makeImage();
    const path = `/v1/images/${imageId}`;
    const wishes: readonly (readonly [string, string, object])[] = [
      ['PATCH', path, { description: 'mine' }],
      ['PUT', `${path}/tags`, { team: 'mine' }],
      ['POST', `${path}/launch-permissions`, { add: [{ userId: FRIEND }] }],
      ['POST', `${path}/deregistration`, {}],
    ];
    const told: Answer[] = [];
    let isOver = false;
    const friends = atOnce(20, async (index) => {
      const friend = await contest.client(index).issue(FRIEND, ['member'], `friend ${index}`);
      for (let round = index; !isOver; round++) {
        const [method, place, body] = wishes[round % wishes.length] ?? ['PATCH', path, {}];
        told.push(await friend.send(method, place, body));
      }
    });
    const isTold = (outcome: string): Promise<unknown> => {
      const before = told.length;
      return eventually(() => expect(outcomes(told.slice(before))).toContain(outcome), 120_000);
    };
    const change = async (verb: 'add' | 'remove'): Promise<Answer> => {
      for (;;) {
        const answer = await contest.owner.post(`${path}/launch-permissions`, {
          [verb]: [{ userId: FRIEND }],
        });
        if (answer.status !== 503) return answer;
      }
    };
    for (let round = 0; round < 5; round++) {
      expect((await change('add')).status).toBe(200);
      await isTold('403 not-the-owner');
      expect((await change('remove')).status).toBe(200);
      await isTold('404 unknown-image');
    }
    isOver = true;
    await friends;

    const refused = new Set(outcomes(told));
    refused.delete('503 too-much-contention');
    expect([...refused]).toEqual(['403 not-the-owner', '404 unknown-image']);
    const events = (await contest.recordedIn(`image-${imageId}`)).map(({ type }) => type);
    expect(events).toEqual([
      'ImageCreated',
      'ImageBecameAvailable',
      ...Array.from({ length: 5 }, () => ['LaunchPermissionGranted', 'LaunchPermissionRevoked']).flat(),
    ]);
  });
});
