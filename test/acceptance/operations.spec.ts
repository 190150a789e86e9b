import { EVENTS, READS } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { compareViews, type ViewsStatus } from '@dossier/engine';
import { VIEWS } from '@dossier/views';
import type { Serving } from '../../apps/api/serve';
import { work } from '../../apps/worker/work';
import { newFolder, startApi, type Answer, type Api } from '../support/district';
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
    for (const edition of [-1, 1.5, 'two']) expect((await to('discard', { edition })).status).toBe(400);
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
