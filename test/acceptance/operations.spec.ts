import { EVENTS, READS } from '@dossier/engine';
import type { EventStore, ReadStore, StoredRow } from '@dossier/kernel';
import { compareViews, Duties, Metrics, type ViewsStatus } from '@dossier/engine';
import { organisationTree, VIEWS } from '@dossier/views';
import type { Serving } from '../../apps/api/serve';
import { work } from '../../apps/worker/work';
import { newFolder, startApi, type Answer, type Api } from '../support/district';
import { catchLogs } from '../support/log-lines';
import { SCALE } from '../support/scale';

/** What an operator does over HTTP: with the one process of the embedded scale, or an API that asks and a worker that moves. */
const folder = newFolder();
let api: Api;
let worker: Serving | undefined;
let founded = 0;

beforeAll(async () => {
  api = await startApi(SCALE === 'cluster' ? { ...folder, part: 'asks' } : folder, { duties: true });
  if (SCALE === 'cluster') worker = await work(folder, 0);
  await found();
}, 60_000);
afterAll(async () => {
  await worker?.app.close();
  await api.app.close();
  folder.remove();
});

async function found(): Promise<string> {
  founded += 1;
  const organisation = `unit-${founded}`;
  const unit = { organisation, kind: 'district-committee', name: `Đơn vị ${founded}`, difficultArea: false };
  const { body } = await api.accept('organisation', '2020-01-01', { type: 'FoundOrganisation', ...unit });
  return body.position as string;
}

const status = async (): Promise<ViewsStatus> => (await api.get('/operations/views')).body;
const to = (verb: string, body: object = {}): Promise<Answer> => api.post(`/operations/${verb}`, body);

