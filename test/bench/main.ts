import 'reflect-metadata';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, valueOf } from '../../libs/adapters/sqlite-driver';
import { BY_HAND, EMMETT, EMMETT_GATHERED, measureCommands, OURS, type CommandFigures } from './commands';
import { median, ratio, table, type Row } from './figures';
import { measureRebuild } from './rebuild';

const HELP = `npm run bench [-- options]

Measures the same work done by us, by hand and by Emmett, on the same SQLite library, side by side in one run. Ratios carry
over to other machines, rates do not. Run it on a machine that does nothing else.

  --rounds N    rounds of each row after one to warm up (default 5)
  --events N    events in the log that is rebuilt (default 60000)
  --only PART   'commands' or 'rebuild'
  --row NAME    of the commands, only rows whose name contains this; for profiling
  --folder DIR  where the databases are made and removed (default: the system's temporary folder)
  --help        this text`;

const AIM_REBUILD = 30_000;
const SERIAL = 120;
const WIDE = 1500;
const READS = 500;

interface Options {
  readonly rounds: number;
  readonly events: number;
  readonly only: string | undefined;
  readonly row: string;
  readonly folder: string;
}

function optionsOf(words: readonly string[]): Options | undefined {
  const given = new Map<string, string>();
  for (let i = 0; i < words.length; i += 2) {
    const [name = '', value] = words.slice(i, i + 2);
    if (!['--rounds', '--events', '--only', '--row', '--folder'].includes(name) || value === undefined)
      return undefined;
    given.set(name, value);
  }
  const [rounds, events] = [Number(given.get('--rounds') ?? 5), Number(given.get('--events') ?? 60_000)];
  const only = given.get('--only');
  if (![rounds, events].every((n) => Number.isSafeInteger(n) && n > 0)) return undefined;
  if (only !== undefined && only !== 'commands' && only !== 'rebuild') return undefined;
  return { rounds, events, only, row: given.get('--row') ?? '', folder: given.get('--folder') ?? tmpdir() };
}

/** How long the disk takes to say that something is on it: what every durable command waits for at least once. */
function flushMicros(folder: string): number {
  const handle = openSync(join(folder, 'flush'), 'w');
  const page = Buffer.alloc(4096);
  const times = Array.from({ length: 50 }, () => {
    const start = process.hrtime.bigint();
    writeSync(handle, page);
    fsyncSync(handle);
    return Number(process.hrtime.bigint() - start) / 1000;
  });
  closeSync(handle);
  return Math.round(median(times));
}

function machine(folder: string): string {
  const db = connect(':memory:');
  const sqlite = String(valueOf(db, 'SELECT sqlite_version()'));
  db.close();
  const where = `${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.versions.node}, SQLite ${sqlite}`;
  return `${where}, one flush to disk ${flushMicros(folder)} µs`;
}

const whole = (rate: number): string => Math.round(rate).toLocaleString('en');

function tellCommands({ serial, wide, reads, probed }: CommandFigures): void {
  const beside = (rows: readonly Row[]) =>
    [
      { head: '× by hand', row: rows.find(({ name }) => name === BY_HAND) },
      { head: '× Emmett', row: rows.find(({ name }) => name === EMMETT) },
    ].filter((column): column is { head: string; row: Row } => column.row !== undefined);
  console.log(table('Commands a second: load, decide, append, on the disk; one after another', serial, beside(serial)));
  console.log(table('The same, 64 at once', wide, beside(wide)));
  console.log(table('Dossiers of 20 events read and folded a second', reads, beside(reads)));
  if (probed === undefined) return;
  const { asked, failed, early } = probed;
  console.log(
    `\nEmmett with ${asked} commands let in at once on its one connection: ${failed} failed, ${early} were answered before their COMMIT.`,
  );
}

function tellCommandAim({ wide }: CommandFigures): void {
  const ours = wide.find(({ name }) => name === OURS);
  for (const name of [EMMETT, EMMETT_GATHERED]) {
    const peer = wide.find((row) => row.name === name);
    if (!ours || !peer) continue;
    const times = ratio(ours, peer);
    const figures = `${whole(median(ours.rates))} to ${whole(median(peer.rates))} a second, ${times.toFixed(2)} times`;
    console.log(`Aim: 64 at once at least as fast as ${name}: ${times >= 1 ? 'met' : 'not met'} (${figures})`);
  }
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === undefined) {
    console.log(HELP);
    process.exitCode = process.argv.includes('--help') ? 0 : 2;
    return;
  }
  const { rounds, events, only, row } = options;
  const folder = mkdtempSync(join(options.folder, 'dossier-bench-'));
  try {
    console.log(machine(folder));
    console.log(`Medians of ${rounds} rounds, every row once a round; ratios are medians of the rounds' own ratios.`);
    const size = { rounds, serial: SERIAL, wide: WIDE, reads: READS };
    const commands = only === 'rebuild' ? undefined : await measureCommands(folder, size, (name) => name.includes(row));
    if (commands) tellCommands(commands);
    const rebuild = only === 'commands' ? undefined : await measureRebuild(folder, rounds, events);
    if (rebuild)
      console.log(
        table(`Events a second when views are rebuilt from ${whole(rebuild.events)} events`, [rebuild.row], []),
      );
    console.log('');
    if (commands) tellCommandAim(commands);
    if (rebuild) {
      const rate = median(rebuild.row.rates);
      const told = rate >= AIM_REBUILD ? 'met' : 'not met';
      console.log(`Aim: a rebuild of at least ${whole(AIM_REBUILD)} events a second: ${told} (${whole(rate)})`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
