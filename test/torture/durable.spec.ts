import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { SqliteEventStore } from '@dossier/adapters';
import { openStores } from '@dossier/engine';
import { built, environment, newPlace } from '../support/built';
import { newFolder, ROOT } from '../support/district';

/** SQLite's number for FULL; 3 is EXTRA. */
const FULL = 2;
const COMMANDS = 40;

describe('the log the engine opens', () => {
  it.each([
    ['as it comes', {}, true],
    ['with NORMAL', { synchronous: 'NORMAL' as const }, false],
  ])('waits for the disk, %s: %p', async (_, more, waits) => {
    const config = newFolder(more);
    const { events, close } = await openStores(config);
    try {
      expect((events as SqliteEventStore).stats().synchronous >= FULL).toBe(waits);
    } finally {
      await close();
      config.remove();
    }
  });
});

/** What a traced process did: commits of the log and the keys, and the waits for the disk it made for each command. */
interface Traced {
  readonly commits: number;
  readonly keyCommits: number;
  /** For each acknowledged command: successful syncs of each file since the command before it was acknowledged. */
  readonly waits: readonly { readonly events: number; readonly keys: number }[];
}

const STRACE = findStrace();
const NAME = 'every acknowledged command was waited for on the disk, counted from outside';

if (STRACE || process.env['CI'] === 'true') {
  describe(NAME, () => {
    it('with the log as it comes: a sync for each batch, before each answer', () => {
      const { commits, keyCommits, waits } = traced('FULL');
      expect(waits).toHaveLength(COMMANDS);
      expect(commits).toBeGreaterThanOrEqual(COMMANDS);
      expect(durabilityFaults({ commits, keyCommits, waits })).toEqual([]);
    }, 60_000);

    it('and a log with NORMAL is found out', () => {
      const found = traced('NORMAL');
      expect(found.waits).toHaveLength(COMMANDS);
      expect(sum(found.waits.map(({ events }) => events))).toBeLessThan(found.commits);
      expect(durabilityFaults(found)).toContain('command 5 was acknowledged without a sync of the log');
    }, 60_000);
  });
} else {
  it.skip(`${NAME} (not run: strace is not here or may not trace)`, () => undefined);
}

function durabilityFaults({ commits, keyCommits, waits }: Traced): readonly string[] {
  const faults = waits.flatMap(({ events }, index) =>
    events === 0 ? [`command ${index} was acknowledged without a sync of the log`] : [],
  );
  const [log, keys] = [sum(waits.map(({ events }) => events)), sum(waits.map((w) => w.keys))];
  if (log < commits) faults.push(`${log} syncs of the log for ${commits} commits`);
  if (keys < keyCommits) faults.push(`${keys} syncs of the keys for ${keyCommits} commits`);
  return faults;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function traced(synchronous: 'FULL' | 'NORMAL'): Traced {
  if (!STRACE) throw new Error('strace is needed here: install it (apt-get install strace) and allow ptrace');
  const place = newPlace();
  try {
    const trace = place.in('trace');
    const child = [
      process.execPath,
      built('test/support/acknowledge.js'),
      place.in('data'),
      synchronous,
      String(COMMANDS),
    ];
    const args = ['-f', '-y', '-e', 'trace=fsync,fdatasync,write', '-o', trace, ...child];
    const { status, stdout, stderr } = spawnSync('strace', args, { cwd: ROOT, env: environment(), encoding: 'utf8' });
    if (status !== 0) throw new Error(`the traced process ended with ${status}: ${stderr}`);
    const [, commits, keyCommits] = /commits (\d+) (\d+)/.exec(stdout) ?? [];
    return { commits: Number(commits), keyCommits: Number(keyCommits), waits: waitsIn(readFileSync(trace, 'utf8')) };
  } finally {
    place.remove();
  }
}

/** Walks the trace from 'begin' on; a call that another thread interrupted stands in two lines and counts at its end. */
function waitsIn(trace: string): Traced['waits'] {
  const waits: { events: number; keys: number }[] = [];
  const begun = new Map<string, string>();
  let now: { events: number; keys: number } | undefined;
  for (const line of trace.split('\n')) {
    const thread = /^\d+/.exec(line)?.[0] ?? '';
    if (/write\(1.*"begin/.test(line)) now = { events: 0, keys: 0 };
    if (!now) continue;
    if (/write\(1.*"acknowledged \d/.test(line)) {
      waits.push(now);
      now = { events: 0, keys: 0 };
    }
    const started = /\b(?:fsync|fdatasync)\(\d+<([^>]*)>/.exec(line)?.[1];
    if (started !== undefined && line.includes('<unfinished')) begun.set(thread, started);
    const file = /(?:fsync|fdatasync) resumed/.test(line) ? begun.get(thread) : started;
    if (file === undefined || !/= 0\s*$/.test(line)) continue;
    if (file.endsWith('/events.db-wal')) now.events += 1;
    if (file.endsWith('/keys.db-wal')) now.keys += 1;
  }
  return waits;
}

/** strace, where it is and may trace. Whoever runs as root on a system with apt gets it installed, and is told. */
function findStrace(): boolean {
  const works = (): boolean => spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
  if (works()) return true;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  console.warn('strace is missing: apt-get install -y strace');
  spawnSync('apt-get', ['install', '-y', 'strace'], { timeout: 120_000 });
  return works();
}
