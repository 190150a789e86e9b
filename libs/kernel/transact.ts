import type { Decision, Refusal } from './decider';
import { isRefused } from './decider';
import type { Actor, Day, DomainEvent, EventMeta, Recorded } from './event';
import type { Clock, EncodedEvent, EventStore, StoredEvent } from './ports';
import { ABSENT, RevisionConflict } from './ports';
import type { Position } from './position';

/** Turns events into stored bytes and back. The engine's codec seals and opens personal parts on the way. */
export interface Codec {
  encode(event: DomainEvent, place: { stream: string; revision: number; meta: EventMeta }): Promise<EncodedEvent>;
  decode(stored: StoredEvent): Promise<Recorded>;
}

/** How a stream's events fold into a state. `evolve` is total: it never throws on an event that was stored. */
export interface Evolution<S, E extends DomainEvent = DomainEvent> {
  readonly initial: S;
  evolve(state: S, event: Recorded<E>): S;
  /** The events as they count, where some restate others; left out where each counts as, and when, it was recorded. */
  effective?(events: readonly Recorded<E>[]): readonly Recorded<E>[];
  /** Whether an event changes what earlier ones count as, so that the whole stream folds anew. */
  disturbs?(state: S, event: Recorded<E>): boolean;
}

/** The state after a stream's events, from the first one on. */
export function fold<S, E extends DomainEvent>(evolution: Evolution<S, E>, events: readonly Recorded<E>[]): S {
  const counted = evolution.effective?.(events) ?? events;
  return counted.reduce((state, event) => evolution.evolve(state, event), evolution.initial);
}

/** A stream as it stands: its folded state and last revision (ABSENT when it does not exist). */
export interface Loaded<S> {
  readonly state: S;
  readonly revision: number;
}

/** What a judge may ask for while it decides. Everything it loads is read at its newest revision. */
export interface Loader {
  load<S, E extends DomainEvent>(stream: string, evolution: Evolution<S, E>): Promise<Loaded<S>>;
}

/** Events for one stream, as decided. */
export interface Write {
  readonly stream: string;
  readonly events: readonly DomainEvent[];
}

/** A judge's answer: what to write (the command's own stream among it), under which procedure, or why not. */
export type Verdict =
  | { readonly writes: readonly Write[]; readonly procedure?: string; readonly overlay?: string }
  | { readonly refused: Refusal };

/** A command on its way: where it belongs, and what its events will carry beside them. */
export interface Asked {
  readonly stream: string;
  readonly command: { readonly id: string; readonly type: string; readonly digest?: string };
  readonly actor: Actor;
  readonly on: Day;
  readonly entered?: Day;
  readonly correlation?: string;
  readonly causation?: string;
}

/** The answer to a command. The same answer is given to the same command id for ever, marked `repeated`. */
export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly position: Position;
      readonly stream: string;
      readonly revision: number;
      readonly events: readonly string[];
      readonly repeated: boolean;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What is remembered of a stream between commands. Only ever a prefix of it: the tail is read from the store each time. */
export interface Remembered {
  readonly revision: number;
  readonly states: ReadonlyMap<object, unknown>;
  readonly answers: ReadonlyMap<string, Answer>;
}

interface Answer {
  readonly type: string;
  readonly digest: string | undefined;
  readonly order: number;
  readonly revision: number;
  readonly events: readonly string[];
}

export interface Memory {
  get(stream: string): Remembered | undefined;
  set(stream: string, remembered: Remembered): void;
}

export interface Kit {
  readonly store: EventStore;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly memory?: Memory;
}

/** The same command id was used for two different commands: a caller's fault, never answered with the other's answer. */
export class CommandIdReused extends Error {
  override readonly name = 'CommandIdReused';
  constructor(
    readonly id: string,
    readonly first: string,
    readonly second: string,
  ) {
    super(`command id ${id} was already used for another command (${first}), it cannot serve for this one (${second})`);
  }
}

/** Past this many lost races something is wrong with the callers, not with the luck. */
const MOST_ATTEMPTS = 256;

/**
 * Read, fold, decide, append at the revision that was read; on a lost race, again from the start. A command whose id is
 * already in its stream is answered from the event that carries it and decided no more.
 *
 * Only the streams that are written are guarded by their revision; what a judge loads beside them is as new as the
 * attempt, and the values used go into the event (ADR 0006).
 */
