import type { Jobs, Schedule, Shared, Watch } from '@dossier/kernel';
import type { WakeUp } from '@dossier/views';
import type { JobName } from './jobs';

export interface TimersOf {
  readonly jobs: Jobs;
  readonly shared: Shared;
  readonly schedules: readonly Schedule[];
  /** What to wake for, as the views know it now. */
  wakeUps(): Promise<readonly WakeUp[]>;
  readonly everyMs?: number;
  /** A turn that failed; the next one makes it good. */
  readonly onFault: (error: unknown) => void;
}

const EVERY_MS = 5 * 60_000;

/**
 * Puts schedules and wake-ups into the queue at the start and every few minutes again, so that a queue that lost them has
 * them back soon: they follow from events, the queue only remembers them. Of all processes one does so in each span; if
 * two do, the queue has the same jobs afterwards.
 */
export function keepTimers(timers: TimersOf): Watch {
  const { everyMs = EVERY_MS, onFault } = timers;
  let turning: Promise<void> | undefined;
  const turn = (): void => {
    turning ??= ownTurn(timers, everyMs)
      .catch(onFault)
      .finally(() => (turning = undefined));
  };
  turn();
  const timer = setInterval(turn, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await turning;
    },
  };
}

async function ownTurn(timers: TimersOf, everyMs: number): Promise<void> {
  // A little less than the span, or the owner's own next turn would still fall into the former one.
  if (await timers.shared.allow('timers', 1, Math.floor(everyMs * 0.9))) await putTimers(timers);
}

/** Makes the queue hold every schedule and every wake-up. Safe to repeat at any time. */
export async function putTimers({
  jobs,
  schedules,
  wakeUps,
}: Pick<TimersOf, 'jobs' | 'schedules' | 'wakeUps'>): Promise<void> {
  await jobs.keep(schedules);
  const name: JobName = 'note-deadlines';
  for (const { due, at } of await wakeUps()) await jobs.put({ name, id: due, data: { due }, dueAt: at });
}
