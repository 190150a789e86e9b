import { memoryEvents, memoryKeys } from '@dossier/adapters';
import type { Command } from '@dossier/contract';
import {
  BackPressure,
  EVENTS,
  Projector,
  READS,
  SealingCodec,
  systemClock,
  Transactor,
  ViewsOverloaded,
  type Request,
} from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { problemOf } from '../../apps/api/http/problem.filter';
import { change } from '../contract/view-changes';
import { founding, newFolder, startApi, type Api } from '../support/district';

function pressed(most: number) {
  const at = { log: 0, shown: 0, woken: 0, asked: 0, ms: 0 };
  const lag = {
    head: () => Promise.resolve(at.log),
    views: () => Promise.resolve(((at.asked += 1), at.shown)),
    furthest: () => Promise.resolve(at.shown),
    wake: () => void (at.woken += 1),
  };
  return { at, pressure: new BackPressure(lag, most, () => at.ms) };
}

it('turns a command away while the views are further behind than the bound, has them moved, and takes it afterwards', async () => {
  const { at, pressure } = pressed(10);
  const [store, keys] = [memoryEvents(), memoryKeys()];
  const kit = { store, codec: new SealingCodec(keys), clock: systemClock() };
  const transactor = new Transactor(kit, { publish: () => undefined } as never, keys, false);
  transactor.backPressure = pressure;
  const request = { command: { type: 'PlanClass' }, commandId: 'c-1', on: '2023-01-01', actor: {} } as never;
  const refused = { refusal: { code: 'no' } } as never;
  const run = () =>
    transactor.run('class-1', request as Request<Command>, () => Promise.resolve(refused)).catch((e: unknown) => e);
  at.log = 11;
  const error = await run();
  expect(error).toBeInstanceOf(ViewsOverloaded);
  expect(problemOf(error)).toMatchObject({ status: 503, type: 'urn:dossier:views-overloaded' });
  expect(at.woken).toBe(1);
  [at.shown, at.ms] = [1, 1000];
  expect(await run()).not.toBeInstanceOf(ViewsOverloaded);
  await transactor.drain();
});

it('does not ask at every command', async () => {
  const { at, pressure } = pressed(10);
  await Promise.all(Array.from({ length: 50 }, () => pressure.admit()));
  expect(at.asked).toBe(1);
  at.ms = 1000;
  await pressure.admit();
  expect(at.asked).toBe(2);
});

describe('an API of which nobody moves the views', () => {
  const config = newFolder({ part: 'asks', mostBehind: 0 });
  let api: Api;
  beforeAll(async () => {
    api = await startApi(config);
  }, 60_000);
  afterAll(async () => {
    await api.app.close();
    config.remove();
  });
  const found = () => api.ask('organisation', founding('top'), { on: '2023-01-01' });

  it('answers commands 503 and when to come again, answers questions, and takes commands once somebody has moved them', async () => {
    const turnedAway = await found();
    expect(turnedAway).toMatchObject({ status: 503, body: { type: 'urn:dossier:views-overloaded' } });
    expect(turnedAway.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await api.get('/organisations')).status).toBe(200);
    // Nothing differs where nothing was applied, and that is no good news.
    const behind = async (): Promise<number> => (await api.post('/operations/compare', {})).body.behind as number;
    expect(await behind()).toBeGreaterThan(0);
    const reads = api.app.get<ReadStore>(READS);
    const { live } = await reads.editions();
    await new Projector(api.app.get<EventStore>(EVENTS), reads.edition(live), VIEWS).catchUp();
    expect(await behind()).toBe(0);
    let taken = await found();
    while (taken.status === 503) taken = await found();
    expect(taken).toMatchObject({ status: 200, body: { events: ['OrganisationFounded'], repeated: false } });
  }, 30_000);
});

describe('an API whose rows stand further than its log, which was put back from a backup', () => {
  const config = newFolder({ part: 'asks' });
  let api: Api;
  beforeAll(async () => {
    api = await startApi(config);
    const [events, reads] = [api.app.get<EventStore>(EVENTS), api.app.get<ReadStore>(READS)];
    const to = (await events.head()) + 1_000_000;
    const reached = VIEWS.map(({ name: view, version }) => change({ view, version, to }));
    await reads.save(events.id, reached);
  }, 60_000);
  afterAll(async () => {
    await api.app.close();
    config.remove();
  });

  it('takes no command, or the log would grow to where they stand and they would lack what came between', async () => {
    expect(await api.ask('organisation', founding('top'), { on: '2023-01-01' })).toMatchObject({
      status: 503,
      body: { type: 'urn:dossier:store-unavailable' },
    });
  });

  it('says that it is not ready, and why', async () => {
    expect(await api.get('/health/ready')).toMatchObject({ status: 503, body: { reasons: ['rows-of-another-log'] } });
  });
});
