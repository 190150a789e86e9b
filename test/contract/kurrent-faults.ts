import type { EventStore } from '@dossier/kernel';
import { RevisionConflict, StoreUnavailable } from '@dossier/kernel';
import type { KurrentDouble } from '../support/kurrent-double';
import { encoded, texts } from './events.contract';

export type Fault = 'answer lost after commit at every append' | 'subscription cut' | 'reads cut';
export const FAULTS: readonly Fault[] = ['answer lost after commit at every append', 'subscription cut', 'reads cut'];

/** What came of a run. Whoever sees anything in `wrong` has found a promise broken. */
export interface Findings {
  readonly wrong: readonly string[];
  readonly acknowledged: number;
  readonly conflicts: number;
  readonly unavailable: number;
}

const WRITERS = 4;
const ROUNDS = 3;

/** A small generator with a seed, so that a run that found something can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Rival writers and a follower on a server that misbehaves in one way, drawn from the seed. Each run has streams of its
 * own, so many can follow each other on one store. The store's own clock must not wake within a run.
 */
export async function faultedRun(
  store: EventStore,
  double: KurrentDouble,
  fault: Fault,
  seed: number,
): Promise<Findings> {
  const random = seeded(seed);
  const start = await store.head();
  const told: Told = { acknowledged: new Map(), refused: new Set(), lengths: new Map(), short: [], unknown: 0 };
  const follower = followed(store, start);
  misbehave(double, fault, seeded(seed + 1_000_003));
  await Promise.all(
    Array.from({ length: WRITERS }, (_, writer) => write(store, `${seed}-${writer}`, seed, random, told)),
  );
  const seen = await follower.untilSettled();
  double.heal();
  const wrong = [...told.short, ...(await broken(store, start, told, seen))];
  return { wrong, acknowledged: told.acknowledged.size, conflicts: told.refused.size, unavailable: told.unknown };
}

function misbehave(double: KurrentDouble, fault: Fault, random: () => number): void {
  const { faults } = double;
  if (fault === 'answer lost after commit at every append')
    faults.loseAnswer = () => (random() < 0.9 ? 'break' : 'silence');
  if (fault === 'reads cut') faults.cutRead = () => random() < 0.4 && Math.floor(random() * 3);
  if (fault === 'subscription cut') {
    faults.subscription = () => (['kill', 'end', 'duplicate', false] as const)[Math.floor(random() * 4)] ?? false;
  }
}

interface Told {
  readonly acknowledged: Map<string, [string, number]>;
  readonly refused: Set<string>;
  /** How long each stream is known to be, by what was acknowledged, and reads that began later and found it shorter. */
  readonly lengths: Map<string, number>;
  readonly short: string[];
  unknown: number;
}

async function write(store: EventStore, name: string, seed: number, random: () => number, told: Told): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const streams = [0, 1, 2].filter(() => random() < 0.5).map((which) => `run-${seed}-${which}`);
    const writes = [];
    for (const stream of streams) {
      const known = told.lengths.get(stream) ?? 0;
      const expected = (await store.readStream(stream)).length - 1;
      if (expected + 1 < known) told.short.push(`${stream} was read as ${expected + 1} events and has ${known}`);
      const events = Array.from({ length: 1 + Math.floor(random() * 2) }, (_, i) => `${name}:${round}:${stream}:${i}`);
      writes.push({ stream, expected, texts: events });
    }
    if (writes.length === 0) continue;
    const events = writes.flatMap((each) => each.texts);
    try {
      await store.append(writes.map((each) => ({ ...each, events: each.texts.map(encoded) })));
      for (const each of writes) {
        told.lengths.set(
          each.stream,
          Math.max(told.lengths.get(each.stream) ?? 0, each.expected + 1 + each.texts.length),
        );
        each.texts.forEach((text, i) => told.acknowledged.set(text, [each.stream, each.expected + 1 + i]));
      }
    } catch (error) {
      if (error instanceof StoreUnavailable) told.unknown += 1;
      else if (error instanceof RevisionConflict) events.forEach((text) => told.refused.add(text));
      else throw error;
    }
  }
}

/** Pulls when it is woken and at no other time, from the last event it has. */
function followed(store: EventStore, start: number) {
  const seen: string[] = [];
  let at = start;
  let turn = Promise.resolve();
  const pull = async (): Promise<void> => {
    const page = await store.readAll(at, 100);
    at = page.at(-1)?.order ?? at;
    seen.push(...texts(page));
  };
  const watch = store.watch(() => (turn = turn.then(pull)));
  const untilSettled = async (): Promise<string[]> => {
    const deadline = performance.now() + 20_000;
    const head = await store.head();
    while (at < head && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
    await watch.stop();
    await turn;
    return seen;
  };
  return { untilSettled };
}

async function broken(store: EventStore, start: number, told: Told, seen: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  const all = await store.readAll(start, 10_000);
  const stored = texts(all);
  if (new Set(stored).size !== stored.length) wrong.push('an event is there twice');
  all.forEach(({ order }, i) => order > (all[i - 1]?.order ?? start) || wrong.push(`order ${order} does not grow`));
  for (const text of told.refused) if (stored.includes(text)) wrong.push(`${text} was refused and is there`);
  for (const [text, [stream, revision]] of told.acknowledged) {
    const event = all[stored.indexOf(text)];
    if (event?.stream !== stream || event.revision !== revision)
      wrong.push(`${text} was acknowledged and is not in its place`);
  }
  if (told.unknown === 0 && stored.length !== told.acknowledged.size)
    wrong.push('something is there that nobody was told of');
  for (const stream of new Set(all.map((event) => event.stream))) {
    const own = all.filter((event) => event.stream === stream);
    own.forEach(({ revision }, i) => revision === i || wrong.push(`${stream} has ${revision} in the place of ${i}`));
    const read = texts(await store.readStream(stream));
    if (read.join() !== texts(own).join()) wrong.push(`${stream} is another when it is read alone`);
  }
  if (seen.join() !== stored.join())
    wrong.push(`the follower saw ${seen.length} of ${stored.length} events, or in another order`);
  return wrong;
}
