import { becomesReady, type ServerState } from './postmaster';

/** Says one state after the other, and stays with the last. */
const saying = (...states: readonly [ServerState, ...ServerState[]]) => {
  let looks = 0;
  return () => Promise.resolve(states[Math.min(looks++, states.length - 1)] ?? states[0]);
};

describe('A server that is waited for', () => {
  it('may take as long to repair itself as it needs', async () => {
    const repairing = Array.from<ServerState>({ length: 20 }).fill('starting');
    expect(await becomesReady(saying('silent', ...repairing, 'ready'), 100)).toBe(true);
  });

  it('may not be silent for ever', async () => {
    expect(await becomesReady(saying('starting', 'silent'), 100)).toBe(false);
  });

  it('is not waited for once it is over', async () => {
    expect(await becomesReady(saying('silent', 'over'), 60_000)).toBe(false);
  });
});
