import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { compareViews, openStores, parseStored, type EngineConfig, type Stores } from '@dossier/engine';
import { VIEWS } from '@dossier/views';
import type { Serving } from '../../apps/api/serve';
import { work } from '../../apps/worker/work';
import { API, built, endOf, environment } from '../support/built';
import { founding, newFolder, ROOT } from '../support/district';
import { environmentOf, SCALE } from '../support/scale';

jest.setTimeout(60_000);
const running = new Set<ChildProcess>();
const installations: ReturnType<typeof newFolder>[] = [];
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const installation of installations) installation.remove();
});

function newInstallation(): EngineConfig {
  const installation = newFolder();
  installations.push(installation);
  return installation;
}

interface Child {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<number | NodeJS.Signals>;
  said(): string;
}

/** The program in a process of its own; what it says is kept. */
async function start({ folder }: EngineConfig, env: NodeJS.ProcessEnv = {}): Promise<Child> {
  const child = spawn(process.execPath, [built(API)], {
    cwd: ROOT,
    env: environment({ DATA_FOLDER: folder, PORT: '0', LOG_FORMAT: 'json', ...environmentOf(folder), ...env }),
  });
  running.add(child);
  let said = '';
  const ended = endOf(child);
  void ended.then(() => running.delete(child));
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(out);
      if (found) resolve(found[0]);
    });
    void ended.then(() => reject(new Error(`it did not start: ${said}`)));
  });
  return { child, url, ended, said: () => said };
}

type Sent = 'acknowledged' | 'asked to come again' | 'never taken' | 'cut off';
const RESET = ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'];

