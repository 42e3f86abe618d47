import { StreamQueue } from './stream-queue';

const gate = () => {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
};

describe('A queue of streams', () => {
  it('runs what concerns one stream one after the other, in the order it came', async () => {
    const queue = new StreamQueue();
    const first = gate();
    const order: string[] = [];
    const tasks = [
      queue.run('s', async () => {
        await first.opened;
        order.push('first');
      }),
      queue.run('s', () => Promise.resolve(order.push('second'))),
      queue.run('s', () => Promise.resolve(order.push('third'))),
    ];
    await Promise.resolve();
    expect(order).toEqual([]);
    first.open();
    await Promise.all(tasks);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('runs other streams meanwhile', async () => {
    const queue = new StreamQueue();
    const first = gate();
    const slow = queue.run('slow', () => first.opened);
    expect(await queue.run('other', () => Promise.resolve('done'))).toBe('done');
    first.open();
    await slow;
  });

  it('goes on after a failure, which only the one who failed hears of', async () => {
    const queue = new StreamQueue();
    const failing = queue.run('s', () => Promise.reject(new Error('mine')));
    const next = queue.run('s', () => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('mine');
    expect(await next).toBe('next');
  });

  it('keeps the order also for what comes while others wait', async () => {
    const queue = new StreamQueue();
    const [first, second] = [gate(), gate()];
    const order: string[] = [];
    const one = queue.run('s', () => first.opened);
    const two = queue.run('s', async () => {
      await second.opened;
      order.push('two');
    });
    first.open();
    await one;
    const three = queue.run('s', () => Promise.resolve(order.push('three')));
    second.open();
    await Promise.all([two, three]);
    expect(order).toEqual(['two', 'three']);
  });

  it('remembers no stream that nobody waits for', async () => {
    const queue = new StreamQueue();
    await queue.run('s', () => Promise.resolve());
    await queue.run('t', () => Promise.reject(new Error('mine'))).catch(() => {});
    expect(Object.values(queue)).toEqual([new Map()]);
  });
});
