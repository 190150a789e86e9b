import type { Hand, Watch } from '@dossier/kernel';
import { WaitingError, Worker, type Job } from 'bullmq';
import { setTimeout as wait } from 'node:timers/promises';
import { connectRedis, WAITS } from '../redis';
import { QUEUE, type BullSettings } from './bullmq-settings';
import type { JobFault } from './fault';

const LOCK_MS = 30_000;
const PATIENCE_MS = 20_000;
/** How long a hand has to heed the signal, after patience ran out. */
const LAST_MS = 500;
const RETRY_MS = 1_000;

/** Does jobs until it is stopped. A hand that another process may be doing as well is asked by its signal to end. */
export function workOn(settings: BullSettings, hands: Readonly<Record<string, Hand>>): Watch {
  const { url, prefix, concurrency = 4, lockMs = LOCK_MS, patienceMs = PATIENCE_MS, onFault } = settings;
  const onError = (error: Error): void => onFault({ kind: 'queue', error });
  const connection = connectRedis(url, WAITS, onError);
  const letGo = new AbortController();
  let stopping: Promise<void> | undefined;
  const process = async (job: Job, token?: string, lost?: AbortSignal): Promise<void> => {
    // One that was being fetched as the end began goes back, as if it had not been touched.
    if (stopping !== undefined) return giveBack(job, token);
    await doJob(job, hands, onFault, AbortSignal.any(lost === undefined ? [letGo.signal] : [letGo.signal, lost]));
  };
  const worker = new Worker(QUEUE, process, {
    connection,
    prefix,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    // A process that is killed again and again is no fault of the job it had in hand.
    maxStalledCount: 100,
    runRetryDelay: RETRY_MS,
    skipVersionCheck: true,
  });
  worker.on('error', onError);
  worker.on('lockRenewalFailed', (ids) => {
    for (const job of ids) {
      onFault({ kind: 'lost', job, error: new Error('the lock on a job in hand was lost') });
      worker.cancelJob(job, 'lock lost');
    }
  });
  const stop = async (): Promise<void> => {
    // Closing gently and then by force does not work: the second call only joins the first. Pausing waits as well.
    const finished = worker.pause().catch(onError);
    if (!(await within(finished, patienceMs))) {
      letGo.abort();
      onFault({ kind: 'let-go', error: new Error(`jobs in hand did not end within ${patienceMs} ms`) });
      await within(finished, LAST_MS);
    }
    await worker.close(true);
    connection.disconnect();
  };
  return { stop: () => (stopping ??= stop()) };
}

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const over = wait(ms, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([work.then(() => true), over]);
  timer.abort();
  return inTime;
}

async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

async function doJob(
  job: Job,
  hands: Readonly<Record<string, Hand>>,
  onFault: (fault: JobFault) => void,
  signal: AbortSignal,
): Promise<void> {
  const hand = hands[job.name];
  try {
    if (hand === undefined) throw new Error(`nobody here does ${job.name}`);
    await hand(job.data, signal);
  } catch (error) {
    const last = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    onFault({ kind: last ? 'given-up' : 'tried', job: job.name, error });
    // What a failure says may hold a name, and BullMQ writes it into Redis: only its kind goes there.
    throw new Error(error instanceof Error ? error.name : 'failed');
  }
}
