import type { Category } from './category';
import { DomainError } from './domain-error';
import { EventType, EventTypes, type EventIn } from './event-type';

const guestInvited = EventType.named('GuestInvited').as<{ readonly guest: string }>();
const guestUninvited = EventType.named('GuestUninvited').as<{ readonly guest: string }>();
const guestEvents = EventTypes.of(guestInvited, guestUninvited);
export type GuestEvent = EventIn<typeof guestEvents>;

export interface GuestCommand {
  readonly type: 'Invite' | 'Uninvite';
  readonly guests: readonly string[];
  readonly by?: 'a stranger';
}

export class ListIsSecret extends DomainError<'list-is-secret'> {
  readonly code = 'list-is-secret';
}
export class ListIsFull extends DomainError<'list-is-full'> {
  readonly code = 'list-is-full';
}

export const invited = (guest: string): GuestEvent => ({ type: 'GuestInvited', data: { guest } });
export const uninvited = (guest: string): GuestEvent => ({ type: 'GuestUninvited', data: { guest } });
export const invite = (...guests: readonly string[]): GuestCommand => ({ type: 'Invite', guests });
export const uninvite = (...guests: readonly string[]): GuestCommand => ({ type: 'Uninvite', guests });

const SEATS = 3;

/** A domain just large enough to be refused something: three guests at the most, and nothing for strangers. */
export const guestLists: Category<string, readonly string[], GuestCommand, GuestEvent> = {
  stream: (id) => `guests-${id}`,
  events: guestEvents,
  decider: {
    initial: [],
    admit: ({ by }) => {
      if (by === 'a stranger') throw new ListIsSecret('there is no such list');
    },
    decide: ({ type, guests }, state) => {
      if (type === 'Uninvite') return guests.filter((guest) => state.includes(guest)).map(uninvited);
      const news = guests.filter((guest) => !state.includes(guest));
      if (state.length + news.length > SEATS) throw new ListIsFull('no seat is left');
      return news.map(invited);
    },
    evolve: (state, { type, data: { guest } }) =>
      type === 'GuestInvited' ? [...state, guest] : state.filter((other) => other !== guest),
  },
};
