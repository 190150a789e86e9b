import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { openSqliteEvents, openSqliteReads } from '@dossier/adapters';
import { compareViews, parseStored, prepareImport, type Comparison, type ImportResult } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { built, chance, CLI, endOf, environment, runBuilt } from './built';
import { ROOT } from './district';

interface Acknowledged {
  readonly id: string;
  readonly stream: string;
  readonly order: number;
  readonly repeated: boolean;
}

export interface Killed {
  readonly steps: number;
  /** Commands that each killed run got acknowledged for the first time. */
  readonly fresh: readonly number[];
  readonly acknowledged: readonly Acknowledged[];
  readonly log: readonly Recorded[];
  readonly last: ImportResult;
  readonly again: ImportResult;
  readonly comparison: Comparison;
}

/** Every so many kills come at a moment of the whole run (start, dry run, close), the others while commands are taken. */
const ANY_MOMENT_EVERY = 4;
/** The kills together let this part of the commands through, so that all of them meet an import under way. */
const PART_TAKEN = 0.75;

/** Imports a register and kills the import `times` times, each time going on in the same data folder; then lets it end. */
export async function importWithKills(register: string, folder: string, times: number, seed: number): Promise<Killed> {
  const random = chance(seed);
  const { steps } = await prepareImport(register);
  const record = `${folder}.acknowledged`;
  const fresh: number[] = [];
  for (let kill = 0; kill < times; kill += 1) {
    const wait = 10 + random() * 1500;
    const commands = Math.floor(random() * 2 * ((PART_TAKEN * steps.length) / times));
    const before = acknowledgedIn(record).filter(({ repeated }) => !repeated).length;
    const when = kill % ANY_MOMENT_EVERY === 0 ? { wait } : { commands: before + commands };
    const end = await killedImport(register, folder, record, when);
    if (end !== 'SIGKILL')
      throw new Error(`run ${kill} of seed ${seed} ended by itself with ${end} before it was killed`);
    fresh.push(acknowledgedIn(record).filter(({ repeated }) => !repeated).length - before);
  }
  const last = wholeImport(register, folder, { ACKNOWLEDGED: record });
  const again = wholeImport(register, folder, { ACKNOWLEDGED: `${record}.again` });
  return { steps: steps.length, fresh, acknowledged: acknowledgedIn(record), last, again, ...(await readBack(folder)) };
}

const argumentsOf = (register: string, folder: string): readonly string[] => [
  'import',
  register,
  '--apply',
  '--json',
  '--data',
  folder,
];
const RECORDER = 'test/support/record-acknowledged.js';

async function killedImport(
  register: string,
  folder: string,
  record: string,
  when: { wait: number } | { commands: number },
) {
  const args = ['-r', built(RECORDER), built(CLI), ...argumentsOf(register, folder)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: environment({ ACKNOWLEDGED: record }),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = endOf(child);
  if ('wait' in when) {
    await new Promise((resolve) => setTimeout(resolve, when.wait));
  } else {
    let size = -1;
    while (child.exitCode === null && child.signalCode === null) {
      const now = existsSync(record) ? statSync(record).size : 0;
      if (now !== size && acknowledgedIn(record).filter(({ repeated }) => !repeated).length > when.commands) break;
      size = now;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  child.kill('SIGKILL');
  return ended;
}

function wholeImport(register: string, folder: string, env: NodeJS.ProcessEnv): ImportResult {
  const { status, out, err } = runBuilt(built(CLI), argumentsOf(register, folder), env);
  if (status !== 0) throw new Error(`the import after the kills ended with ${status}: ${err}`);
  return JSON.parse(out) as ImportResult;
}

/** What was recorded; a last line that the kill cut short was not acknowledged yet. */
function acknowledgedIn(record: string): readonly Acknowledged[] {
  if (!existsSync(record)) return [];
  const lines = readFileSync(record, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Acknowledged);
}

async function readBack(folder: string): Promise<{ log: readonly Recorded[]; comparison: Comparison }> {
  const events = openSqliteEvents({ file: `${folder}/events.db`, readOnly: true });
  const reads = openSqliteReads({ file: `${folder}/reads.db`, readOnly: true });
  try {
    const log = (await events.readAll(0, 1_000_000)).map(parseStored);
    return { log, comparison: await compareViews(events, reads, VIEWS) };
  } finally {
    await reads.close();
    await events.close();
  }
}

/** What is wrong with the log after the kills, in words; nothing when every acknowledged command is there exactly once. */
export function faultsOf({ steps, acknowledged, log }: Killed): readonly string[] {
  const faults: string[] = [];
  const written = new Map<string, Recorded[]>();
  for (const event of log) {
    const { id } = event.meta.command;
    written.set(id, [...(written.get(id) ?? []), event]);
  }
  for (const [id, events] of written) {
    // One append has one run of orders: a second append of the same command would stand apart from the first.
    const first = events[0]?.order ?? 0;
    if (events.some(({ order }, index) => order !== first + index)) faults.push(`${id} was written more than once`);
  }
  const rows = [...written.keys()].filter((id) => id.startsWith('row:'));
  if (rows.length !== steps) faults.push(`${steps} rows, but ${rows.length} of them in the log`);
  const taken = new Set<string>();
  for (const { id, stream, order, repeated } of acknowledged) {
    const events = written.get(id);
    if (!events) faults.push(`${id} was acknowledged and is not in the log`);
    else if (events.at(-1)?.order !== order || events.at(-1)?.stream !== stream)
      faults.push(`${id} was acknowledged at another place than it has`);
    if (!repeated && taken.has(id)) faults.push(`${id} was acknowledged as new twice`);
    if (!repeated) taken.add(id);
  }
  return faults;
}
