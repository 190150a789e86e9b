import { setTimeout as pause } from 'node:timers/promises';
import { parsePosition } from '@dossier/kernel';

/** One command of a caller, under the id that it keeps however often it is sent. */
export interface Asked {
  readonly id: string;
  readonly on: string;
  readonly command: object;
}

/** What a caller has happen to one dossier after the other, in this order. */
export type Way = (dossier: string) => readonly Asked[];

/** Several callers, what they ask, and what they see. */
export interface Load {
  readonly callers: number;
  readonly way: Way;
  /** The APIs as they are just now: a killed one comes back at another address. */
  readonly urls: () => readonly string[];
  readonly seen: Seen;
}

/** What one command came to, as its caller saw it. */
export interface Acknowledged {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** From the first try to the answer, other tries included. */
  readonly ms: number;
  readonly tries: number;
}

/** What a load saw: what was acknowledged, what was read afterwards, and what no answer may ever say. */
export interface Seen {
  readonly acknowledged: Acknowledged[];
  readonly reads: number[];
  /** Reads that were told what to have seen and answered something older, or commands that were refused without cause. */
  readonly faults: string[];
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const LOOK_EVERY_MS = 10;
/** A caller gives a command up after so long: longer than any outage of the test. */
const PATIENCE_MS = 60_000;

export const nothingSeen = (): Seen => ({ acknowledged: [], reads: [], faults: [] });

/** Lets the callers begin. What it answers has each end its dossier and take up no other. */
export function begin(load: Load): () => Promise<void> {
  let going = true;
  const calling = Array.from({ length: load.callers }, (_, caller) => call(caller, load, () => going));
  return async () => {
    going = false;
    await Promise.all(calling);
  };
}

/** One of several callers: sends each command to another API than the one before, and reads at a third what it wrote. */
async function call(caller: number, load: Load, going: () => boolean): Promise<void> {
  for (let n = 0; going(); n += 1) {
    const dossier = `load-${caller}-${n}`;
    for (const asked of load.way(dossier)) {
      const accepted = await send(asked, load);
      if (accepted === undefined) break;
      await read(dossier, accepted, load);
    }
  }
}

interface Accepted {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}

/** Sends a command until it is answered; the same id each time, as a caller does who never learnt what became of it. */
async function send({ id, on, command }: Asked, { urls, seen }: Load): Promise<Accepted | undefined> {
  const began = performance.now();
  const body = JSON.stringify({ commandId: id, on, command });
  for (let tries = 1; performance.now() - began < PATIENCE_MS; tries += 1) {
    const answer = await ask(pick(urls(), id, tries), '/commands/dossier', body);
    if (answer?.status === 200) {
      const accepted = answer.body as unknown as Accepted;
      const { stream, revision } = accepted;
      seen.acknowledged.push({ id, stream, revision, ms: performance.now() - began, tries });
      return accepted;
    }
    if (answer !== undefined && answer.status !== 503) {
      seen.faults.push(`${id} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return undefined;
    }
    await pause(50);
  }
  seen.faults.push(`${id} was not answered within ${PATIENCE_MS / 1000} s`);
  return undefined;
}

/** Reads a dossier at an API that did not take its last command, told what must be in the answer. */
async function read(dossier: string, { position, revision }: Accepted, { urls, seen }: Load): Promise<void> {
  const began = performance.now();
  for (let tries = 0; performance.now() - began < PATIENCE_MS; tries += 1) {
    const answer = await ask(pick(urls(), dossier, tries), `/dossiers/${dossier}?seen=${encodeURIComponent(position)}`);
    if (answer?.status === 200) {
      const { answer: card, position: known } = answer.body as { answer: { revision: number }; position: string };
      if (card.revision < revision)
        seen.faults.push(`${dossier} was read at revision ${card.revision}, not ${revision}`);
      if (orderOf(known) < orderOf(position)) seen.faults.push(`${dossier} was read as of ${known}, not ${position}`);
      seen.reads.push(performance.now() - began);
      return;
    }
    if (answer !== undefined && answer.status !== 503) {
      seen.faults.push(`${dossier} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return;
    }
    await pause(50);
  }
  seen.faults.push(`${dossier} could not be read within ${PATIENCE_MS / 1000} s`);
}

/**
 * Asks one question over and over, at one API after the other and told nothing of what was seen: where one answer was from,
 * the next is not from before it. What it answers asks no more, and says how often it asked.
 */
export function watch({ urls, seen }: Pick<Load, 'urls' | 'seen'>): () => Promise<number> {
  let going = true;
  const watching = (async () => {
    let times = 0;
    for (let before = ''; going; times += 1) {
      const answer = await ask(urls()[times % urls().length], '/organisations');
      const known = answer?.status === 200 ? (answer.body['position'] as string) : before;
      if (orderOf(known) < orderOf(before))
        seen.faults.push(`an answer as of ${before} was followed by one of ${known}`);
      before = known;
      await pause(LOOK_EVERY_MS);
    }
    return times;
  })();
  return () => {
    going = false;
    return watching;
  };
}

const orderOf = (position: string): number => parsePosition(position)?.order ?? Number.NaN;

/** An answer, or nothing where the process at the other end was gone. */
async function ask(url: string | undefined, path: string, body?: string): Promise<Answer | undefined> {
  if (url === undefined) return undefined;
  try {
    const response = await fetch(`${url}${path}`, {
      signal: AbortSignal.timeout(15_000),
      ...(body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  } catch {
    return undefined;
  }
}

/** Another API for each try, and not the same one first for everything. */
function pick(urls: readonly string[], about: string, tries: number): string | undefined {
  const start = [...about].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return urls[(start + tries) % urls.length];
}

/** The value that so many in a hundred do not pass. */
export function percentile(values: readonly number[], hundredths: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * hundredths) / 100))] ?? Number.NaN;
}
