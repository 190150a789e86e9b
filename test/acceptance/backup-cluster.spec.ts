import { spawn } from 'node:child_process';
import { compareViews, openStores, Projector, type EngineConfig } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { built, CLI, endOf, environment, newPlace } from '../support/built';
import { startApiProcess, startWorkerProcess, type Running } from '../support/cluster/processes';
import { foundDistrict, ROOT, startApi, type Answer, type Api } from '../support/district';
import {
  administer,
  configOf,
  listing,
  nameOf,
  namesIn,
  newMasterKey,
  onDatabase,
  onStores,
  openedLog,
  settingsOf,
  type Servers,
} from '../support/installation';
import { DoubleLog, startKurrentDouble, type KurrentDouble } from '../support/kurrent-double';
import { needing, postgresWithTools } from '../support/services';
import { startRedis, type RedisService } from '../support/services/redis';
import type { PostgresService } from '../support/services/postgres';

/** Persons listed before the backup, and after it. */
const BEFORE = ['p-1', 'p-2', 'p-3'];
const AFTER = ['p-4', 'p-5'];
const names = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, nameOf(id)]));

needing('PostgreSQL with its tools', postgresWithTools(), 'a backup of a cluster, restored', (tools) => {
  const place = newPlace();
  const [keysDump, rowsDump, rowsNow] = [place.in('keys.dump'), place.in('rows.dump'), place.in('rows-now.dump')];
  const masterKey = newMasterKey();
  const ends: (() => Promise<unknown>)[] = [];
  let server: PostgresService;
  let redis: RedisService;
  let original: Servers;
  /** The log as it was at the backup, and as it was in the end. */
  let logThen: DoubleLog;
  let logNow: DoubleLog;
  let acknowledged: readonly Recorded[];
  let acknowledgedLast: string;

  /** A database of the restore: empty, or with what a dump holds. */
  function database(name: string, dump?: string): string {
    tools.run('createdb', `--maintenance-db=${server.url}`, name);
    const url = onDatabase(server.url, name);
    if (dump !== undefined) tools.run('pg_restore', '--dbname', url, dump);
    return url;
  }

  async function serving(log: DoubleLog): Promise<KurrentDouble> {
    const double = await startKurrentDouble({ log });
    ends.push(() => double.stop());
    return double;
  }

  async function restored(log: DoubleLog, databases: Pick<Servers, 'rows' | 'keys'>): Promise<Servers> {
    return { ...original, ...databases, events: (await serving(log)).url };
  }

  /** An API of one process that moves the views itself. */
  async function started(servers: Servers): Promise<Api> {
    const api = await startApi(configOf(servers));
    ends.push(() => api.app.close());
    return api;
  }

  const list = (api: Api, id: string, dossier = id) =>
    api.post('/commands/dossier', {
      commandId: `list-${id}-${dossier}`,
      on: '2023-02-01',
      command: listing(id, dossier),
    });

  /** What was acknowledged is also seen. */
  async function shown(api: Api, { status, body }: Answer): Promise<void> {
    expect({ status, body }).toMatchObject({ status: 200 });
    expect((await api.get(`/organisations?seen=${body.position}`)).status).toBe(200);
  }

  async function verb(
    settings: NodeJS.ProcessEnv,
    ...args: string[]
  ): Promise<{ status: unknown; out: string; err: string }> {
    const child = spawn(process.execPath, [built(CLI), ...args, '--lang', 'en'], {
      cwd: ROOT,
      env: environment(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    return { status: await endOf(child), out, err };
  }

  const comparedOf = (config: EngineConfig) =>
    onStores({ ...config, readOnly: true }, async ({ events, reads }) => {
      const { differences } = await compareViews(events, reads, VIEWS);
      const positions = await Promise.all(VIEWS.map(({ name, version }) => reads.position(name, version)));
      return { differences, behind: (await events.head()) - Math.min(...positions) };
    });
  const logOf = (servers: Servers) => onStores({ ...configOf(servers), readOnly: true }, (stores) => openedLog(stores));

  beforeAll(async () => {
    server = await tools.start();
    const own = await startRedis({ config: {} });
    if ('missing' in own) throw new Error(own.missing);
    redis = own;
    const double = await serving(new DoubleLog());
    const [rows, keys] = [database('rows'), database('keys')];
    original = { events: double.url, rows, keys, redis: redis.url, masterKey };
    const api = await started(original);
    await foundDistrict(api);
    for (const id of BEFORE) await shown(api, await list(api, id));
    logThen = double.log.copy();
    // As in OPERATIONS, beside the running process: the log first, then the keys; rows for those who want them back sooner.
    tools.run('pg_dump', '--format=custom', `--file=${keysDump}`, keys);
    tools.run('pg_dump', '--format=custom', `--file=${rowsDump}`, rows);
    for (const id of AFTER) {
      const answer = await list(api, id);
      await shown(api, answer);
      acknowledgedLast = answer.body.position as string;
    }
    await api.app.close();
    tools.run('pg_dump', '--format=custom', `--file=${rowsNow}`, rows);
    logNow = double.log;
    acknowledged = await logOf(original);
    expect(namesIn(acknowledged)).toEqual(names([...BEFORE, ...AFTER]));
  }, 120_000);

  afterAll(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    await Promise.all([server.stop(), redis.stop()]);
    place.remove();
  });

  describe('as it was at the backup, with the program’s own processes', () => {
    let servers: Servers;
    let worker: Running;
    let api: Running;
    beforeAll(async () => {
      servers = await restored(logThen.copy(), { rows: database('rows_then'), keys: database('keys_then', keysDump) });
      worker = await startWorkerProcess(settingsOf(servers));
    }, 90_000);
    afterAll(async () => {
      await Promise.all([worker, api].map((process) => process?.kill('SIGTERM')));
    });

    it('has views that the worker builds from nothing, equal to a clean rebuild', async () => {
      const atHead = async (): Promise<boolean> => {
        const { out } = await verb(settingsOf(servers), 'views', '--json');
        const { views, head } = JSON.parse(out) as { views: { position: number }[]; head: number };
        return views.every(({ position }) => position === head);
      };
      while (!(await atHead()));
      const { status, out } = await verb(settingsOf(servers), 'compare', '--json');
      expect([status, JSON.parse(out)]).toMatchObject([0, { differences: [] }]);
      expect((JSON.parse(out) as { rows: number }).rows).toBeGreaterThan(BEFORE.length);
    }, 60_000);

    it('has every event that was acknowledged before, where it was, and every name opens', async () => {
      const log = await logOf(servers);
      expect(namesIn(log)).toEqual(names(BEFORE));
      expect(log).toEqual(acknowledged.slice(0, log.length));
    });

    it('answers a command sent again from the log, takes no person who has a dossier, and takes one who was lost', async () => {
      api = await startApiProcess(settingsOf(servers));
      const send = async (id: string, dossier = id) => {
        const body = { commandId: `list-${id}-${dossier}`, on: '2023-02-01', command: listing(id, dossier) };
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${api.said}/commands/dossier`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        });
        return [answer.status, await answer.text()];
      };
      const { order } = acknowledged.find(({ stream }) => stream === 'dossier-p-1') ?? {};
      expect(await send('p-1')).toEqual([200, expect.stringContaining(`:${order}"`)]);
      expect(await send('p-1', 'twice')).toEqual([409, expect.stringContaining('person-has-dossier')]);
      expect(await send('p-4')).toMatchObject([200, expect.any(String)]);
    }, 60_000);
  });

  describe('whose rows stand further than its log', () => {
    /** What a page knew of the log that was lost. */
    let known: string;
    let servers: Servers;
    beforeAll(async () => {
      known = `/organisations?seen=${encodeURIComponent(acknowledgedLast)}`;
      servers = await restored(logThen.copy(), {
        rows: database('rows_now', rowsNow),
        keys: database('keys_now', keysDump),
      });
    });

    it('gets no new id while a worker is at work', async () => {
      const worker = await startWorkerProcess(settingsOf(servers));
      const { status, out, err } = await verb(settingsOf(servers), 'renew-store');
      await worker.kill('SIGTERM');
      expect([status, out, err]).toEqual([1, '', expect.stringMatching(/^a worker moves the views.*\n$/)]);
    }, 60_000);

    it('gets a new id by the verb, refuses what was known before, and builds its views from what it has', async () => {
      const late = await openStores(configOf(servers));
      const { status, out } = await verb(settingsOf(servers), 'renew-store', '--json');
      const { former, store } = JSON.parse(out) as { former: string; store: string };
      expect([status, former === store]).toEqual([0, false]);
      // A worker that came too soon knows the log by its former id, and would have named the rows after it.
      const { live } = await late.reads.editions();
      const tooSoon = new Projector(late.events, late.reads.edition(live), VIEWS);
      await expect(tooSoon.catchUp()).rejects.toMatchObject({ name: 'StoreRefused', code: 'foreign' });
      await tooSoon.stop();
      await late.close();
      const api = await started(servers);
      expect((await api.get(known)).status).toBe(409);
      expect(await comparedOf(configOf(servers))).toEqual({ differences: [], behind: 0 });
      await shown(api, await list(api, 'p-4'));
      const [listed] = await administer<{ n: string }>(servers.rows, 'SELECT count(*) AS n FROM bi.dossiers');
      expect(listed?.n).toBe(String(BEFORE.length + 1));
      await onStores({ ...configOf(servers), readOnly: true }, async ({ events, reads }) => {
        expect([events.id, await reads.source()]).toEqual([store, store]);
      });
    }, 60_000);

    it('is told of an embedded scale that it needs none', async () => {
      const { status, err } = await verb({}, 'renew-store');
      expect([status, err]).toEqual([1, expect.stringContaining("'restore' gives a data folder its new id itself")]);
    });
  });

  it('whose rows are older than the log has them brought on by the program', async () => {
    const servers = await restored(logNow.copy(), {
      rows: database('rows_older', rowsDump),
      keys: database('keys_for_rows_older', keysDump),
    });
    expect((await comparedOf(configOf(servers))).behind).toBeGreaterThan(0);
    await started(servers);
    expect(await comparedOf(configOf(servers))).toEqual({ differences: [], behind: 0 });
  }, 60_000);

  it('whose rows are thrown away in their database has them built anew, with what evaluations read', async () => {
    const rows = database('rows_dropped', rowsDump);
    await administer(rows, 'DROP SCHEMA dossier CASCADE');
    const servers = await restored(logNow.copy(), { rows, keys: database('keys_for_rows_dropped', keysDump) });
    await started(servers);
    expect(await comparedOf(configOf(servers))).toEqual({ differences: [], behind: 0 });
    const [found] = await administer<{ n: string }>(rows, 'SELECT count(*) AS n FROM bi.dossiers');
    expect(found?.n).toBe(String(BEFORE.length + AFTER.length));
  }, 60_000);

  it('whose keys are older than the log has all but the names that came later, until these are corrected', async () => {
    const servers = await restored(logNow.copy(), {
      rows: database('rows_of_older_keys'),
      keys: database('keys_older', keysDump),
    });
    const api = await started(servers);
    const log = await logOf(servers);
    expect(log).toHaveLength(acknowledged.length);
    expect(namesIn(log)).toEqual({ ...names(BEFORE), 'p-4': undefined, 'p-5': undefined });
    expect(await comparedOf(configOf(servers))).toEqual({ differences: [], behind: 0 });
    // Nobody knows any more that this person has a dossier, until a correction says who it is about.
    const replacement = listing('p-4');
    const correction = {
      type: 'CorrectEntry',
      dossier: 'p-4',
      corrects: 0,
      replacement,
      reason: 'mất khoá',
      ground: '1-CV',
    };
    await api.accept('dossier', '2023-02-02', correction);
    expect(await list(api, 'p-4', 'twice')).toMatchObject({
      status: 409,
      body: { refusal: { code: 'person-has-dossier' } },
    });
    expect(await list(api, 'p-5', 'twice')).toMatchObject({ status: 200 });
  }, 60_000);

  it('without its keys does not start: new ones beside the log would be the end of what it seals', async () => {
    const keys = database('keys_empty');
    const servers = await restored(logNow.copy(), { rows: database('rows_without_keys'), keys });
    await expect(started(servers)).rejects.toMatchObject({ code: 'damaged', message: expect.stringMatching(/keys/) });
    const [made] = await administer<{ n: string }>(
      keys,
      "SELECT count(*) AS n FROM pg_namespace WHERE nspname = 'dossier_keys'",
    );
    expect(made?.n).toBe('0');
  }, 60_000);

  it('without its log does not start: its keys would be swept as orphans', async () => {
    const keys = database('keys_without_log', keysDump);
    const servers = await restored(new DoubleLog(), { rows: database('rows_without_log'), keys });
    await expect(started(servers)).rejects.toMatchObject({ code: 'damaged', message: expect.stringMatching(/log/) });
    const [kept] = await administer<{ n: string }>(keys, 'SELECT count(*) AS n FROM dossier_keys.keys');
    expect(kept?.n).toBe(String(BEFORE.length));
  }, 60_000);

  it('beside the log of another installation does not start: what that one does not know would be swept', async () => {
    const other = await restored(new DoubleLog(), { rows: database('rows_other'), keys: database('keys_other') });
    await foundDistrict(await started(other));
    const mixed = { ...other, rows: database('rows_mixed'), keys: database('keys_mixed', keysDump) };
    const { status, out, err } = await verb(settingsOf(mixed), 'views');
    expect([status, out, err]).toEqual([1, '', expect.stringMatching(/seal another log .*\n$/)]);
  }, 60_000);
});
