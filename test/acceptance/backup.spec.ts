import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEvents } from '@dossier/adapters';
import { parsePosition, type Recorded } from '@dossier/kernel';
import { parseStored } from '@dossier/engine';
import { built, CLI, endOf, environment, newPlace, runBuilt, startServer, type Server } from '../support/built';
import { ROOT } from '../support/district';
import { DECLARED } from '../support/scenario/way';

const place = newPlace();
const folder = place.in('main');
const backup = place.in('backup');
const restored = place.in('restored');
const MASTER_KEY_FILE = join(folder, 'master.key');

/** Commands sent before the backup begins; it is made while as many again, and then some, are being sent. */
const BEFORE = 40;
const AT_ONCE = 4;

interface Acknowledged {
  readonly commandId: string;
  readonly position: string;
}

interface Told {
  readonly store: string;
  readonly head: number;
  readonly events: number;
  readonly keys: number;
}

const acknowledged: Acknowledged[] = [];
let beforeBackup: readonly Acknowledged[] = [];
let told: Told;
let server: Server;

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runBuilt(built(CLI), [...args, '--lang', 'en'], env);

/** Sends a command that must be accepted, and notes that it was. */
async function accept(aggregate: string, commandId: string, on: string, command: object): Promise<void> {
  const { status, text } = await server.post(`/commands/${aggregate}`, { commandId, on, command });
  if (status !== 200) throw new Error(`${commandId} was answered with ${status}: ${text}`);
  acknowledged.push({ commandId, position: (JSON.parse(text) as Acknowledged).position });
}

/** A listing claims a person and makes a key before its event: what keys and log must agree on. */
const listing = (id: string, dossier = `d-${id}`) => ({
  type: 'ListCandidate',
  dossier,
  cell: 'cell',
  proposedBy: 'youth-union',
  declared: DECLARED,
  identity: { name: `Lò Thị Thử ${id}`, birth: '1998-04-12', mother: 'Quàng Thị Mẫu' },
});
const list = (id: string) => accept('dossier', `list-${id}`, '2023-02-01', listing(id));

async function found(organisation: string, kind: string, parent?: string): Promise<void> {
  const command = { type: 'FoundOrganisation', organisation, name: organisation, kind, parent, difficultArea: false };
  await accept('organisation', `found-${organisation}`, '2023-01-01', command);
}

/** Several senders at once, for as long as `go` says. */
function writing(go: () => boolean): Promise<unknown> {
  const sender = async (_: unknown, index: number): Promise<void> => {
    for (let n = 0; go(); n += 1) await list(`${index}-${acknowledged.length}-${n}`);
  };
  return Promise.all(Array.from({ length: AT_ONCE }, sender));
}

/** The log in a folder, oldest first. */
async function logIn(data: string): Promise<{ store: string; log: readonly Recorded[] }> {
  const events = openSqliteEvents({ file: join(data, 'events.db'), readOnly: true });
  try {
    return { store: events.id, log: (await events.readAll(0, 100_000)).map(parseStored) };
  } finally {
    await events.close();
  }
}

/** A copy of the backup to be spoilt. */
function copyOfBackup(name: string): string {
  const copy = place.in(name);
  mkdirSync(copy);
  for (const file of readdirSync(backup)) copyFileSync(join(backup, file), join(copy, file));
  return copy;
}

