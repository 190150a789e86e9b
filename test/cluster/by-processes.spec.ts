import { request } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareViews, EVENTS, openStores, Projector, READS, type ViewsStatus } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { VIEWS, type View } from '@dossier/views';
import type { Command } from 'commander';
import { Redis } from 'ioredis';
import { compare, held, rebuild, views } from '../../apps/cli/views';
import { procedure } from '../../apps/cli/procedure';
import { overdue } from '../../apps/cli/reactions';
import { cli, type Ran } from '../support/cli';
import { cliWithin } from '../support/cli-within';
import { startApiProcess, startWorkerProcess, type Running } from '../support/cluster/processes';
import { founding, newFolder, ROOT, startApi, type Answer, type Api } from '../support/district';
import { environmentOf } from '../support/scale';
import { SURROUNDINGS, upTo, wayFrom } from '../support/scenario';
import { DECLARED } from '../support/scenario/way';

// One installation of the cluster scale as it is run: an API here, a second one and a worker in processes of their own, and
// the command line beside them.

const folder = newFolder();
const settings = environmentOf(folder.folder);
Object.assign(process.env, settings);
let api: Api;
let second: Running;
let worker: Running;

beforeAll(async () => {
  [api, second, worker] = await Promise.all([
    startApi({ ...folder, part: 'asks' }, { duties: true }),
    startApiProcess(settings),
    startWorkerProcess(settings),
  ]);
}, 90_000);
afterAll(async () => {
  worker.signal('SIGCONT');
  await Promise.all([worker.kill('SIGTERM'), second.kill('SIGTERM'), api.app.close()]);
  folder.remove();
});

/** The command line as users run it, beside the others; the same in this process; and asking the second API. */
const beside = (...words: readonly string[]): Ran => cli(...words, '--data', folder.folder, '--lang', 'en');
const within = (verb: Command, ...words: readonly string[]): Promise<Ran> => cliWithin(verb, ...words, '--lang', 'en');
const through = (verb: Command, ...words: readonly string[]): Promise<Ran> =>
  within(verb, ...words, '--server', second.said);
const to = (verb: string, body: object = {}): Promise<Answer> => api.post(`/operations/${verb}`, body);
const status = async (): Promise<ViewsStatus> => (await api.get('/operations/views')).body as ViewsStatus;
const lagOf = ({ live, views }: ViewsStatus): number =>
  Math.max(...views.filter(({ edition }) => edition === live).map(({ lag }) => lag));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function at(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve([response.statusCode ?? 0, text]));
    });
    asked.on('error', reject).end();
  });
}

/** Renames a unit while the worker stands still, and has a program move the views meanwhile that cannot apply it. */
async function holding(...units: readonly string[]): Promise<void> {
  for (const unit of units) await api.accept('organisation', '2020-01-01', founding(unit));
  await until(async () => lagOf(await status()) === 0);
  worker.signal('SIGSTOP');
  for (const organisation of units)
    await api.accept('organisation', '2020-02-01', { type: 'RenameOrganisation', organisation, name: 'Tên Mới' });
  const cannot = (view: View): View => ({
    ...view,
    apply(row, event, key) {
      if (units.some((unit) => event.stream === `organisation-${unit}`)) throw new TypeError(JSON.stringify(event));
      return view.apply(row, event, key);
    },
  });
  const stores = await openStores({ ...folder, purpose: 'an older program' });
  const { live } = await stores.reads.editions();
  const older = new Projector(stores.events, stores.reads.edition(live), VIEWS.map(cannot));
  await older.catchUp();
  await older.stop();
  await stores.close();
}

const nameOf = async (unit: string): Promise<string | undefined> => {
  const { answer } = (await api.get('/organisations')).body as { answer: { organisation: string; name: string }[] };
  return answer.find(({ organisation }) => organisation === unit)?.name;
};

