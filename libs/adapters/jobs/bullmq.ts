import type { Job, Jobs } from '@dossier/kernel';
import { Queue, type JobsOptions } from 'bullmq';
import { checkRedis, connectRedis, FAILS_FAST, reaching } from '../redis';
import { QUEUE, type BullSettings } from './bullmq-settings';
import { keepSchedulers } from './bullmq-schedules';
import { workOn } from './bullmq-worker';

/**
 * Jobs in Redis, done by whichever process is free. The server is looked at first: `StoreRefused` when it is out of reach
 * or unsuitable. While it is away `put` and `keep` throw `StoreUnavailable`; workers wait for it and go on by themselves.
 */
export async function openBullJobs(settings: BullSettings): Promise<Jobs> {
  const { url, prefix, attempts = 5, retryMs = 10_000, onFault } = settings;
  await checkRedis(url);
  const onError = (error: Error): void => onFault({ kind: 'queue', error });
  const connection = connectRedis(url, FAILS_FAST, onError);
  await reaching(() => connection.connect());
  const options = jobOptions(attempts, retryMs);
  const queue = new Queue(QUEUE, { connection, prefix, defaultJobOptions: options, skipVersionCheck: true });
  queue.on('error', onError);
  await reaching(() => queue.waitUntilReady());
  return {
    put: ({ name, id, data, dueAt }) =>
      reaching(async () => {
        const delay = dueAt === undefined ? 0 : Math.max(0, Date.parse(dueAt) - Date.now());
        await queue.add(name, data, { jobId: idOf(name, id), delay });
      }),
    keep: (schedules) => reaching(() => keepSchedulers(queue, schedules, options)),
    work: (hands) => workOn(settings, hands),
    async close() {
      await queue.close().catch(onError);
      connection.disconnect();
    },
  };
}

/** BullMQ forbids a colon in ids of one's own, and numbers; encoded apart, every id is allowed and none is another's. */
function idOf(name: Job['name'], id: Job['id']): string {
  return `${encodeURIComponent(name)}/${encodeURIComponent(id)}`;
}

/**
 * A job that is over leaves nothing behind, also one that was given up: what remains would keep its id taken. No trace of
 * the stack is kept, for the queue is in clear.
 */
function jobOptions(attempts: number, retryMs: number): JobsOptions {
  return {
    attempts,
    backoff: { type: 'exponential', delay: retryMs },
    removeOnComplete: true,
    removeOnFail: true,
    stackTraceLimit: 0,
  };
}
