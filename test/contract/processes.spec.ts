import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { holdDataFolder, openSqliteEvents } from '@dossier/adapters';
import { ABSENT, StoreRefused } from '@dossier/kernel';
import { encoded } from './events.contract';

interface Second {
  readonly pid: number;
  readonly lines: readonly string[];
  said(wanted: (line: string) => boolean): Promise<string>;
  ended(): Promise<void>;
  kill(): Promise<void>;
}

/** A real second process that runs one part of `child-process.ts`. */
function second(part: string, path: string, command: readonly string[] = [process.execPath, '--expose-gc']): Second {
  const [program = '', ...args] = command;
  const script = [join(__dirname, 'child.cjs'), join(__dirname, 'child-process.ts'), part, path];
  const child: ChildProcess = spawn(program, [...args, ...script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
  reader.on('line', (line) => lines.push(line));
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  started.add(child);
  return {
    pid: child.pid ?? 0,
    lines,
    said: (wanted) =>
      new Promise((resolve, reject) => {
        const known = lines.find(wanted);
        if (known !== undefined) resolve(known);
        reader.on('line', (line) => wanted(line) && resolve(line));
        void ended.then(() => reject(new Error(`it ended without saying so: ${lines.slice(-3).join(', ')}`)));
      }),
    ended: () => ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const started = new Set<ChildProcess>();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dossier-processes-'));
});
afterEach(() => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
  started.clear();
  rmSync(folder, { recursive: true });
});

function refusalOf(work: () => unknown): StoreRefused {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreRefused) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a data folder', () => {
  it('is held by one process, and a second one is told by whom and for what', async () => {
    const other = second('hold', folder);
    await other.said((line) => line === 'held');
    const refusal = refusalOf(() => holdDataFolder(folder, 'serve'));
    expect(refusal.code).toBe('held');
    expect(refusal.message).toContain(`process ${other.pid} (import, since 20`);
    await other.kill();
    const hold = holdDataFolder(folder, 'serve');
    expect(JSON.parse(readFileSync(join(folder, 'writer.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
      purpose: 'serve',
    });
    hold.release();
  }, 20_000);

  it('is not held twice by one process either, until it is given free', () => {
    const hold = holdDataFolder(join(folder, 'new'), 'serve');
    const refusal = refusalOf(() => holdDataFolder(join(folder, 'new'), 'rebuild'));
    expect(refusal.code).toBe('held');
    expect(refusal.message).toContain(`process ${process.pid} (serve`);
    hold.release();
    hold.release();
    expect(existsSync(join(folder, 'new', 'writer.json'))).toBe(false);
    holdDataFolder(join(folder, 'new'), 'rebuild').release();
  });
});

describe('the log in SQLite, seen by two processes', () => {
  it('has every append that was acknowledged before its writer was killed, and no gap', async () => {
    const file = join(folder, 'events.db');
    for (const least of [50, 800]) {
      const writer = second('write', file);
      await writer.said((line) => Number(line) > least);
      await writer.kill();
      const log = openSqliteEvents({ file });
      const acknowledged = Math.max(...writer.lines.filter((line) => /^\d+$/.test(line)).map(Number));
      expect(await log.head()).toBeGreaterThanOrEqual(acknowledged);
      const orders = (await log.readAll(0, 1_000_000)).map(({ order }) => order);
      expect(orders).toEqual(orders.map((_, index) => index + 1));
      await log.close();
      rmSync(file);
    }
  }, 30_000);

  it('is read by a process beside its writer, without a gap', async () => {
    const file = join(folder, 'events.db');
    const log = openSqliteEvents({ file });
    const reader = second('tail', file);
    await reader.said((line) => line === 'open');
    for (let revision = ABSENT; revision < 199; revision += 1) {
      await log.append([{ stream: 'dossier-1', expected: revision, events: [encoded(`event ${revision + 1}`)] }]);
    }
    await reader.ended();
    await log.close();
    expect(reader.lines.slice(1)).toEqual(Array.from({ length: 200 }, (_, index) => String(index + 1)));
  }, 20_000);

  // A limit on the size of a process's files makes real writes fail; only Linux can lift it from outside.
  const onLinux = existsSync('/usr/bin/prlimit') ? it : it.skip;
  onLinux(
    'writes on when the disk has room again, and lost nothing it acknowledged',
    async () => {
      const file = join(folder, 'events.db');
      const limited = ['/bin/bash', '-c', `ulimit -S -f 1000; exec "${process.execPath}" "$@"`, 'bash'];
      const writer = second('fill', file, limited);
      const full = await writer.said((line) => line.startsWith('full'));
      execFileSync('/usr/bin/prlimit', ['--pid', String(writer.pid), '--fsize=unlimited']);
      const again = await writer.said((line) => line.startsWith('again'));
      await writer.ended();
      expect(Number(again.split(' ')[1])).toBe(Number(full.split(' ')[1]) + 1);
      const log = openSqliteEvents({ file });
      expect(await log.head()).toBe(Number(again.split(' ')[1]) + 1);
      await log.close();
    },
    30_000,
  );
});