beforeAll(async () => {
  server = await startServer(folder, place.in('server.log'));
  await found('top', 'district-committee');
  await found('commune', 'grassroots-committee', 'top');
  await found('cell', 'cell', 'commune');
  await writing(() => acknowledged.length < BEFORE);
  beforeBackup = [...acknowledged];
  const child = spawn(process.execPath, [built(CLI), 'backup', '--data', folder, '--to', backup, '--json'], {
    cwd: ROOT,
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let made: Awaited<ReturnType<typeof endOf>> | undefined;
  void endOf(child).then((end) => (made = end));
  await writing(() => made === undefined);
  if (made !== 0) throw new Error(`the backup ended with ${made}`);
  await server.stop();
  told = JSON.parse(readFileSync(join(backup, 'backup.json'), 'utf8')) as Told;
  const { status, err } = run(['restore', '--from', backup, '--data', restored], { MASTER_KEY_FILE });
  if (status !== 0) throw new Error(`the restore ended with ${status}: ${err}`);
}, 240_000);

afterAll(() => place.remove());

describe('a backup made while commands are taken, and restored', () => {
  it('holds every command acknowledged before it began, and every one up to its head, where it was', async () => {
    const { log } = await logIn(restored);
    const orders = new Map(log.map((event) => [event.meta.command.id, event.order]));
    const upToHead = acknowledged.filter(({ position }) => (parsePosition(position)?.order ?? 0) <= told.head);
    expect(upToHead.length).toBeGreaterThanOrEqual(beforeBackup.length);
    for (const { commandId, position } of [...beforeBackup, ...upToHead]) {
      expect([commandId, orders.get(commandId)]).toEqual([commandId, parsePosition(position)?.order]);
    }
    expect(log).toHaveLength(told.events);
  });

  it('was really made while the log went on', () => {
    const last = Math.max(...acknowledged.map(({ position }) => parsePosition(position)?.order ?? 0));
    expect(last).toBeGreaterThan(told.head);
    expect(acknowledged.length).toBeGreaterThan(beforeBackup.length);
  });

  it('is the log it was, event for event, under a store id of its own', async () => {
    const [from, to] = [await logIn(folder), await logIn(restored)];
    expect(to.log).toEqual(from.log.filter(({ order }) => order <= told.head));
    expect(from.store).toBe(told.store);
    expect(to.store).not.toBe(told.store);
  });

  it('has views that are equal to a clean rebuild, and opens the names it had', () => {
    const compared = run(['compare', '--data', restored, '--json'], { MASTER_KEY_FILE });
    expect(compared).toMatchObject({ status: 0 });
    expect(JSON.parse(compared.out)).toMatchObject({ events: told.head, differences: [] });
    const dossier = (acknowledged[3]?.commandId ?? '').replace('list-', 'd-');
    const { out } = run(['history', dossier, '--data', restored, '--json', '--open'], { MASTER_KEY_FILE });
    expect(JSON.parse(out)[0].data.identity.name).toContain('Lò Thị Thử');
  });

  it('refuses a position of the log that was lost, and takes no person who has a dossier', async () => {
    const log = place.in('restored.log');
    const key = readFileSync(MASTER_KEY_FILE, 'utf8');
    writeFileSync(join(restored, 'master.key'), key, { mode: 0o600 });
    server = await startServer(restored, log);
    try {
      const [first] = acknowledged;
      expect((await server.get(`/organisations?seen=${first?.position}`)).status).toBe(409);
      const { store } = JSON.parse((await server.get('/health')).text) as { store: string };
      expect((await server.get(`/organisations?seen=${store}:1`)).status).toBe(200);
      const again = (acknowledged[3]?.commandId ?? '').replace('list-', '');
      await expect(list(again)).resolves.toBeUndefined();
      const { status, text } = await server.post('/commands/dossier', {
        commandId: 'another-dossier-of-the-same-person',
        on: '2023-02-02',
        command: listing(again, 'd-twice'),
      });
      expect([status, text]).toEqual([409, expect.stringContaining('person-has-dossier')]);
    } finally {
      await server.stop();
    }
  }, 60_000);
});

describe('what is no good is refused in one line, and nothing is written', () => {
  const restore = (from: string, name: string, env: NodeJS.ProcessEnv = { MASTER_KEY_FILE }) => {
    const data = place.in(name);
    const { status, out, err } = run(['restore', '--from', from, '--data', data], env);
    expect({ status, out, lines: err.trimEnd().split('\n').length, made: existsSync(data) }).toEqual({
      status: 1,
      out: '',
      lines: 1,
      made: false,
    });
    return err;
  };

  it('a file that lost its end', () => {
    const spoilt = copyOfBackup('cut-short');
    truncateSync(join(spoilt, 'events.db'), 8192);
    expect(restore(spoilt, 'from-cut-short')).toContain('this backup is damaged');
  });

  it('a file in which one bit is another', () => {
    const spoilt = copyOfBackup('one-bit');
    const bytes = readFileSync(join(spoilt, 'keys.db'));
    const at = bytes.length - 100;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(join(spoilt, 'keys.db'), bytes);
    expect(restore(spoilt, 'from-one-bit')).toContain(`${join(spoilt, 'keys.db')} is not what it was`);
  });

  it('figures that are not those of the files', () => {
    const spoilt = copyOfBackup('other-figures');
    const manifest = join(spoilt, 'backup.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(`"head": ${told.head}`, `"head": ${told.head + 1}`));
    expect(restore(spoilt, 'from-other-figures')).toContain('this backup is damaged');
  });

  it('a backup that was broken off, and a folder that is none', () => {
    mkdirSync(place.in('half'));
    copyFileSync(join(backup, 'events.db'), join(place.in('half'), 'events.db'));
    expect(restore(place.in('half'), 'from-half')).toContain('is no backup');
    expect(restore(place.in('nowhere'), 'from-nowhere')).toContain('is no backup');
  });

  it('another master key, or none', () => {
    const other = place.in('other.key');
    writeFileSync(other, '7'.repeat(64));
    expect(restore(backup, 'with-other-key', { MASTER_KEY_FILE: other })).toContain('another master key');
    expect(restore(backup, 'without-key', {})).toContain('there is no master key');
  });

  it('a folder that holds something already, for either', () => {
    const taken = run(['restore', '--from', backup, '--data', folder], { MASTER_KEY_FILE });
    expect(taken).toMatchObject({ status: 1, out: '', err: expect.stringContaining(`something in ${folder} already`) });
    const onto = run(['backup', '--data', folder, '--to', restored]);
    expect(onto).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining(`something in ${restored} already`),
    });
  });
});

describe('the master key', () => {
  it('goes into a backup only when it is asked to, with a warning, and then needs no other', () => {
    expect(readdirSync(backup).sort()).toEqual(['backup.json', 'events.db', 'keys.db']);
    const whole = place.in('whole');
    const { out } = run(['backup', '--data', folder, '--to', whole, '--with-master-key']);
    expect(out).toContain('whoever holds it can read every name');
    expect(run(['restore', '--from', whole, '--data', place.in('from-whole')])).toMatchObject({ status: 0 });
    expect(readFileSync(join(place.in('from-whole'), 'master.key'), 'utf8')).toBe(
      readFileSync(MASTER_KEY_FILE, 'utf8'),
    );
  }, 60_000);
});
