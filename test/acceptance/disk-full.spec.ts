import { compareViews } from '@dossier/engine';
import { VIEWS } from '@dossier/views';
import { foundDistrict, founding, startApi, type Answer, type Api } from '../support/district';
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
  type Servers,
} from '../support/installation';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrent-double';
import { catchLogs } from '../support/log-lines';
import { onService, startPostgres } from '../support/services';
import { canLimitDisk, type PostgresService } from '../support/services/postgres';

/** A disk that can be filled and emptied again. */
interface Disk {
  readonly url: string;
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
}

const DISK_MB = 48;

/** A database on a disk of its own that is really full; the server's log, which it cannot live without, lies elsewhere. */
async function smallDisk({ url: admin, disk }: PostgresService): Promise<Disk> {
  await administer(admin, `CREATE TABLESPACE small LOCATION '${disk}'`);
  await administer(admin, 'CREATE DATABASE dossier TABLESPACE small');
  const url = onDatabase(admin, 'dossier');
  await administer(
    url,
    'CREATE TABLE public.ballast (pages text)',
    'ALTER TABLE public.ballast ALTER pages SET STORAGE PLAIN',
  );
  return {
    url,
    // Ever smaller pieces, until there is no room for one page.
    fill: async () => {
      for (const rows of [1000, 100, 10, 1]) {
        const piece = `INSERT INTO public.ballast SELECT repeat('x', 8000) FROM generate_series(1, ${rows})`;
        for (let full = false; !full;) full = await administer(url, piece).then(() => false, isFull);
      }
    },
    // To empty the table would need a page first; to drop it needs none.
    makeRoom: async () => void (await administer(url, 'DROP TABLE public.ballast')),
  };
}

function isFull(error: unknown): boolean {
  if ((error as { code?: unknown }).code === '53100') return true;
  throw error;
}

/** Where nothing may be mounted the server says of itself that its disk is full: the same answer over the wire, whatever is written. */
async function saidDisk({ url: admin }: PostgresService): Promise<Disk> {
  await administer(admin, 'CREATE DATABASE dossier');
  const url = onDatabase(admin, 'dossier');
  const full = `CREATE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`;
  const tables = `SELECT format('CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON %I.%I EXECUTE FUNCTION public.full()',
    schemaname, tablename) AS text FROM pg_tables WHERE schemaname IN ('dossier', 'dossier_keys')`;
  return {
    url,
    fill: async () => {
      const triggers = await administer<{ text: string }>(url, full, tables);
      await administer(url, ...triggers.map(({ text }) => text));
    },
    makeRoom: async () => void (await administer(url, 'DROP FUNCTION public.full() CASCADE')),
  };
}

const REAL = canLimitDisk() && process.env['NO_MOUNT'] === undefined;

onService(
  'postgres',
  `a full disk under PostgreSQL (${REAL ? `of ${DISK_MB} MB` : 'told by the server, for nothing can be mounted here'})`,
  () => {
    let server: PostgresService;
    let double: KurrentDouble;
    let servers: Servers;
    let disk: Disk;
    let api: Api;
    let sent = 0;
    const logs = catchLogs();
    const acknowledged: string[] = [];

    /** Lists another person; who is acknowledged has to be found again. */
    async function list(): Promise<Answer> {
      const id = `p-${(sent += 1)}`;
      const answer = await api.post('/commands/dossier', {
        commandId: `list-${id}`,
        on: '2023-02-01',
        command: listing(id),
      });
      if (answer.status === 200) acknowledged.push(id);
      return answer;
    }

    beforeAll(async () => {
      const started = await startPostgres(REAL ? { diskMb: DISK_MB } : { own: true });
      if ('missing' in started) throw new Error(started.missing);
      server = started;
      disk = await (REAL ? smallDisk : saidDisk)(server);
      double = await startKurrentDouble();
      servers = {
        events: double.url,
        rows: disk.url,
        keys: disk.url,
        redis: 'redis://127.0.0.1:1',
        masterKey: newMasterKey(),
      };
      api = await startApi(configOf(servers));
      await foundDistrict(api);
      for (let n = 0; n < 3; n += 1) expect((await list()).status).toBe(200);
      await disk.fill();
    }, 90_000);
    afterAll(async () => {
      await api.app.close();
      await double.stop();
      await server.stop();
      logs.end();
    });

    it('has commands that need room answered 503, to be sent again, and the process live', async () => {
      let refused = await list();
      // There may be room left on pages that are there already.
      while (refused.status === 200) refused = await list();
      expect(refused).toMatchObject({ status: 503 });
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(JSON.stringify(refused.body)).not.toMatch(/No space|could not extend|53100/);
      expect((await api.get('/health/live')).status).toBe(200);
      for (let n = 0; n < 3; n += 1) expect((await list()).status).toBe(503);
    }, 60_000);

    it('takes what needs no key, for the log has room, and says that its views stand still', async () => {
      expect((await api.ask('organisation', founding('cell-b', 'cell', 'commune'))).status).toBe(200);
      let ready = await api.get('/health/ready');
      // The event that was just taken is what they cannot take in: they try it a moment later.
      while (ready.status === 200) ready = await api.get('/health/ready');
      expect(ready).toMatchObject({ status: 503, body: { reasons: ['views-failing'] } });
    });

    it('goes on without a restart once there is room, lost nothing that was acknowledged, and wrote nothing else', async () => {
      await disk.makeRoom();
      const { status, body } = await list();
      expect(status).toBe(200);
      expect((await api.get(`/organisations?seen=${body.position}`)).status).toBe(200);
      expect(await api.get('/health/ready')).toMatchObject({ status: 200 });
      await onStores({ ...configOf(servers), readOnly: true }, async (stores) => {
        const listed = Object.fromEntries(acknowledged.map((id) => [id, nameOf(id)]));
        expect(namesIn(await openedLog(stores))).toEqual(listed);
        expect((await compareViews(stores.events, stores.reads, VIEWS)).differences).toEqual([]);
      });
    }, 60_000);
  },
);
