import { memoryReads } from '@dossier/adapters';
import { Canary, CLOCK, EVENTS, Projections, Projector, READS, Readiness, Transactor, Vitals } from '@dossier/engine';
import { StoreUnavailable, type Clock, type EventStore, type ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { founding, newFolder, startApi, type Api } from '../support/district';
import { catchLogs } from '../support/log-lines';

const config = newFolder();
const logs = catchLogs();
let api: Api;

beforeAll(async () => {
  api = await startApi(config);
}, 60_000);
afterAll(async () => {
  await api.app.close();
  logs.end();
  config.remove();
});

const gone = () => Promise.reject(new StoreUnavailable('gone'));

/** Has a store's method do something else while work goes on. */
async function while_<S extends object>(store: S, other: Partial<S>, work: () => Promise<void>): Promise<void> {
  const own = Object.keys(other).map((name) => [name, Object.getOwnPropertyDescriptor(store, name)] as const);
  Object.assign(store, other);
  try {
    await work();
  } finally {
    for (const [name, before] of own) {
      if (before) Object.defineProperty(store, name, before);
      else delete (store as Record<string, unknown>)[name];
    }
  }
}

describe('live', () => {
  it('asks no store', async () => {
    await while_(api.app.get<EventStore>(EVENTS), { head: gone }, async () => {
      expect(await api.get('/health/live')).toMatchObject({ status: 200, body: { live: true } });
    });
  });
});

describe('ready', () => {
  it('says yes, and how far each view is', async () => {
    const { status, body } = await api.get('/health/ready');
    expect(status).toBe(200);
    expect(body).toEqual({
      ready: true,
      reasons: [],
      views: VIEWS.map(({ name }) => ({ view: name, orders: 0, seconds: 0 })),
    });
  });

  it.each<[string, symbol, object]>([
    ['events-unavailable', EVENTS, { head: gone }],
    ['rows-unavailable', READS, { source: gone }],
    ['rows-of-another-log', READS, { source: () => Promise.resolve('another') }],
  ])('says no, for %s', async (reason, store, other) => {
    await while_(api.app.get<object>(store), other, async () => {
      expect(await api.get('/health/ready')).toMatchObject({ status: 503, body: { ready: false, reasons: [reason] } });
    });
    expect((await api.get('/health/ready')).status).toBe(200);
  });

  it('says no of a store that does not answer, and does not wait for it', async () => {
    const stuck = { head: () => new Promise<number>(() => undefined) } as Partial<EventStore>;
    const events = { ...api.app.get<EventStore>(EVENTS), ...stuck } as EventStore;
    const keys = { findKey: () => Promise.resolve(undefined) } as never;
    const vitals = new Vitals(events, api.app.get(READS), keys, VIEWS, api.app.get(CLOCK), 20);
    expect(await vitals.stores()).toEqual({ events: false, rows: true, keys: true });
  });

  it('says no of views that hold back what is older than half a minute, and yes once they have it', async () => {
    const events = api.app.get<EventStore>(EVENTS);
    const rows = memoryReads();
    const projector = new Projector(events, rows, VIEWS);
    const later: Clock = { now: () => new Date(Date.now() + 40_000).toISOString() };
    const keys = { findKey: () => Promise.resolve(undefined) } as never;
    const readiness = new Readiness(new Vitals(events, rows, keys, VIEWS, later), projector);
    expect(await readiness.check()).toMatchObject({ ready: false, reasons: ['views-behind'] });
    const { views } = await readiness.check();
    expect(views[0]).toMatchObject({ orders: await events.head() });
    expect(views[0]?.seconds).toBeGreaterThanOrEqual(40);
    const soon = new Readiness(new Vitals(events, rows, keys, VIEWS, api.app.get(CLOCK)), projector);
    expect(await soon.check()).toMatchObject({ ready: true });
    await projector.catchUp();
    expect(await readiness.check()).toMatchObject({ ready: true, reasons: [] });
    await rows.close();
  });

  it('says no while a batch fails', async () => {
    const projections = api.app.get(Projections);
    // Rows are saved through a store that is bound to an edition; what every such store has is its kind's.
    const rows = Object.getPrototypeOf(api.app.get<ReadStore>(READS)) as ReadStore;
    await while_(rows, { save: gone }, async () => {
      await api.accept('organisation', '2023-01-01', founding('one'));
      await expect(projections.catchUp()).rejects.toThrow(StoreUnavailable);
      expect(await api.get('/health/ready')).toMatchObject({ status: 503, body: { reasons: ['views-failing'] } });
    });
    // The batch was woken by a request and is nobody's: the line does not name one.
    const lines = logs.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const failed = lines.find(({ part }) => part === 'views');
    expect(failed).toMatchObject({ level: 'error', fault: { kind: 'StoreUnavailable' } });
    expect(failed).not.toHaveProperty('request');
    await projections.catchUp();
    expect((await api.get('/health/ready')).status).toBe(200);
  });
});

describe('the canary', () => {
  const head = () => api.app.get<EventStore>(EVENTS).head();
  const since = (order: number) => api.app.get<EventStore>(EVENTS).readAll(order, 10);
  const board = async () => (await api.get('/organisations')).body.answer;

  it('goes the whole way, once a minute however often it is asked, and leaves no row', async () => {
    const [before, units] = [await head(), await board()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.get('/health/canary')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers[0]?.body).toMatchObject({ through: true, at: expect.any(String), ms: expect.any(Number) });
    expect((await api.get('/health/canary')).body).toEqual(answers[0]?.body);
    const [event, ...more] = await since(before);
    expect(more).toEqual([]);
    expect(event?.stream).toMatch(/^canary-\d{4}-\d\d-\d\d$/);
    expect(JSON.parse(Buffer.from(event?.bytes ?? []).toString())).toMatchObject({ type: 'CanarySounded', data: {} });
    expect(await board()).toEqual(units);
    const { answer } = (await api.get('/audit-trail')).body;
    expect(answer.filter(({ stream }: { stream: string }) => stream.startsWith('canary-'))).toEqual([]);
  });

  it('says how far it got, and writes no second event to find out whether it goes again', async () => {
    const { app } = api;
    const reads = app.get<ReadStore>(READS);
    const { bus, reading, clock, actor } = app.get(Canary) as unknown as Record<string, never>;
    const canary = new Canary(bus as never, reading as never, reads, clock as never, actor as never);
    const before = await head();
    await while_(reads, { applied: () => Promise.resolve(new Map()) }, async () => {
      expect(await canary.sound()).toMatchObject({ through: false, failed: 'rows' });
    });
    // A command asks now and then how far the views are, and would end there before the canary does.
    await while_<{ backPressure: unknown }>(app.get(Transactor), { backPressure: undefined }, () =>
      while_(reads, { position: gone }, async () => {
        expect(await canary.sound()).toMatchObject({ through: false, failed: 'views', kind: 'StoreUnavailable' });
      }),
    );
    expect(await canary.sound()).toMatchObject({ through: true });
    expect(await since(before)).toHaveLength(1);
  });

  it('says so where the log takes no command', async () => {
    const { bus, reading, clock, actor } = api.app.get(Canary) as unknown as Record<string, never>;
    const canary = new Canary(bus as never, reading as never, api.app.get(READS), clock as never, actor as never);
    await while_(api.app.get<EventStore>(EVENTS), { append: gone }, async () => {
      expect(await canary.sound()).toMatchObject({ through: false, failed: 'command', kind: 'StoreUnavailable' });
    });
    expect(await canary.sound()).toMatchObject({ through: true });
  });
});