async function until(done: (status: ViewsStatus) => boolean): Promise<ViewsStatus> {
  for (;;) {
    const now = await status();
    if (done(now)) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Writes, and reads at once what was written: the answer has it, or says that it has not yet. */
async function seenAfterWriting(): Promise<void> {
  const position = await found();
  const read = await api.get(`/organisations?seen=${encodeURIComponent(position)}`);
  expect(read.status).toBe(200);
  expect(JSON.stringify(read.body)).toContain(`unit-${founded}`);
}

async function nothingMissedIn(edition: number): Promise<void> {
  const [events, reads] = [api.app.get<EventStore>(EVENTS), api.app.get<ReadStore>(READS)];
  const head = await events.head();
  await until(({ views }) => views.every((view) => view.edition !== edition || view.position >= head));
  const found = await compareViews(events, reads.edition(edition), VIEWS);
  expect(found.differences).toEqual([]);
}

describe('an operator of the views', () => {
  it('finds nothing held, nothing being built, and nothing to go back to at first', async () => {
    const now = await until(({ views }) => views.every(({ lag }) => lag === 0));
    expect(now.rebuild).toBeNull();
    expect(now.editions).toMatchObject([{ edition: now.live, state: 'live', fault: null }]);
    expect((await api.get('/operations/held')).body).toEqual({ held: [] });
    expect((await to('release')).body).toEqual({ released: 0, held: 0 });
    expect((await to('compare')).body).toMatchObject({ different: 0, unsettled: 0 });
    for (const verb of ['pause', 'resume', 'cancel', 'switch'])
      expect([verb, await to(verb)]).toMatchObject([verb, { status: 409, body: { code: 'no-rebuild' } }]);
    for (const verb of ['rollback', 'discard'])
      expect([verb, await to(verb)]).toMatchObject([verb, { status: 409, body: { code: 'no-former' } }]);
  }, 60_000);

  it('is told in words of an edition that is not there, of the live one, and of what is no number', async () => {
    const { live } = await status();
    const absent = await to('discard', { edition: 999 });
    expect(absent).toMatchObject({ status: 409, body: { code: 'no-edition', detail: 'there is no edition 999' } });
    expect(await to('discard', { edition: live })).toMatchObject({ status: 409, body: { code: 'live' } });
    expect(await to('discard', { edition: 2 ** 31 - 1 })).toMatchObject({ status: 409, body: { code: 'no-edition' } });
    for (const edition of [-1, 0, 1.5, 2 ** 31, Number.MAX_SAFE_INTEGER, 'two'])
      expect((await to('discard', { edition })).status).toBe(400);
  });

  it('builds a second edition beside the live one, switches, goes back, and forgets it, and reads hold all the time', async () => {
    const { live: first } = await status();
    const begun = await to('rebuild');
    expect(begun.status).toBe(200);
    const second = begun.body.edition as number;
    expect(await to('rebuild')).toMatchObject({ status: 409, body: { code: 'under-way' } });
    await seenAfterWriting();
    const built = await until(({ rebuild }) => rebuild !== null && rebuild.done >= rebuild.of);
    expect(built.rebuild).toMatchObject({ edition: second, state: 'building', secondsLeft: 0 });
    expect(await to('compare', { with: 'rebuild' })).toMatchObject({ body: { different: 0, unsettled: 0 } });
    expect((await status()).rebuild?.compared).toEqual({ differences: 0, held: 0, unsettled: 0 });

    expect((await to('switch')).body).toEqual({ from: first, to: second, forced: false });
    expect((await status()).live).toBe(second);
    await seenAfterWriting();
    await nothingMissedIn(first);
    await nothingMissedIn(second);

    expect((await to('rollback')).body).toEqual({ from: second, to: first, forced: false });
    await seenAfterWriting();
    await nothingMissedIn(first);
    expect((await to('discard')).body).toEqual({ edition: second });
    expect((await status()).editions).toMatchObject([{ edition: first, state: 'live' }]);
  }, 120_000);

  it('pauses one that is being built, which then stands still, goes on with it, and gives it up', async () => {
    const { edition } = (await to('rebuild')).body as { edition: number };
    expect((await to('pause')).body).toEqual({ edition });
    expect((await status()).rebuild).toMatchObject({ edition, state: 'paused' });
    expect(await to('switch')).toMatchObject({ status: 409, body: { code: 'no-rebuild' } });
    await seenAfterWriting();
    const { rebuild, head } = await status();
    expect(rebuild?.done).toBeLessThan(head);
    expect((await to('resume')).body).toEqual({ edition });
    await until((now) => now.rebuild !== null && now.rebuild.done >= now.rebuild.of);
    expect((await to('cancel')).body).toEqual({ edition });
    expect((await status()).rebuild).toBeNull();
  }, 60_000);
});

describe('the nightly check of the views', () => {
  const logs = catchLogs();
  afterAll(() => logs.end());
  const { name, version } = organisationTree;

  /** Has it done by whoever does the jobs; answers what was said of it. */
  async function checked(): Promise<readonly object[]> {
    const from = logs.lines.length;
    const metrics = (worker ?? api).app.get(Metrics);
    const done = async (): Promise<number> => {
      const found = await metrics.registry.getSingleMetric('dossier_jobs_total')?.get();
      const counted = found?.values.find(
        ({ labels }) => labels['name'] === 'check-views' && labels['outcome'] === 'done',
      );
      return counted?.value ?? 0;
    };
    const before = await done();
    await api.app.get(Duties).put({ name: 'check-views', id: 'by-hand', data: {} });
    while ((await done()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
    return logs.lines.slice(from).flatMap((line) => {
      const said = JSON.parse(line) as { part: string };
      return said.part === 'duties' ? [said] : [];
    });
  }

  /** Sets what a row says, behind the back of whoever moves the views. */
  async function put(row: StoredRow): Promise<void> {
    const [events, reads] = [api.app.get<EventStore>(EVENTS), api.app.get<ReadStore>(READS)];
    const at = await reads.position(name, version);
    const change = { view: name, version, from: at, to: at, rows: [row], applied: [], missing: [] };
    await reads.save(events.id, [change]);
  }

  it('says nothing while all is well, counts what differs and names no row, and is quiet again when it is mended', async () => {
    await until(({ views }) => views.every(({ lag }) => lag === 0));
    expect(await checked()).toEqual([]);
    const [row] = await api.app.get<ReadStore>(READS).list(name, version);
    if (!row) throw new Error('there is no row to damage');
    await put({ ...row, json: row.json.replace('Đơn vị', 'Tên khác') });
    expect(await checked()).toMatchObject([
      { level: 'error', what: expect.stringMatching(/nightly comparison found differences/), count: 1 },
    ]);
    expect(logs.lines.join('')).not.toMatch(/Tên khác|Đơn vị/);
    const named = { kind: 'row', view: name, key: row.key, is: 'different' };
    expect((await to('compare')).body).toMatchObject({ different: 1, differences: [named] });
    await put(row);
    expect(await checked()).toEqual([]);
  }, 60_000);

  it('and a switch by force leaves a line that names the edition and not the reason', async () => {
    const { edition } = (await to('rebuild')).body as { edition: number };
    await until(({ rebuild }) => rebuild !== null && rebuild.done >= rebuild.of);
    const from = logs.lines.length;
    const forced = { force: true, reason: 'vì Lò Thị Thử' };
    expect((await to('switch', forced)).body).toMatchObject({ to: edition, forced: true });
    expect(logs.lines.slice(from).map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'warn', part: 'views', edition }),
    );
    expect(logs.lines.join('')).not.toContain('Lò Thị');
    await to('rollback');
    await to('discard');
  }, 60_000);
});