describe('a stream that is really held', () => {
  let inViews = 0;
  beforeAll(() => holding('held-1', 'held-2', 'held-3'), 60_000);

  it('is named by API and command line, while all else goes on', async () => {
    worker.signal('SIGCONT');
    const { position } = (await api.accept('organisation', '2020-03-01', founding('goes-on'))).body;
    expect((await api.get(`/organisations?seen=${encodeURIComponent(position)}`)).status).toBe(200);
    expect([await nameOf('goes-on'), await nameOf('held-1')]).toEqual(['Đơn vị goes-on', 'Đơn vị held-1']);
    const { body } = await api.get('/operations/held');
    inViews = body.held.length / 3;
    expect(inViews).toBeGreaterThanOrEqual(1);
    for (const ran of [await within(held, '--json'), await through(held, '--json')]) {
      expect(ran).toMatchObject({ status: 1, err: '' });
      expect(JSON.parse(ran.out)).toEqual(body.held);
    }
    const { out } = await through(held);
    expect(out).toMatch(/organisation-held-1 +1 +\d+ .*TypeError at /);
    expect(out).not.toContain('Tên Mới');
    const compared = await within(compare);
    expect(compared).toMatchObject({ status: 1, out: expect.stringMatching(/organisation-held-1 is held/) });
  }, 60_000);

  it('is released by the worker when an API is asked to, alone where it is named', async () => {
    expect((await to('release', { stream: 'organisation-held-1' })).body).toEqual({ released: inViews, held: 0 });
    expect([await nameOf('held-1'), await nameOf('held-2')]).toEqual(['Tên Mới', 'Đơn vị held-2']);
  }, 60_000);

  it('is released by the worker when the command line is asked to', async () => {
    const ran = beside('release', 'organisation-held-2');
    expect(ran).toEqual({ status: 0, err: '', out: `${inViews} were released; 0 are still held.\n` });
    expect([await nameOf('held-2'), await nameOf('held-3')]).toEqual(['Tên Mới', 'Đơn vị held-3']);
  }, 60_000);

  it('is released also where everything in the queue was lost before the worker came to it', async () => {
    worker.signal('SIGSTOP');
    const releasing = to('release');
    const redis = new Redis(settings['REDIS_URL'] ?? '');
    // The keys of this installation alone: others use the same server.
    const keys = (): Promise<string[]> => redis.keys(`${settings['INSTALLATION']}:jobs:*`);
    await until(async () => (await keys()).some((key) => key.includes('release')));
    await redis.del(...(await keys()));
    redis.disconnect();
    worker.signal('SIGCONT');
    expect((await releasing).body).toEqual({ released: inViews, held: 0 });
    expect(await nameOf('held-3')).toBe('Tên Mới');
    expect((await to('compare')).body).toMatchObject({ different: 0, unsettled: 0 });
    expect(await through(compare)).toMatchObject({ status: 0, out: expect.stringMatching(/^Equal: \d+ rows/) });
  }, 60_000);
});

describe('the command line beside them', () => {
  it('says how far the views are, and that they lag while nobody moves them', async () => {
    await until(async () => lagOf(await status()) === 0);
    const said = await through(views);
    expect(said).toMatchObject({ status: 0, err: '', out: expect.stringMatching(/edition \d+ is live/) });
    worker.signal('SIGSTOP');
    await api.accept('organisation', '2020-01-01', founding('unseen'));
    for (const ran of [await within(views, '--json'), await through(views, '--json')])
      expect(lagOf(JSON.parse(ran.out) as ViewsStatus)).toBeGreaterThan(0);
    worker.signal('SIGCONT');
    await until(async () => lagOf(await status()) === 0);
    expect(lagOf(JSON.parse((await through(views, '--json')).out) as ViewsStatus)).toBe(0);
  }, 60_000);

  it('writes: a version proposed and approved by it holds in the APIs', async () => {
    const file = join(folder.folder, 'R2027.json');
    const shipped = JSON.parse(readFileSync(join(ROOT, 'procedures', 'admission', 'R2026B.2.json'), 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...shipped, version: 'R2027', inForce: { from: '2027-01-01' } }));
    expect(beside('procedure', 'propose', file, '--as', 'lan')).toMatchObject({ status: 0, err: '' });
    const approved = await within(procedure, 'approve', 'R2027', '--as', 'minh');
    expect(approved).toMatchObject({ status: 0, err: '', out: expect.stringMatching(/^R2027 is published/) });
    expect((await api.get('/procedures/R2027')).body.answer).toMatchObject({ name: 'R2027', status: 'published' });
  }, 60_000);

  it('takes a rebuild through an API to its end, and what cannot be is told in one line', async () => {
    expect(await through(rebuild, 'begin')).toMatchObject({ status: 0, out: expect.stringMatching(/is being built/) });
    expect(await through(rebuild, 'begin')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^the server refuses: edition \d+ is building already\n$/),
    });
    await until(async () => {
      const { rebuild: under } = await status();
      return under !== null && under.done >= under.of;
    });
    for (const [verb, says] of [
      ['pause', /^Paused/],
      ['resume', /^Resumed/],
      ['switch', /is live; edition \d+ is kept/],
      ['rollback', /is live; edition \d+ is kept/],
      ['discard', /is gone/],
    ] as const)
      expect([verb, await through(rebuild, verb)]).toEqual([
        verb,
        { status: 0, err: '', out: expect.stringMatching(says) },
      ]);
    expect((await within(rebuild, 'begin')).out).toMatch(/Edition \d+ building.*\n.*Equal: \d+ rows/s);
    expect(await within(rebuild, 'cancel')).toMatchObject({ status: 0, out: expect.stringMatching(/^Given up/) });
    expect(await within(rebuild)).toMatchObject({ status: 1, err: expect.stringMatching(/^in a cluster the views/) });
    expect((await status()).editions).toHaveLength(1);
  }, 90_000);
});

