import { StoreUnavailable } from '@dossier/kernel';

/**
 * What an error of the client means to us.
 * - conflict: the server says a stream is elsewhere. Which, and where, is asked again and never taken from the error.
 * - missing: no such stream.
 * - denied: credentials are missing, wrong, or not enough.
 * - refused: the server will never take this call as it is; nothing was written.
 * - again: it may have happened or not, now or a little later.
 * - bug: none of the client's errors.
 */
export type Kind = 'conflict' | 'missing' | 'denied' | 'refused' | 'again' | 'bug';

const BY_TYPE: Readonly<Record<string, Kind>> = {
  'wrong-expected-version': 'conflict',
  'append-consistency-violation': 'conflict',
  'stream-not-found': 'missing',
  'no-stream': 'missing',
  'access-denied': 'denied',
  'invalid-argument': 'refused',
  'maximum-append-size-exceeded': 'refused',
  'transaction-max-size-exceeded': 'refused',
  'append-record-size-exceeded': 'refused',
  'stream-deleted': 'refused',
  'stream-tombstoned': 'refused',
  unsupported: 'refused',
};

/** Status codes of gRPC: invalid argument, permission denied, unimplemented, unauthenticated. */
const BY_CODE: Readonly<Record<number, Kind>> = { 3: 'refused', 7: 'denied', 12: 'refused', 16: 'denied' };

/** Errors that the client answers by itself with a new connection; after any other one it would stay where it is. */
const RECONNECTS = new Set(['unavailable', 'cancelled', 'not-leader']);
const UNAVAILABLE = 14;

/** A call that did not answer in time. The client has no deadline of its own for reads and for what it asks at first. */
export class Late extends Error {
  readonly type = 'late';
}

/**
 * The two halves of the client speak two vocabularies: appends may fail with a plain gRPC error that has a code and no
 * type, reads with a type and no code. Both are looked at; what neither knows is tried again, a bounded number of times.
 */
export function kindOf(error: unknown): Kind {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return 'bug';
  const { type, code } = error as { type?: unknown; code?: unknown };
  return BY_TYPE[String(type)] ?? (typeof code === 'number' ? BY_CODE[code] : undefined) ?? 'again';
}

export function reconnectsByItself(error: unknown): boolean {
  const { type, code } = error as { type?: unknown; code?: unknown };
  return RECONNECTS.has(String(type)) || (type === undefined && code === UNAVAILABLE);
}

/** Names an error without its text, which may hold an address with credentials or what was sent. */
export function nameOf(error: unknown): string {
  const { type, code } = error as { type?: unknown; code?: unknown };
  return typeof type === 'string' ? type : typeof code === 'number' ? `gRPC status ${code}` : 'connection lost';
}

/** A store out of reach for this process alone. At the start that is told apart from one that does not answer. */
export class Denied extends StoreUnavailable {}

/** What the caller of the store is told in the place of an error of the client. */
export function translated(error: unknown): unknown {
  switch (kindOf(error)) {
    case 'denied':
      return new Denied(`KurrentDB turns this process away (${nameOf(error)})`);
    case 'refused':
      return new RangeError(`KurrentDB does not take this (${nameOf(error)})`);
    case 'again':
    case 'missing':
    case 'conflict':
      return new StoreUnavailable(`KurrentDB does not answer (${nameOf(error)})`);
    case 'bug':
      return error;
  }
}