export async function transact(kit: Kit, asked: Asked, judge: (load: Loader) => Promise<Verdict>): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const reading = new Reading(kit);
    const earlier = (await reading.open(asked.stream)).answers.get(asked.command.id);
    if (earlier) return repeat(kit, asked, earlier);
    const verdict = await judge(reading);
    if ('refused' in verdict) return { kind: 'refused', refusal: verdict.refused };
    try {
      return await write(kit, asked, verdict, reading);
    } catch (error) {
      if (!(error instanceof RevisionConflict) || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

function repeat(kit: Kit, asked: Asked, earlier: Answer): Outcome {
  if (earlier.type !== asked.command.type || earlier.digest !== asked.command.digest) {
    throw new CommandIdReused(asked.command.id, earlier.type, asked.command.type);
  }
  return {
    kind: 'accepted',
    position: { store: kit.store.id, order: earlier.order },
    stream: asked.stream,
    revision: earlier.revision,
    events: earlier.events,
    repeated: true,
  };
}

async function write(
  kit: Kit,
  asked: Asked,
  verdict: Exclude<Verdict, { refused: Refusal }>,
  reading: Reading,
): Promise<Outcome> {
  const meta = metaOf(kit.clock, asked, verdict);
  // The command's own stream comes last, so that its last event has the highest order of the append and a repeated
  // command, which is answered from that event, gets the very same position.
  const writes = [...verdict.writes].sort(
    (a, b) => Number(a.stream === asked.stream) - Number(b.stream === asked.stream),
  );
  const encoded = [];
  for (const { stream, events } of writes) {
    const { revision: expected } = await reading.open(stream);
    const bytes = [];
    for (const [index, event] of events.entries()) {
      bytes.push(await kit.codec.encode(event, { stream, revision: expected + 1 + index, meta }));
    }
    encoded.push({ stream, expected, events: bytes });
  }
  const own = writes.at(-1);
  if (own?.stream !== asked.stream || own.events.length === 0) {
    throw new Error(`${asked.command.type} wrote nothing to its own stream ${asked.stream}`);
  }
  const appended = await kit.store.append(encoded);
  return {
    kind: 'accepted',
    position: { store: kit.store.id, order: appended.order },
    stream: asked.stream,
    revision: appended.revisions[asked.stream] ?? ABSENT,
    events: own.events.map((event) => event.type),
    repeated: false,
  };
}

function metaOf(clock: Clock, asked: Asked, verdict: { procedure?: string; overlay?: string }): EventMeta {
  return {
    actor: asked.actor,
    command: asked.command,
    correlation: asked.correlation ?? asked.command.id,
    causation: asked.causation ?? asked.command.id,
    on: asked.on,
    at: clock.now(),
    ...(asked.entered === undefined ? {} : { entered: { day: asked.entered, claimed: true as const } }),
    ...(verdict.procedure === undefined ? {} : { procedure: verdict.procedure }),
    ...(verdict.overlay === undefined ? {} : { overlay: verdict.overlay }),
  };
}

/** What looks at streams without deciding: each is read once, at its newest revision, and then stands still. */
export function readingOf(kit: Kit): Loader {
  return new Reading(kit);
}

/** One attempt's view of the streams it touches: each is brought up to date once, then stands still. */
class Reading implements Loader {
  private readonly streams = new Map<string, Promise<Opened>>();

  constructor(private readonly kit: Kit) {}

  open(stream: string): Promise<Opened> {
    const known = this.streams.get(stream);
    if (known) return known;
    const opening = openStream(this.kit, stream);
    this.streams.set(stream, opening);
    return opening;
  }

  async load<S, E extends DomainEvent>(stream: string, evolution: Evolution<S, E>): Promise<Loaded<S>> {
    const opened = await this.open(stream);
    return { state: await opened.fold(evolution), revision: opened.revision };
  }
}

interface Opened {
  readonly revision: number;
  readonly answers: ReadonlyMap<string, Answer>;
  fold<S, E extends DomainEvent>(evolution: Evolution<S, E>): Promise<S>;
}

async function openStream(kit: Kit, stream: string): Promise<Opened> {
  const remembered = kit.memory?.get(stream);
  const tail = await decodeFrom(kit, stream, (remembered?.revision ?? ABSENT) + 1);
  const revision = tail.at(-1)?.revision ?? remembered?.revision ?? ABSENT;
  const answers = tail.length === 0 ? (remembered?.answers ?? new Map()) : answersOf(tail, remembered?.answers);
  const states = new Map<object, unknown>();
  for (const [evolution, state] of remembered?.states ?? []) {
    const onward = foldOnward(evolution as Evolution<unknown>, state, tail);
    // What an event of the tail changed in the past is not in the state that was remembered: it is folded when asked for.
    if (onward) states.set(evolution, onward.state);
  }
  const keep = (): void => kit.memory?.set(stream, { revision, answers, states });
  if (tail.length > 0) keep();
  return {
    revision,
    answers,
    async fold<S, E extends DomainEvent>(evolution: Evolution<S, E>): Promise<S> {
      if (!states.has(evolution)) {
        const events = remembered ? await decodeFrom(kit, stream, 0, revision) : tail;
        states.set(evolution, fold(evolution, events as readonly Recorded<E>[]));
        keep();
      }
      return states.get(evolution) as S;
    },
  };
}

/** The state some events later; undefined when one of them changes what came before. */
function foldOnward<S>(
  evolution: Evolution<S>,
  state: S,
  tail: readonly Recorded[],
): { readonly state: S } | undefined {
  let onward = state;
  for (const event of tail) {
    if (evolution.disturbs?.(onward, event)) return undefined;
    onward = evolution.evolve(onward, event);
  }
  return { state: onward };
}

async function decodeFrom(kit: Kit, stream: string, from: number, until = Infinity): Promise<readonly Recorded[]> {
  const events: Recorded[] = [];
  for (const stored of await kit.store.readStream(stream, from)) {
    if (stored.revision <= until) events.push(await kit.codec.decode(stored));
  }
  return events;
}

function answersOf(tail: readonly Recorded[], before?: ReadonlyMap<string, Answer>): ReadonlyMap<string, Answer> {
  const answers = new Map(before);
  for (const { meta, type, order, revision } of tail) {
    const events = [...(answers.get(meta.command.id)?.events ?? []), type];
    const { id, type: asked, digest } = meta.command;
    answers.set(id, { type: asked, digest, order, revision, events });
  }
  return answers;
}

/** A decider's answer as a verdict on one stream. */
export function verdictOn<E extends DomainEvent>(stream: string, decision: Decision<E>, procedure?: string): Verdict {
  if (isRefused(decision)) return decision;
  return { writes: [{ stream, events: decision.events }], ...(procedure === undefined ? {} : { procedure }) };
}
