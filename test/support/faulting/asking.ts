import { StoreUnavailable, type Outcome } from '@dossier/kernel';
import type { Askable, SmallEngine } from '../engine-in-memory';
import { DECLARED, founds, registers } from '../scenario';
import { TODAY } from './ground';

export type Accepted = Extract<Outcome, { kind: 'accepted' }>;

/** A command under the id it keeps, however often it is asked. */
export interface Request {
  readonly id: string;
  readonly command: Askable;
}

/** What the callers know: what they asked, what they were answered, and where two answers to one id differed. */
export interface Told {
  readonly asked: Set<string>;
  readonly accepted: Map<string, Accepted>;
  readonly contradictions: string[];
  unavailable: number;
}

export const nothingTold = (): Told => ({
  asked: new Set(),
  accepted: new Map(),
  contradictions: [],
  unavailable: 0,
});

const MOST_TRIES = 20;

/** Asks as a client with patience does: where the outcome is unknown, the same command under the same id once more. */
export async function askUntilAnswered(
  engine: SmallEngine,
  told: Told,
  { id, command }: Request,
  on = TODAY,
): Promise<Accepted> {
  told.asked.add(id);
  for (let tries = 1; ; tries += 1) {
    try {
      const outcome = await engine.ask(command, id, on);
      if (outcome.kind === 'refused') throw new Error(`${command.type} was refused: ${outcome.refusal.code}`);
      note(told, id, outcome);
      return outcome;
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries === MOST_TRIES) throw error;
      told.unavailable += 1;
    }
  }
}

function note(told: Told, id: string, outcome: Accepted): void {
  const earlier = told.accepted.get(id);
  if (earlier === undefined) told.accepted.set(id, outcome);
  const bare = (answer: Accepted): string => JSON.stringify({ ...answer, repeated: undefined });
  if (earlier !== undefined && bare(earlier) !== bare(outcome)) {
    told.contradictions.push(`${id} was answered twice, and otherwise the second time`);
  }
}

/**
 * What is asked in a run, in lines that do not wait for one another: a cell and its members, each of which writes to two
 * streams at once, and some dossiers.
 */
export function linesOf(run: string, random: () => number): readonly (readonly Request[])[] {
  const cell = `cell-${run}`;
  const members = ['one', 'two'].map((name) => registers(`${run}-${name}`, cell, '2010-01-01', TODAY));
  const unit = [founds(cell, 'cell', 'xa', TODAY), ...members].map((step) => step.command as Askable);
  const dossiers = [0, 1].map((which) => dossierLine(`${run}-${which}`, 1 + Math.floor(random() * 3)));
  return [unit, ...dossiers].map((commands, line) =>
    commands.map((command, index) => ({ id: `${run}:${line}:${index}`, command })),
  );
}

function dossierLine(dossier: string, notes: number): readonly Askable[] {
  const identity = { name: `Nguyễn Văn ${dossier}`, birth: '1990-05-19' };
  const listing = { type: 'ListCandidate', dossier, cell: 'cell-x', proposedBy: 'cell', declared: DECLARED, identity };
  const noted = Array.from({ length: notes }, (_, index) => ({
    type: 'NoteTemporaryActivity',
    dossier,
    place: `nha-may-${index}`,
  }));
  return [listing, ...noted] as Askable[];
}
