import type { Instant } from './event';

/** One event ready to be stored: canonical bytes and their leaf hash. The store adds nothing to them. */
export interface EncodedEvent {
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
}

/** A stored event as the store gives it back, its bytes untouched. Orders grow, not always by one; revisions start at 0. */
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
  /**
   * Calls `wake` soon after anything was appended, where the store can tell, also by another process. A hint and no more:
   * one may come without cause, and one may be lost. Whoever must miss nothing pulls, and looks again now and then.
   */
  watch(wake: () => void): Watch;
  close(): Promise<void>;
}

/** Ends what was begun; resolves once nothing more will come of it. */
export interface Watch {
  stop(): Promise<void>;
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
  /** Streams that stand still from here on (or still do, with another try counted), and streams that go on again. */
  readonly held?: readonly Held[];
  readonly released?: readonly string[];
}

/**
 * A stream that a view cannot apply an event of: the view goes on without it and holds its rows as they were before that
 * event. A pointer and no more: what the event says stays in the log, where it is read again at a release.
 */
export interface Held {
  readonly stream: string;
  /** The first revision that is not applied. */
  readonly revision: number;
  /** What kind of failure, and where; never what the event says. */
  readonly reason: string;
  readonly since: Instant;
  readonly tries: number;
}

/** Editions of the rows, each a whole set of every view. Readers see the live one; the others are built or kept beside it. */
export interface Editions {
  readonly live: number;
  readonly all: readonly Edition[];
}

export interface Edition {
  readonly edition: number;
  /** 'kept' was live before and is still moved on, so that going back loses nothing. */
  readonly state: 'live' | 'building' | 'paused' | 'kept';
  readonly since: Instant;
}

/** The rows that views keep. Contract: `test/contract/reads.contract.ts`. What is asked here is asked of the live edition. */
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
  /** The streams a view holds back. */
  held(view: string, version: number): Promise<readonly Held[]>;
  /** Forgets a view of that version entirely: its rows, its position. */
  drop(view: string, version: number): Promise<void>;
  editions(): Promise<Editions>;
  /** The same store bound to one edition, live or not. Closing it does nothing. Saving to one that was dropped throws `ProjectionFenced`. */
  edition(edition: number): ReadStore;
  /** A new and empty edition beside the others, state 'building'; its number was never used before. */
  begin(since: Instant): Promise<number>;
  /** 'building' to 'paused' and back; false when the edition is in neither state. */
  mark(edition: number, state: 'building' | 'paused'): Promise<boolean>;
  /**
   * Makes another edition the live one and keeps the former, in one step that no save comes between. Throws
   * `ProjectionFenced`, and changes nothing, when `from` is not live, `to` is not there, or `to` lacks a view of `from` or
   * stands further back in one.
   */
  switch(from: number, to: number): Promise<void>;
  /** Forgets an edition that is not live entirely: false when it is live or not there. */
  discard(edition: number): Promise<boolean>;
  /**
   * Takes a task that one of all processes does, or keeps it for longer: false while another holds it. The time is the
   * store's own. It saves work and promises nothing: who was paused past its end may believe it holds on, so whatever must
   * not happen twice is fenced where it is written.
   */
  lead(task: string, holder: string, forMs: number): Promise<boolean>;
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
  /** Works on one person alone: of several that name the same blind index, in any process, one goes after the other. */
  inTurn<T>(blind: Uint8Array, work: () => Promise<T>): Promise<T>;
  /**
   * Streams that have a key, for the sweep of keys whose first event never came. A store that several processes share
   * leaves out young keys: whoever made one may be about to write.
   */
  streams(): Promise<readonly string[]>;
  /** Destroys the key and the claims of a stream. What was sealed under it can never be opened again. */
  destroy(stream: string): Promise<void>;
  /** A secret of this installation for keyed digests (blind indexes, import ids). 32 bytes, never leaves the process. */
  pepper(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Work for later, or for another process. It lies in clear in the queue, so it holds ids and days, nothing personal. */
export interface Job {
  readonly name: string;
  /** Made of what the job is about: while one of that name and id waits or runs, putting it again does nothing. */
  readonly id: string;
  readonly data: Readonly<Record<string, string>>;
  /** Not before this; left out, at once. */
  readonly dueAt?: Instant;
}

/** Work that comes again and again. `pattern` is a cron pattern of five fields, read in Asia/Ho_Chi_Minh. */
export interface Schedule {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
  readonly every: { readonly ms: number } | { readonly pattern: string };
}

/** Whether whoever works was asked to end soon. An AbortSignal is one. */
export interface EndSignal {
  readonly aborted: boolean;
}

/** What does one job; `signal` asks it to end soon. One that throws is tried again later, a bounded number of times. */
export type Hand = (data: Readonly<Record<string, string>>, signal: EndSignal) => Promise<void>;

/**
 * The queue of work, a cache of what events imply: it may be lost at any time, and a job may be done twice. So each job is
 * safe to repeat, and what must not be missed is put again from the events. Contract: `test/contract/jobs.contract.ts`.
 */
export interface Jobs {
  put(job: Job): Promise<void>;
  /** Makes the schedules exactly these, one of each name: what is missing is added, what differs changed, the rest taken away. */
  keep(schedules: readonly Schedule[]): Promise<void>;
  /** Does jobs as they fall due until it is stopped. Stopping waits for those in hand, within a bound, and then lets go of them. */
  work(hands: Readonly<Record<string, Hand>>): Watch;
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

/**
 * A store cannot be used as it is: newer version, damaged, wrong key, held by another process; a server too old, set up
 * unsuitably, out of reach at the start. Says what and why in one line.
 */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  constructor(
    readonly code: 'newer-version' | 'damaged' | 'wrong-master-key' | 'held' | 'foreign' | 'unsuitable' | 'unreachable',
    message: string,
  ) {
    super(message);
  }
}

/**
 * What processes tell one another and count together. Nothing here is a record: a hint that is lost does no harm, a count
 * that is lost begins anew, and a revocation is kept only as long as what it revokes could live.
 * Contract: `test/contract/shared.contract.ts`.
 */
export interface Shared {
  /** Tells whoever listens in any process, this one as well. Never throws: with the carrier away the hint is lost. */
  announce(topic: string, text: string): Promise<void>;
  listen(topic: string, hear: (text: string) => void): Watch;
  /** Whether one more is allowed: at most `most` in a span of `perMs`, which begins with the first, over all processes. With the carrier away it is. */
  allow(bucket: string, most: number, perMs: number): Promise<boolean>;
  /** Ends a session everywhere; remembered until the instant from which it would be over anyway. Throws `StoreUnavailable`. */
  revoke(session: string, until: Instant): Promise<void>;
  /** Throws `StoreUnavailable` rather than let a revoked session pass unseen. */
  revoked(session: string): Promise<boolean>;
  close(): Promise<void>;
}
