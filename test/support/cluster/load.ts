import { setTimeout as pause } from 'node:timers/promises';
import { DECLARED } from '../scenario/way';

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

/** A caller gives a command up after so long: longer than any outage of the test. */
const PATIENCE_MS = 60_000;

/** One of several callers: lists candidates and moves them on, each time at another API, and reads what it wrote at a third. */
export async function call(
  caller: number,
  urls: () => readonly string[],
  going: () => boolean,
  seen: Seen,
): Promise<void> {
  for (let n = 0; going(); n += 1) {
    const dossier = `load-${caller}-${n}`;
    const identity = { name: `Người Thử ${caller} ${n}`, birth: '1999-09-09' };
    const listing = { type: 'ListCandidate', dossier, cell: 'cell', proposedBy: 'cell', declared: DECLARED, identity };
    await command(`${dossier}-list`, listing, '2026-01-05', urls, seen);
    const activity = { type: 'NoteTemporaryActivity', dossier, place: 'noi-khac' };
    const position = await command(`${dossier}-note`, activity, '2026-01-06', urls, seen);
    if (position !== undefined) await reads(dossier, position, 1, urls, seen);
  }
}

/** Sends a command until it is answered; the same id each time, as a caller does who never learnt what became of it. */
async function command(
  id: string,
  what: object,
  on: string,
  urls: () => readonly string[],
  seen: Seen,
): Promise<string | undefined> {
  const began = performance.now();
  const body = JSON.stringify({ commandId: id, on, command: what });
  for (let tries = 1; performance.now() - began < PATIENCE_MS; tries += 1) {
    const answer = await ask(pick(urls(), id, tries), '/commands/dossier', body);
    if (answer?.status === 200) {
      const { stream, revision, position } = answer.body as unknown as {
        stream: string;
        revision: number;
        position: string;
      };
      seen.acknowledged.push({ id, stream, revision, ms: performance.now() - began, tries });
      return position;
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
async function reads(
  dossier: string,
  position: string,
  revision: number,
  urls: () => readonly string[],
  seen: Seen,
): Promise<void> {
  const began = performance.now();
  for (let tries = 0; performance.now() - began < PATIENCE_MS; tries += 1) {
    const answer = await ask(pick(urls(), dossier, tries), `/dossiers/${dossier}?seen=${encodeURIComponent(position)}`);
    if (answer?.status === 200) {
      const card = answer.body['answer'] as { revision: number };
      if (card.revision < revision)
        seen.faults.push(`${dossier} was read at revision ${card.revision}, not ${revision}`);
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
