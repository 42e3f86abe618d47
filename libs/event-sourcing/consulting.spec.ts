import { InMemoryEventStore } from '../../test/support/in-memory-event-store';
import { wishUnder } from '../../test/support/wish';
import type { Category, Consulting } from './category';
import { DomainError } from './domain-error';
import { EventType, EventTypes, type EventIn } from './event-type';
import { WritePath } from './write-path';

class Closed extends DomainError<'closed'> {
  readonly code = 'closed';
}

const turned = EventType.named('Turned').as<{ readonly to: string }>();
const events = EventTypes.of(turned);
type Turned = EventIn<typeof events>;
type State = { readonly to: string };

const initial: State = { to: 'open' };
const evolve = (_: State, { data }: Turned): State => data;

/** Somebody turns the sign. */
const signs: Category<string, State, string, Turned> = {
  stream: (id) => `sign-${id}`,
  events,
  decider: {
    initial,
    evolve,
    decide: (to, state) => (state.to === to ? [] : [{ type: 'Turned', data: { to } }]),
  },
};

interface Enter {
  readonly as: string;
  readonly sign?: State;
}

let looks: number;
/** Nobody enters while the sign says closed; whoever is inside already need not look. */
const doors: Category<string, State, Enter, Turned> & Consulting<State, Enter> = {
  stream: (id) => `door-${id}`,
  events,
  decider: {
    initial,
    evolve,
    decide: ({ as, sign }, state) => {
      if (state.to === as) return [];
      if (sign?.to === 'closed') throw new Closed('closed');
      return [{ type: 'Turned', data: { to: as } }];
    },
  },
  consult: async (command, state, look) => {
    if (state.to === command.as) return command;
    looks += 1;
    return { ...command, sign: await look(signs, 'shop') };
  },
};

describe('A decision that depends on another stream', () => {
  let writePath: WritePath;
  let elsewhere: WritePath;
  let keys = 0;
  beforeEach(() => {
    const store = new InMemoryEventStore();
    [writePath, elsewhere] = [new WritePath(store), new WritePath(store)];
    looks = 0;
  });
  const enter = (as: string, key = `enter ${++keys}`, dryRun = false) =>
    writePath.execute(doors, 'front', { as }, wishUnder(key), { dryRun });
  const turn = (to: string) => elsewhere.execute(signs, 'shop', to, wishUnder(`turn ${++keys}`));

  it('is taken on what that says now, whatever was looked at before', async () => {
    expect((await enter('anna')).events).toHaveLength(1);
    await turn('closed');
    await expect(enter('bob')).rejects.toThrow(Closed);
    await expect(enter('bob', 'dry', true)).rejects.toThrow(Closed);
    await turn('open');
    expect((await enter('bob')).state).toEqual({ to: 'bob' });
  });

  it('does not look when its own stream settles it', async () => {
    await enter('anna');
    looks = 0;
    expect((await enter('anna')).events).toEqual([]);
    expect(looks).toBe(0);
  });

  it('is not taken again for a repetition', async () => {
    await enter('anna', 'once');
    await turn('closed');
    looks = 0;
    expect((await enter('anna', 'once')).state).toEqual({ to: 'anna' });
    expect(looks).toBe(0);
  });
});