/** Sends a command; a connection that breaks before an answer began says nothing, and the same id may be sent again. */
async function send(url: string, id: string): Promise<Sent> {
  try {
    const answer = await fetch(`${url}/commands/organisation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: `load-${id}`, on: '2023-01-01', command: founding(`unit-${id}`) }),
    });
    const body = (await answer.json()) as { position?: string };
    if (answer.status === 200 && body.position !== undefined) return 'acknowledged';
    if (answer.status === 503 && answer.headers.get('retry-after') !== null) return 'asked to come again';
    throw new Error(`answered ${answer.status}`);
  } catch (error) {
    const { code = '' } = ((error as Error).cause ?? {}) as { code?: string };
    if (code === 'ECONNREFUSED') return 'never taken';
    if (RESET.includes(code)) return 'cut off';
    throw error;
  }
}

/** Sends one command after another from several hands, until each hand is told to stop or meets an end. */
function load(url: string, hands: number, sent: Map<string, Sent>): Promise<unknown> {
  const hand = async (name: number): Promise<void> => {
    for (let index = 0; ; index += 1) {
      const id = `${name}-${index}`;
      const how = await send(url, id);
      sent.set(id, how);
      if (how !== 'acknowledged') return;
    }
  };
  return Promise.all(Array.from({ length: hands }, (_, name) => hand(name)));
}

const count = (sent: ReadonlyMap<string, Sent>, how: Sent) => [...sent.values()].filter((each) => each === how).length;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Opens what an installation holds, only to look at it. */
async function looking<T>(config: EngineConfig, look: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores({ ...config, readOnly: true });
  try {
    return await look(stores);
  } finally {
    await stores.close();
  }
}

/** The ids of the load's commands in the log. */
async function idsIn({ events }: Stores): Promise<readonly string[]> {
  const ids = (await events.readAll(0, 1_000_000)).map((event) => parseStored(event).meta.command.id);
  return ids.filter((id) => id.startsWith('load-')).sort();
}

/** Waits until a worker has brought the views level. Where there is none, the process that ended did so first. */
async function level({ events, reads }: Stores, worker: Serving | undefined): Promise<void> {
  if (worker === undefined) return;
  const head = await events.head();
  for (const { name, version } of VIEWS) await until(async () => (await reads.position(name, version)) >= head);
}

describe('a process that is told to end while it works', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by %s lets what is under way finish, and loses nothing', async (signal) => {
    const installation = newInstallation();
    const first = await start(installation);
    // In a cluster an API leaves the views to a worker.
    const worker = SCALE === 'cluster' ? await work(installation, 0) : undefined;
    const sent = new Map<string, Sent>();
    const hands = load(first.url, 8, sent);
    await until(() => count(sent, 'acknowledged') > 100);
    first.child.kill(signal);
    expect(await first.ended).toBe(0);
    await hands;
    const acknowledged = [...sent].filter(([, how]) => how === 'acknowledged').map(([id]) => `load-${id}`);
    // Each hand met its end once, and only one that says whether to come again.
    expect(sent.size - acknowledged.length).toBe(8);
    expect(first.said()).toContain('"what":"ended"');

    const log = await looking(installation, async (stores) => {
      await level(stores, worker);
      expect((await compareViews(stores.events, stores.reads, VIEWS)).differences).toEqual([]);
      return idsIn(stores);
    });
    // Every command that was acknowledged is there, and none that was taken went without its answer.
    expect(log).toEqual([...acknowledged].sort());

    // What was cut off or turned away is sent again under its id, and is there once.
    const second = await start(installation);
    const rest = [...sent].filter(([, how]) => how !== 'acknowledged').map(([id]) => id);
    for (const id of rest) expect(await send(second.url, id)).toBe('acknowledged');
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    const after = await looking(installation, idsIn);
    expect(after).toEqual([...sent.keys()].map((id) => `load-${id}`).sort());
    await worker?.app.close();
  });

  it('answers a request that is under way, however slowly it comes in', async () => {
    const { child, url, ended, said } = await start(newInstallation(), { LOG_LEVEL: 'info' });
    const body = JSON.stringify({ commandId: 'load-slow-1', on: '2023-01-01', command: founding('slow') });
    const slow = request(`${url}/commands/organisation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      slow.once('response', resolve);
      slow.once('error', reject);
    });
    slow.write(body.slice(0, 20));
    // The second request is answered once the first, sent before it, has been seen.
    await fetch(`${url}/organisations`);
    child.kill('SIGTERM');
    await until(() => said().includes('told to end'));
    await until(async () => (await send(url, 'too-late')) === 'never taken');
    slow.end(body.slice(20));
    expect((await answered).statusCode).toBe(200);
    (await answered).resume();
    expect(await ended).toBe(0);
  });

  it('says first that it is not ready, and takes work until the grace is over', async () => {
    const { child, url, ended } = await start(newInstallation(), { SHUTDOWN_GRACE_MS: '1500' });
    const ready = async () => (await fetch(`${url}/health/ready`)).status;
    expect(await ready()).toBe(200);
    child.kill('SIGTERM');
    await until(async () => (await ready()) === 503);
    expect(await send(url, 'in-the-grace')).toBe('acknowledged');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect(await ended).toBe(0);
    expect(await send(url, 'after-it')).toBe('never taken');
  });

  it('does not wait for those who only listen, nor for connections without a request', async () => {
    const { child, url, ended } = await start(newInstallation());
    const listening = await new Promise<IncomingMessage>((resolve) => request(`${url}/events`, resolve).end());
    const over = new Promise((resolve) => listening.once('end', resolve));
    listening.resume();
    const idle = spawn(process.execPath, [
      '-e',
      `const s=require('net').connect(${new URL(url).port},'127.0.0.1',()=>console.log('open'));s.resume()`,
    ]);
    await new Promise((resolve) => idle.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await over;
    idle.kill('SIGKILL');
  });

  it('ends in a bounded time whatever is still under way, and says so', async () => {
    const { child, url, ended, said } = await start(newInstallation(), { SHUTDOWN_WITHIN_MS: '700' });
    // A body that never comes to its end keeps its request under way.
    const body = request(`${url}/commands/organisation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 1000 },
    });
    body.on('error', () => undefined);
    body.write('{"commandId":');
    await until(async () => (await fetch(`${url}/health/live`)).status === 200);
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(said()).toContain('did not end in time');
  });

  it('ends at once when it is told a second time', async () => {
    const installation = newInstallation();
    const { child, url, ended } = await start(installation, { SHUTDOWN_GRACE_MS: '50000' });
    child.kill('SIGTERM');
    await until(async () => (await fetch(`${url}/health/ready`)).status === 503);
    child.kill('SIGTERM');
    expect(await ended).toBe(128 + 15);
    // Whoever starts next finds a folder that nobody gave free, and takes it over.
    if (SCALE === 'embedded')
      expect(JSON.parse(readFileSync(`${installation.folder}/writer.json`, 'utf8'))).toBeDefined();
  });
});