describe('several processes', () => {
  it('that write to one dossier at once lose no command and do none twice', async () => {
    await api.happened(SURROUNDINGS);
    const listing = { type: 'ListCandidate', dossier: 'hs-race', cell: 'cell-a', proposedBy: 'youth-union' };
    const identity = { name: 'Vàng A Thử', birth: '1996-05-06' };
    await api.accept('dossier', '2022-01-10', { ...listing, declared: DECLARED, identity });
    const before = (await api.get('/dossiers/hs-race/history')).body.answer.length as number;
    const urls = [api.url, second.said];
    const note = async (index: number): Promise<[number, number]> => {
      const command = { type: 'NoteTemporaryActivity', dossier: 'hs-race', place: `noi-${index}` };
      const body = JSON.stringify({ commandId: `at-once-${index}`, on: '2023-02-01', command });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${urls[index % 2]}/commands/dossier`, { method: 'POST', headers, body });
      return [answer.status, ((await answer.json()) as { revision: number }).revision];
    };
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => note(index)));
    expect(answers.map(([code]) => code)).toEqual(Array.from({ length: 40 }, () => 200));
    const revisions = answers.map(([, revision]) => revision).sort((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: 40 }, (_, index) => before + index));
  }, 60_000);

  it('are asked and written to while the views are rebuilt, switched and switched back, and nothing is missed', async () => {
    const faults: string[] = [];
    let going = true;
    let told = 0;
    const writer = (async () => {
      for (; going; told += 1) {
        const { position } = (await api.accept('organisation', '2020-01-01', founding(`written-${told}`))).body;
        const [code, text] = await at(`${second.said}/organisations?seen=${encodeURIComponent(position)}`);
        if (code !== 200 || !text.includes(`"written-${told}"`)) faults.push(`${code}: written-${told}`);
      }
    })();
    const { edition } = (await to('rebuild')).body as { edition: number };
    const [, compared] = await Promise.all([0, 1].map(() => to('compare', { with: 'rebuild' })));
    expect(compared?.body).toMatchObject({ different: 0, unsettled: 0 });
    const { live: from } = await status();
    expect((await to('switch')).body).toEqual({ from, to: edition, forced: false });
    const here = told;
    await until(() => told > here + 3);
    expect((await to('rollback')).body).toEqual({ from: edition, to: from, forced: false });
    const there = told;
    await until(() => told > there + 3);
    going = false;
    await writer;
    expect(faults).toEqual([]);
    const [events, reads] = [api.app.get<EventStore>(EVENTS), api.app.get<ReadStore>(READS)];
    const head = await events.head();
    await until(async () => (await status()).views.every(({ position }) => position >= head));
    for (const one of [from, edition]) {
      expect((await compareViews(events, reads.edition(one), VIEWS)).differences).toEqual([]);
      for (const { name, version } of VIEWS) expect(await reads.edition(one).missing(name, version)).toEqual([]);
    }
  }, 90_000);

  it('note a deadline once, whoever notes it, before a switch and after it', async () => {
    await api.happened(upTo('received', wayFrom(2022)));
    await until(async () => lagOf(await status()) === 0);
    const first = JSON.parse((await within(overdue, '--json')).out) as { noted: number };
    await until(async () => lagOf(await status()) === 0);
    await to('rollback');
    const again = JSON.parse((await within(overdue, '--json')).out) as { noted: number };
    const history = (await api.get('/dossiers/hs-1/history')).body.answer as { type: string }[];
    expect(history.filter(({ type }) => type === 'DeadlinePassed')).toHaveLength(1);
    expect(first.noted + again.noted).toBeLessThanOrEqual(1);
  }, 60_000);
});

describe('a worker', () => {
  it('tells of its health and its figures on its own port, to this machine, and takes nothing else', async () => {
    expect(await at(`${worker.said}/health/live`)).toEqual([200, '{"live":true}']);
    await until(async () => (await at(`${worker.said}/health/ready`))[0] === 200);
    expect(JSON.parse((await at(`${worker.said}/health/canary`))[1])).toMatchObject({ through: true });
    const [, metrics] = await at(`${worker.said}/metrics`);
    expect(metrics).toMatch(/^dossier_jobs_total\{name="release",outcome="done"\} [1-9]/m);
    expect(metrics).toMatch(/^dossier_projection_batches_total\{outcome="saved"\} [1-9]/m);
    expect(metrics).toMatch(/^dossier_view_lag_orders\{view="organisation-tree"\} \d/m);
    const api = (await at(`${second.said}/metrics`))[1];
    expect(api).not.toMatch(/^dossier_(jobs_total|projection_batches_total)\{/m);
    for (const [name, value] of [
      ['host', 'evil.example'],
      ['origin', 'http://evil.example'],
      ['sec-fetch-site', 'cross-site'],
    ] as const)
      expect((await at(`${worker.said}/health/canary`, { [name]: value }))[0]).toBe(403);
    for (const path of ['/organisations', '/operations/views', '/docs']) {
      const [code, text] = await at(`${worker.said}${path}`);
      expect([path, code, JSON.parse(text)]).toMatchObject([path, 404, { type: 'urn:dossier:not-found' }]);
    }
    expect((await at(`${worker.said}/operations/release`, {}, 'POST'))[0]).toBe(404);
  }, 60_000);
});
