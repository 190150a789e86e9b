import { StoreUnavailable, type Schedule } from '@dossier/kernel';
import type { JobSchedulerJson, JobsOptions, Queue } from 'bullmq';
import { isDeepStrictEqual } from 'node:util';

const TIME_ZONE = 'Asia/Ho_Chi_Minh';
/** How often the state is set right and looked at again before it is called impossible: another owner may be at it too. */
const ROUNDS = 5;

/**
 * Makes the schedulers of the queue exactly the desired ones. BullMQ's own upsert was seen to lose schedulers, and to keep
 * some without a next job, when several processes start at once (taskforcesh/bullmq 3381, 3063, 2876). So what differs is
 * set right, what is right is not touched, and then it is looked at again until nothing differs.
 */
export async function keepSchedulers(queue: Queue, desired: readonly Schedule[], options: JobsOptions): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const changed = await reconcile(queue, desired, options);
    if (changed === 0) return;
  }
  throw new StoreUnavailable('the schedules in Redis keep changing: more than one process makes them');
}

async function reconcile(queue: Queue, desired: readonly Schedule[], options: JobsOptions): Promise<number> {
  const actual = new Map((await queue.getJobSchedulers(0, -1, true)).map((scheduler) => [scheduler.key, scheduler]));
  const names = new Set(desired.map(({ name }) => name));
  let changed = 0;
  for (const key of actual.keys()) {
    if (names.has(key)) continue;
    await queue.removeJobScheduler(key);
    changed += 1;
  }
  for (const schedule of desired) {
    const found = actual.get(schedule.name);
    if (found && isSame(found, schedule, options) && (await hasNext(queue, found))) continue;
    const { name, data } = schedule;
    await queue.upsertJobScheduler(name, repeatOf(schedule), { name, data, opts: options });
    changed += 1;
  }
  return changed;
}

function repeatOf({ every }: Schedule): { every: number } | { pattern: string; tz: string } {
  return 'ms' in every ? { every: every.ms } : { pattern: every.pattern, tz: TIME_ZONE };
}

function isSame(found: JobSchedulerJson, schedule: Schedule, { attempts }: JobsOptions): boolean {
  const { name, every, pattern, tz, template } = found;
  const repeat = every === undefined ? { pattern, tz } : { every };
  return (
    name === schedule.name &&
    isDeepStrictEqual(repeat, repeatOf(schedule)) &&
    // BullMQ stores no data that is empty.
    isDeepStrictEqual(template?.data ?? {}, schedule.data) &&
    template?.opts?.attempts === attempts
  );
}

/** A scheduler without its next job never wakes again. */
async function hasNext(queue: Queue, { key, next }: JobSchedulerJson): Promise<boolean> {
  return (await queue.getJob(`repeat:${key}:${next}`)) !== undefined;
}
