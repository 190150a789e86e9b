import type { Instant } from './event';

/** One event ready to be stored: canonical bytes and their leaf hash. The store adds nothing to them. */
export interface EncodedEvent {
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
}

/** A stored event as the store gives it back, its bytes untouched. Orders grow without bound; revisions start at 0. */
export interface StoredEvent extends EncodedEvent {
  readonly order: number;
  readonly stream: string;
  readonly revision: number;
}

/** The revision of a stream that does not exist yet. */
export const ABSENT = -1;

/** New events for one stream, to be written only if its last revision is still `expected`. */
export interface StreamWrite {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly EncodedEvent[];
}

/** Where an append ended: the order of its last event, and the last revision of each stream written. */
export interface Appended {
  readonly order: number;
  readonly revisions: Readonly<Record<string, number>>;
}

/**
 * The log. Every promise it makes is checked by `test/contract/events.contract.ts` on each adapter:
 * an append to several streams is all or nothing and durable when the promise resolves; a wrong expected revision throws
 * `RevisionConflict` and writes nothing; `readAll` never skips an event that becomes visible later at a lower order.
 */
export interface EventStore {
  /** The store's own identity, made when the store was created. */
  readonly id: string;
  append(writes: readonly StreamWrite[]): Promise<Appended>;
  /** The stream's events from a revision on (default 0), oldest first; empty when the stream does not exist. */
  readStream(stream: string, from?: number): Promise<readonly StoredEvent[]>;
  /** Up to `limit` events with an order above `after`, in order. */
  readAll(after: number, limit: number): Promise<readonly StoredEvent[]>;
  /** The order of the last event, 0 when there is none. */
  head(): Promise<number>;
  close(): Promise<void>;
}

/** A row of a view. `partition` is the one thing rows can be listed by besides their key (a unit, a dossier). */
export interface StoredRow {
  readonly key: string;
  readonly partition: string;
  readonly json: string;
}

/** What one view changed while it read one batch. A row with `json: undefined` is deleted. */
export interface ViewChange {
  readonly view: string;
  readonly version: number;
  /** The position reached; `from` is what the projector believed it to be, and the write is fenced by it. */
  readonly from: number;
  readonly to: number;
  readonly rows: readonly { readonly key: string; readonly partition: string; readonly json: string | undefined }[];
  /** The last revision applied of every stream this batch touched, and revisions that were expected but never came. */
  readonly applied: readonly { readonly stream: string; readonly revision: number }[];
  readonly missing: readonly { readonly stream: string; readonly revision: number }[];
}

/** The rows that views keep. Contract: `test/contract/reads.contract.ts`. */
export interface ReadStore {
  /** The store id of the log these rows were built from; undefined while empty. */
  source(): Promise<string | undefined>;
  /** The order up to which the view has applied events; 0 when it never ran. */
  position(view: string, version: number): Promise<number>;
  get(view: string, version: number, key: string): Promise<StoredRow | undefined>;
  getMany(view: string, version: number, keys: readonly string[]): Promise<readonly StoredRow[]>;
  /** All rows, or one partition's, ordered by key. */
  list(view: string, version: number, partition?: string): Promise<readonly StoredRow[]>;
  /** The last revision of the named streams that the view has applied (absent: none). */
  applied(view: string, version: number, streams?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  missing(view: string, version: number): Promise<readonly { readonly stream: string; readonly revision: number }[]>;
  /** Rows, applied revisions and positions of all changes in one transaction, or none. Throws `ProjectionFenced` when a view's position is no longer `from`. */
  save(source: string, changes: readonly ViewChange[]): Promise<void>;
  /** Forgets a view of that version entirely: its rows, its position. */
  drop(view: string, version: number): Promise<void>;
  close(): Promise<void>;
}

/** The key that seals what one stream holds of one person. `secret` is 32 bytes. */
export interface SealingKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Who a blind index stands for, and the stream of the dossier that holds the claim to that person. */
export interface Claim {
  readonly person: string;
  readonly dossier: string;
}

/**
 * Keys and the map from a person's blind index to a random person id: everything that erasure must be able to destroy.
 * Contract: `test/contract/keys.contract.ts`. A key is durable before `ensureKey` resolves.
 */
export interface KeyStore {
  /** The key of a stream, made when it has none yet. */
  ensureKey(stream: string): Promise<SealingKey>;
  /** The key of a stream; undefined when it never had one or it was destroyed. */
  findKey(stream: string): Promise<SealingKey | undefined>;
  /** Claims a person for a dossier. The first claim wins: the answer names the dossier that holds it. */
  claim(blind: Uint8Array, dossier: string, person: string): Promise<Claim>;
  /** The claim on a person, without claiming; undefined when no dossier holds one. A rehearsal needs it, for `claim` writes. */
  findClaim(blind: Uint8Array): Promise<Claim | undefined>;
  /** Moves a claim from one dossier to another; false when `from` no longer holds it. */
  moveClaim(blind: Uint8Array, from: string, to: string): Promise<boolean>;
  /** Gives a claim back, if that dossier holds it. */
  releaseClaim(blind: Uint8Array, dossier: string): Promise<void>;
  /** Streams that have a key, for the sweep of keys whose first event never came. */
  streams(): Promise<readonly string[]>;
  /** Destroys the key and the claims of a stream. What was sealed under it can never be opened again. */
  destroy(stream: string): Promise<void>;
  /** A secret of this installation for keyed digests (blind indexes, import ids). 32 bytes, never leaves the process. */
  pepper(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The only clock. Adapters of it never step back. */
export interface Clock {
  now(): Instant;
}

export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} is at revision ${actual}, not at ${expected}`);
  }
}

export class ProjectionFenced extends Error {
  override readonly name = 'ProjectionFenced';
  constructor(
    readonly view: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${view} is at position ${actual}, not at ${expected}: another projector has moved it`);
  }
}

/** The store cannot be reached or cannot write just now (disk full, locked). The outcome of a write in flight is unknown. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The data folder cannot be used as it is: newer version, damaged, wrong key, held by another process. Says what and why. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  constructor(
    readonly code: 'newer-version' | 'damaged' | 'wrong-master-key' | 'held' | 'foreign',
    message: string,
  ) {
    super(message);
  }
}
