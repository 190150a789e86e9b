import { memoryShared, openBullJobs, openEmbeddedJobs, openRedisShared } from '@dossier/adapters';
import { addDays } from '@dossier/calendar';
import { keepTimers, handsOf, Projector, Reactions, type Reading } from '@dossier/engine';
import type { Jobs, ReadStore, Recorded, Schedule, Shared, Watch } from '@dossier/kernel';
import { VIEWS, wakeUpsOf, worklist, type View, type WorkRow } from '@dossier/views';
import { Redis } from 'ioredis';
import { passedUnnoted } from '@dossier/domain';
import { eventually } from '../../contract/jobs.contract';
import { seeded } from '../../contract/kurrent-faults';
import { at, commune, type CommuneStage } from '../commune';
import type { Askable } from '../engine-in-memory';
import { DOSSIER } from '../scenario';
import { askUntilAnswered, nothingTold } from './asking';
import { findings } from './findings';
import { engineAt, logFrom, writeAll, type Ground } from './ground';
import type { Run } from './run';

/** A day of a run lasts so long, so that deadlines of months fall due within moments. */
const DAY_MS = 4;
const FIRST_DAY = '2025-09-13';
const LAST_DAY = '2026-02-01';
const TIMERS_EVERY_MS = 25;
const NOTE = 'note-deadlines';

/** The hour of an installation, in the time of a run. */
const SCHEDULES: readonly Schedule[] = [{ name: NOTE, data: {}, every: { ms: 60 } }];

/** A queue that can lose everything it holds at any moment. */
interface Losing {
  readonly jobs: Jobs;
  readonly shared: Shared;
  /** Everything is gone, as after FLUSHALL. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Deadlines of a dossier fall due one after the other, and whatever moment the queue is emptied at, each is noted, once.
 * Where a Redis is given it is emptied as a whole, so it must be the test's own.
 */
export async function queueFlushed(ground: Ground, seed: number, redis?: string): Promise<Run> {
  const random = seeded(seed);
  const log = logFrom(ground.log, await ground.log.head());
  // The days begin to pass once somebody is at work: else all would be due before anything is lost.
  let began = Date.now();
  const today = (): string => {
    const day = addDays(FIRST_DAY, Math.floor(Math.max(0, Date.now() - began) / DAY_MS));
    return day < LAST_DAY ? day : LAST_DAY;
  };
  const engine = engineAt({ log, keys: ground.keys }, today);
  const before = (['papers', 'voted', 'submitted', 'received'] as const).flatMap((stage) =>
    dossierOf(`flushed-${seed}-${stage}`, stage),
  );
  await writeAll(engine, before);
  const rows = await ground.emptyRows();
  const views = new Projector(log, rows, VIEWS);
  await views.catchUp();
  const told = nothingTold();
  const bus = {
    execute: async ({ request }: { request: { command: Askable; commandId: string } }) => {
      const { command, commandId: id } = request;
      const outcome = await askUntilAnswered(engine, told, { id, command }, today());
      await views.catchUp();
      return outcome;
    },
  };
  const looking = readingOf(rows, today);
  const actor = { account: 'the-clock', role: 'system', unit: 'a-unit', policy: '1' };
  const regulation = { current: async () => commune.regulation };
  const reactions = new Reactions(bus as never, looking, regulation as never, actor);
  const queue = redis === undefined ? embedded() : await inRedis(redis, `flushed-${seed}`);
  const inTime = (due: string): string => {
    const days = (Date.parse(due) - Date.parse(FIRST_DAY)) / 86_400_000 + 1;
    return new Date(began + days * DAY_MS).toISOString();
  };
  const wakeUps = async () =>
    wakeUpsOf(await worklistIn(looking), { today: today(), calendar: commune.regulation.calendar }).map(({ due }) => ({
      due,
      at: inTime(due),
    }));
  began = Date.now();
  const ends: Watch[] = [
    queue.jobs.work(handsOf({ noteDeadlines: () => reactions.run() })),
    keepTimers({ ...queue, schedules: SCHEDULES, wakeUps, everyMs: TIMERS_EVERY_MS, onFault: () => undefined }),
  ];
  let flushed = 0;
  for (const after of [0, 1, 2].map(() => random() * 50)) {
    await new Promise((resolve) => setTimeout(resolve, after));
    await queue.lose();
    flushed += 1;
  }
  const under = { today: LAST_DAY, calendar: commune.regulation.calendar };
  const noted = async (): Promise<boolean> =>
    today() === LAST_DAY && (await worklistIn(looking)).every((row) => passedUnnoted(row, under).length === 0);
  const reached = await eventually('every deadline that fell due is noted', noted).then(
    () => [],
    (error: unknown) => [String(error)],
  );
  for (const watch of ends.reverse()) await watch.stop();
  await reactions.stop();
  await queue.close();
  await views.catchUp();
  await views.stop();
  const written = before.map(({ meta }) => meta.command.id);
  const wrong = [...reached, ...(await findings(log, rows, told, written))];
  return { wrong, met: flushed, acknowledged: told.accepted.size };
}

/** A dossier some way along, whose clocks run. */
function dossierOf(id: string, stage: CommuneStage): readonly Recorded[] {
  const own = at(stage).world.log.filter(({ stream }) => stream === `dossier-${DOSSIER}`);
  return JSON.parse(JSON.stringify(own).replaceAll(DOSSIER, id)) as Recorded[];
}

function readingOf(rows: ReadStore, today: () => string): Reading {
  return {
    today,
    rows: async ({ name, version }: View) =>
      (await rows.list(name, version)).map(({ json }) => JSON.parse(json) as unknown),
  } as unknown as Reading;
}

async function worklistIn(looking: Reading): Promise<readonly WorkRow[]> {
  return (await looking.rows(worklist)).filter((row): row is WorkRow => row.kind === 'dossier');
}

/** The queue in the process, thrown away with all it holds and made anew. */
function embedded(): Losing {
  const now = (): string => new Date().toISOString();
  const open = (): Jobs => openEmbeddedJobs({ now, retryMs: 10, onFault: () => undefined });
  let [jobs, hands, working]: [Jobs, Parameters<Jobs['work']>[0], Watch | undefined] = [open(), {}, undefined];
  return {
    jobs: {
      put: (job) => jobs.put(job),
      keep: (schedules) => jobs.keep(schedules),
      work(given) {
        hands = given;
        working = jobs.work(hands);
        return { stop: async () => working?.stop() };
      },
      close: () => jobs.close(),
    },
    shared: memoryShared({ now }),
    async lose() {
      const [former, stopped] = [jobs, working];
      jobs = open();
      working = jobs.work(hands);
      await stopped?.stop();
      await former.close();
    },
    close: () => jobs.close(),
  };
}

async function inRedis(url: string, prefix: string): Promise<Losing> {
  const onFault = (): void => undefined;
  const jobs = await openBullJobs({ url, prefix, retryMs: 10, onFault });
  const shared = await openRedisShared({ url, prefix, onFault });
  const asking = new Redis(url);
  return {
    jobs,
    shared,
    lose: async () => void (await asking.flushall()),
    async close() {
      asking.disconnect();
      await shared.close();
      await jobs.close();
    },
  };
}
