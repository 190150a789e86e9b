/** A day as people write it in a register: 'YYYY-MM-DD', in Asia/Ho_Chi_Minh. */
export type Day = string;

/** A moment as a machine records it: ISO 8601 in UTC with milliseconds. */
export type Instant = string;

/** What happened, in the words of the work. `data` is JSON; `identity` and `details` in it are personal and get sealed. */
export interface DomainEvent<T extends string = string, D extends object = object> {
  readonly type: T;
  readonly data: D;
}

/** Who asked, in which role, for which unit, and which policy version allowed it. Ids only, never names. */
export interface Actor {
  readonly account: string;
  readonly role: string;
  readonly unit: string;
  readonly policy: string;
}

/**
 * What stands beside an event. The three times are kept apart: `on` is the day the thing happened, `at` the instant this
 * system recorded it (nothing outside can set it), `entered` the day a paper register claims to have recorded it.
 */
export interface EventMeta {
  readonly actor: Actor;
  /** `digest` is a keyed digest of what was asked: the same id with something else in it is found out. */
  readonly command: { readonly id: string; readonly type: string; readonly digest?: string };
  readonly correlation: string;
  readonly causation: string;
  readonly on: Day;
  readonly at: Instant;
  readonly entered?: { readonly day: Day; readonly claimed: true };
  readonly procedure?: string;
  readonly overlay?: string;
}

/** Where an event stands and what was known of its making. */
interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly meta: EventMeta;
}

/** The canonical envelope: exactly what is hashed and stored. It holds no field of the store, so it can move to another. */
export type Envelope<E extends DomainEvent = DomainEvent> =
  E extends DomainEvent<infer T, infer D> ? Place & { readonly type: T; readonly data: D } : never;

/** An envelope read back, with the place it has in the store it was read from. */
export type Recorded<E extends DomainEvent = DomainEvent> = Envelope<E> & { readonly order: number };

/** The parts of an event's data that are personal. Each is sealed in a box of its own. */
export const PURPOSES = ['identity', 'details'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The day by which an event counts as known: the register's own entry where it claims one, else the day it was recorded. */
export function knownDay(meta: EventMeta, dayOf: (at: Instant) => Day): Day {
  return meta.entered?.day ?? dayOf(meta.at);
}
