import type { Actor, KeyStore, Outcome, Refusal } from '@dossier/kernel';
import type { CommandBus } from '@nestjs/cqrs';
import { dispatch } from '../dispatch';
import { ViewsOverloaded } from '../projections/back-pressure';
import { keyedDigest } from '../sealing/persons';
import { inOrder } from './schedule';
import type { Step } from './commands';
import type { BadRow } from './workbook';

/** A row that could be read and that the rules refused. */
export interface RefusedRow {
  readonly sheet: string;
  readonly line: number;
  readonly refusal: Refusal;
}

export interface ImportResult {
  readonly rows: number;
  readonly accepted: number;
  /** Rows that had been imported before: they were answered again, and nothing happened twice. */
  readonly repeated: number;
  readonly malformed: readonly BadRow[];
  readonly refused: readonly RefusedRow[];
}

/** How long a row waits for the views before it is sent again, in milliseconds. */
const SLOW_DOWN_MS = 250;

export interface ImportRun {
  readonly bus: CommandBus;
  readonly keys: KeyStore;
  readonly actor: Actor;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Sends every step through the command handlers, in the order of their days. A row's command id is a keyed digest of its
 * own text, so a workbook imported again, or again after a crash, answers what is there and adds what is new.
 */
export async function runSteps(steps: readonly Step[], run: ImportRun): Promise<Omit<ImportResult, 'malformed'>> {
  const ids = await commandIds(steps, run.keys);
  const refused: RefusedRow[] = [];
  let accepted = 0;
  let repeated = 0;
  let done = 0;
  await inOrder(steps, async (step, index) => {
    const outcome = await send(step, ids[index] ?? '', run);
    if (outcome.kind === 'refused') refused.push({ sheet: step.sheet, line: step.line, refusal: outcome.refusal });
    else if (outcome.repeated) repeated += 1;
    else accepted += 1;
    done += 1;
    run.onProgress?.(done, steps.length);
  });
  refused.sort((a, b) => a.sheet.localeCompare(b.sheet) || a.line - b.line);
  return { rows: steps.length, accepted, repeated, refused };
}

/** An import goes on when the views have come nearer: it slows down and does not fail. Sent again, a row happens once. */
async function send(step: Step, commandId: string, run: ImportRun): Promise<Outcome> {
  const { aggregate, command, on, entered } = step;
  const request = { command, commandId, on, entered, actor: run.actor, correlation: 'import' };
  for (;;) {
    try {
      return await dispatch(run.bus, aggregate, request);
    } catch (error) {
      if (!(error instanceof ViewsOverloaded)) throw error;
      await new Promise((resolve) => setTimeout(resolve, SLOW_DOWN_MS));
    }
  }
}

/** Two rows of the very same text are two rows: the second gets the number 2. Refused by the rules or not, it is named. */
async function commandIds(steps: readonly Step[], keys: KeyStore): Promise<readonly string[]> {
  const seen = new Map<string, number>();
  const ids: string[] = [];
  for (const { text } of steps) {
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    ids.push(`row:${await keyedDigest(keys, 'import-row', times === 1 ? text : `${text}\n${times}`)}`);
  }
  return ids;
}
