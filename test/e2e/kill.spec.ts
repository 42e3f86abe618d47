import { projectors } from '../../libs/views';
import type { Answer, Caller } from '../support/caller';
import { FRIEND, OWNER, registration } from '../support/service';
import { Standalone } from '../support/standalone';

const KILLS = 5;
const WRITERS = 8;

const standalone = new Standalone();

afterAll(() => standalone.remove());

/** One wish, under one key, that is sent until it is answered. */
interface Wish {
  readonly key: string;
  readonly body: Record<string, unknown>;
  answer?: Answer;
  /** How often it was sent. */
  sent: number;
}

const wishes: Wish[] = [];

/** Sends one wish after the other until the connection breaks; what got no answer is sent again next time. */
async function write(owner: Caller, left: Wish[]): Promise<void> {
  for (;;) {
    const wish = left.pop() ?? newWish();
    wish.sent++;
    try {
      const answer = await owner.post('/v1/images', wish.body, { 'idempotency-key': wish.key });
      if (answer.status === 201) wish.answer = answer;
      await share(owner, answer);
    } catch {
      return;
    }
  }
}

function newWish(): Wish {
  const wish = { key: `wish-${wishes.length}`, body: registration(), sent: 0 };
  wishes.push(wish);
  return wish;
}

const share = (owner: Caller, { body }: Answer): Promise<Answer> =>
  owner.post(`/v1/images/${body.imageId}/launch-permissions`, { add: [{ userId: FRIEND }] });

async function everyImage(owner: Caller): Promise<readonly { imageId: string; name: string }[]> {
  const images = [];
  for (let cursor = ''; ;) {
    const { body } = await owner.get(`/v1/images?owner=self&limit=1000${cursor}`);
    images.push(...body.items);
    if (body.nextCursor === undefined) return images;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

describe('A service that is killed while it writes', () => {
  it('has every acknowledged write, none twice, and views that equal their rebuild', async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      const owner = (await standalone.start()).with({ 'ledger-account': OWNER });
      const left = wishes.filter(({ answer }) => answer === undefined);
      const writers = Array.from({ length: WRITERS }, () => write(owner, left));
      const wanted = wishes.length + 20;
      while (wishes.length < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
      await standalone.end('SIGKILL');
      await Promise.all(writers);
    }

    const owner = (await standalone.start()).with({ 'ledger-account': OWNER });
    const acknowledged = wishes.filter(({ answer }) => answer !== undefined);
    const unanswered = wishes.filter(({ answer }) => answer === undefined);
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    for (const wish of wishes) {
      const again = await owner.post('/v1/images', wish.body, { 'idempotency-key': wish.key });
      expect({ key: wish.key, status: again.status }).toEqual({ key: wish.key, status: 201 });
      if (wish.answer !== undefined) expect(again.body).toEqual(wish.answer.body);
      wish.answer = again;
    }
    const last = wishes.at(-1)?.answer?.headers.get('ledger-position') ?? undefined;
    const images = await everyImage(owner.with({ 'ledger-position': last }));
    expect(images.map(({ imageId }) => imageId).sort()).toEqual(
      wishes.map(({ answer }) => answer?.body.imageId as string).sort(),
    );
    expect(new Set(images.map(({ name }) => name)).size).toBe(wishes.length);
    expect(unanswered.every(({ sent }) => sent > 0)).toBe(true);

    const compared = await standalone.run('apps/standalone/rebuild.js', '--compare');
    expect(compared.output.match(/equals what is served, row for row/g)).toHaveLength(projectors.length);
    expect(compared.code).toBe(0);
    expect(await standalone.end('SIGTERM')).toBe(0);
  });
});
