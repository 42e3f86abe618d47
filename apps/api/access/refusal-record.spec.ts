import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusals, type CommandRefusedData } from '#access';
import { BEGINNING, PersonalDataSeal } from '#event-sourcing';
import { NotTheOwner, UnknownImage } from '#machine-images';
import { BackgroundWork, Metrics } from '#runtime';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { RefusalRecord } from './refusal-record';

const IMAGE = 'ami-0123456789abcdef0';
const key = { id: 'key', key: randomBytes(32) };
const keys = {
  keyOf: () => Promise.resolve(key),
  findKeyOf: () => Promise.resolve(key),
  keyById: () => Promise.resolve(key),
};

// All of a request that is looked at once the answer is decided.
const requestOf = (headers: Readonly<Record<string, string>> = {}): FastifyRequest =>
  ({
    method: 'PATCH',
    headers,
    params: { imageId: IMAGE },
    query: {},
    ip: '127.0.0.1',
    identity: { subject: 'anna', account: '111122223333', roles: ['member'] },
    routeOptions: { url: '/v1/images/:imageId', config: {} },
    write: {
      context: {
        commandId: 'wish',
        correlationId: 'correlation',
        causationId: 'wish',
        at: new Date(0),
        reason: 'why',
      },
    },
  }) as unknown as FastifyRequest; // a whole one only a server makes

describe('The record of refusals', () => {
  let store: InMemoryEventStore;
  let metrics: Metrics;
  let background: BackgroundWork;
  let record: RefusalRecord;
  beforeEach(() => {
    // What fails here is logged, as it should be.
    Logger.overrideLogger(false);
    store = new InMemoryEventStore();
    metrics = new Metrics();
    background = new BackgroundWork();
    record = new RefusalRecord(new Refusals(store), new PersonalDataSeal(keys), metrics, background);
  });

  const tell = async (
    request = requestOf(),
    error: Error = new NotTheOwner(IMAGE),
    status = 403,
  ): Promise<void> => {
    record.told(request, error, status);
    await background.finished();
  };
  async function recorded(): Promise<readonly { data: CommandRefusedData; metadata: object; id: string }[]> {
    const events = [];
    for await (const { data, metadata, id } of store.readAll(BEGINNING))
      events.push({
        data: JSON.parse(data) as CommandRefusedData,
        metadata: JSON.parse(metadata) as object,
        id,
      });
    return events;
  }
  const leftOut = async (): Promise<unknown> => (await metrics.refusalsLeftOut.get()).values[0]?.value;

  it('says what the request said of itself: its reason, its correlation, what it was caused by', async () => {
    await tell();
    expect(await recorded()).toMatchObject([
      {
        data: { account: '111122223333', method: 'PATCH', code: 'not-the-owner', resourceIds: [IMAGE] },
        metadata: {
          correlationId: 'correlation',
          causationId: 'wish',
          reason: 'why',
          actor: {
            account: '111122223333',
            interface: 'rest',
            personal: expect.stringMatching(/^key\./) as string,
          },
        },
      },
    ]);
  });

  it('does not fail when the log cannot be reached, and says so with the next one', async () => {
    store.failNext();
    await tell();
    expect(await recorded()).toEqual([]);
    expect(await leftOut()).toBe(1);
    await tell();
    expect((await recorded()).map(({ data }) => data.leftOut)).toEqual([1]);
  });

  it('tells of what is left out only among its like, so that what is hidden shows nowhere', async () => {
    const hidden = new UnknownImage(IMAGE).asHidden();
    for (let count = 0; count < 62; count++) await tell(requestOf(), hidden, 404);
    expect(await leftOut()).toBe(2);
    await tell();
    const [last] = (await recorded()).toReversed();
    expect(last?.data.code).toBe('not-the-owner');
    expect(last?.data).not.toHaveProperty('leftOut');
  });

  it('has a repetition under one key once, and other requests each', async () => {
    const keyed = requestOf({ 'idempotency-key': 'k' });
    await tell(keyed);
    await tell(keyed);
    await tell(keyed, new UnknownImage(IMAGE).asHidden(), 404);
    await tell();
    await tell();
    const events = await recorded();
    expect(events.map(({ data }) => data.code)).toEqual([
      'not-the-owner',
      'unknown-image',
      'not-the-owner',
      'not-the-owner',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  });

  it('is waited for by whoever waits for what goes on in the background', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    jest
      .spyOn(store, 'append')
      .mockImplementationOnce(() => gate.then(() => Promise.reject(new Error('late'))));
    record.told(requestOf(), new NotTheOwner(IMAGE), 403);
    let isFinished = false;
    const finished = background.finished().then(() => (isFinished = true));
    await new Promise(setImmediate);
    expect(isFinished).toBe(false);
    open();
    await finished;
    expect(await leftOut()).toBe(1);
  });

  it('knows nothing of who did not say who they are', async () => {
    const { identity: _, ...nobody } = requestOf();
    await tell(nobody);
    expect(await recorded()).toEqual([]);
  });
});
