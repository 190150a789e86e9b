import { holdDataFolder, openSqliteEvents } from '@dossier/adapters';
import { StoreUnavailable } from '@dossier/kernel';
import { encoded } from './events.contract';

/** What a second process can be asked to do; each says on standard output what the test waits for. */
const parts: Record<string, (path: string) => Promise<void>> = {
  /** Holds a data folder and drops the handle: only the process's end may free it. */
  async hold(folder) {
    holdDataFolder(folder, 'import');
    (globalThis as { gc?: () => void }).gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    (globalThis as { gc?: () => void }).gc?.();
    say('held');
    setInterval(() => undefined, 1000);
  },

  /** Appends without end, 16 writers at once, and says the order of each append it was promised. */
  async write(file) {
    const log = openSqliteEvents({ file });
    const writer = async (w: number): Promise<void> => {
      for (let revision = -1; ; revision += 1) {
        const event = encoded(JSON.stringify({ w, revision, padding: 'x'.repeat(500) }));
        const { order } = await log.append([{ stream: `dossier-${w}`, expected: revision, events: [event] }]);
        say(String(order));
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, w) => writer(w)));
  },

  /** Reads another process's log to the order 200, saying every order it sees. */
  async tail(file) {
    const log = openSqliteEvents({ file, readOnly: true });
    say('open');
    for (let last = 0; last < 200;) {
      for (const { order } of await log.readAll(last, 9)) {
        say(String(order));
        last = order;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await log.close();
  },

  /** Appends until the disk says no, then on and on until it says yes again. */
  async fill(file) {
    const log = openSqliteEvents({ file });
    let failed = false;
    for (let revision = -1; ;) {
      try {
        const event = encoded('x'.repeat(20_000));
        await log.append([{ stream: 'dossier-1', expected: revision, events: [event] }]);
        revision += 1;
        if (failed) break;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        if (!failed) say(`full ${revision}`);
        failed = true;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    say(`again ${(await log.readStream('dossier-1')).length - 1}`);
    await log.close();
  },
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const [, , part = '', path = ''] = process.argv;
void parts[part]?.(path);
