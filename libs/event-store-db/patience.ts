import { backoff } from '#event-sourcing';
import { isTransient } from './failures';

/** Tries again what may be tried again, for so many milliseconds. Throws what the last attempt threw. */
export async function patiently<T>(patience: number, attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patience;
  for (let failures = 0; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error) || Date.now() >= deadline) throw error;
      await backoff(failures);
    }
  }
}
