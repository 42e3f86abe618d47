import { setTimeout } from 'node:timers/promises';

/** Asks again until the expectations hold; fails as they last did. */
export async function eventually<T>(expectations: () => T | Promise<T>, within = 20_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await expectations();
    } catch (error) {
      if (Date.now() >= end) throw error;
      await setTimeout(10);
    }
  }
}
