import { EVENTS, Observer } from '@dossier/engine';
import { StoreUnavailable, type EventStore } from '@dossier/kernel';
import { founding, newFolder, startApi, type Api } from '../support/district';
import { catchLogs } from '../support/log-lines';

const config = newFolder();
let api: Api;
const SECRETS = ['Lò Thị Thử', 'cell-a', 'd-1', 'm-1', 'a-special-id-1', 'officer-nine', 'nobody-at-all'];

/** The lines of values, by name and labels. */
async function values(): Promise<ReadonlyMap<string, number>> {
  const { body, headers, status } = await api.get('/metrics');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (body as string).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

const member = (id: string) => ({
  type: 'RegisterMember',
  member: id,
  cell: 'cell-a',
  standing: 'official',
  officialSince: '2010-05-19',
  identity: { name: 'Lò Thị Thử', birth: '1980-02-03' },
});

beforeAll(async () => {
  api = await startApi(config);
  await api.accept('organisation', '2023-01-01', founding('top', 'district-committee'));
  await api.accept('organisation', '2023-01-01', founding('commune', 'grassroots-committee', 'top'));
  await api.accept('organisation', '2023-01-01', founding('cell-a', 'cell', 'commune'));
  await api.accept('member', '2023-01-01', member('m-1'));
}, 60_000);
afterAll(async () => {
  await api.app.close();
  config.remove();
});

describe('metrics', () => {
  it('count commands by type and outcome, refusals by code, appends', async () => {
    const before = await values();
    const again = { commandId: 'a-special-id-1', on: '2023-01-02', command: member('m-2') };
    await api.post('/commands/member', again);
    await api.post('/commands/member', again);
    await api.ask('dossier', { type: 'AssignMentor', dossier: 'd-1', member: 'm-1' }, { account: 'officer-nine' });
    const after = await values();
    const grown = (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0);
    expect(grown('dossier_commands_total{type="RegisterMember",outcome="accepted"}')).toBe(1);
    expect(grown('dossier_commands_total{type="RegisterMember",outcome="repeated"}')).toBe(1);
    expect(grown('dossier_commands_total{type="AssignMentor",outcome="refused"}')).toBe(1);
    expect(grown('dossier_refusals_total{code="dossier-unknown"}')).toBe(1);
    expect(grown('dossier_appends_total{outcome="written"}')).toBe(1);
    expect(grown('dossier_command_seconds_count{type="RegisterMember"}')).toBe(2);
  });

  it('count queries by name and outcome, and requests by route', async () => {
    const before = await values();
    await api.get('/organisations');
    await api.get('/dossiers/nobody-at-all');
    await api.get('/no/such/place');
    const after = await values();
    const grown = (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0);
    expect(grown('dossier_queries_total{name="OrganisationTree",outcome="answered"}')).toBe(1);
    expect(grown('dossier_queries_total{name="DossierCard",outcome="not-found"}')).toBe(1);
    expect(grown('dossier_http_requests_total{method="GET",route="/dossiers/:dossier",status="404"}')).toBe(1);
    expect(grown('dossier_http_requests_total{method="GET",route="none",status="404"}')).toBe(1);
  });

  it('tell how far each view is, what the projection did, and how the process is', async () => {
    const { body } = await api.post('/commands/member', {
      commandId: 'a-special-id-3',
      on: '2023-01-02',
      command: member('m-3'),
    });
    await api.get(`/organisations?seen=${body.position}`);
    const now = await values();
    const { body: health } = await api.get('/health');
    expect(now.get('dossier_log_head')).toBe(health.head);
    for (const view of ['dossier-card', 'worklist', 'quota-board', 'audit-trail', 'organisation-tree']) {
      expect(now.get(`dossier_view_lag_orders{view="${view}"}`)).toBe(0);
    }
    for (const store of ['events', 'rows', 'keys']) expect(now.get(`dossier_store_up{store="${store}"}`)).toBe(1);
    expect(now.get('dossier_projection_batches_total{outcome="saved"}')).toBeGreaterThan(0);
    const events = await api.app.get<EventStore>(EVENTS).readAll(0, 10_000);
    expect(now.get('dossier_projection_batch_events_sum')).toBe(events.length);
    expect(now.get('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
    expect([...now.keys()]).toContain('nodejs_eventloop_lag_seconds');
  });

  it('count jobs by name and outcome, and let their failures through', async () => {
    const observer = api.app.get(Observer);
    const logs = catchLogs();
    await observer.job('briefing', () => Promise.resolve());
    await expect(observer.job('briefing', () => Promise.reject(new Error('Lò Thị Thử')))).rejects.toThrow('Lò Thị Thử');
    logs.end();
    const now = await values();
    expect(now.get('dossier_jobs_total{name="briefing",outcome="done"}')).toBe(1);
    expect(now.get('dossier_jobs_total{name="briefing",outcome="failed"}')).toBe(1);
    expect(logs.lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        part: 'engine',
        level: 'error',
        job: 'briefing',
        fault: expect.objectContaining({ kind: 'Error' }),
      }),
    ]);
  });

  it('are told where a store is out of reach, and say so', async () => {
    const events = api.app.get<EventStore>(EVENTS);
    const own = events.head;
    events.head = () => Promise.reject(new StoreUnavailable('gone'));
    try {
      const now = await values();
      expect(now.get('dossier_store_up{store="events"}')).toBe(0);
      expect(now.get('dossier_store_up{store="rows"}')).toBe(1);
    } finally {
      events.head = own;
    }
  });

  it('hold no id, no name, no text, and no more lines for more of the same', async () => {
    await api.get('/organisations');
    const before = await values();
    for (let index = 0; index < 20; index += 1) {
      await api.ask('member', member(`m-more-${index}`), { on: '2023-01-02', account: `officer-${index}` });
      await api.get(`/dossiers/nobody-${index}?on=2023-01-02`);
      await api.get(`/nowhere/${index}`);
    }
    const after = await values();
    expect([...after.keys()].filter((key) => !before.has(key) && !key.includes('gc_duration'))).toEqual([]);
    const labels = [...after.keys()].map((key) => /\{.*\}/.exec(key)?.[0] ?? '').join('\n');
    for (const text of SECRETS) expect(labels).not.toContain(`"${text}"`);
    expect(labels).not.toMatch(/[^\x20-\x7e\n]/);
  });
});
