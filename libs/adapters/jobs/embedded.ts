import type { Clock, Hand, Job, Jobs, Schedule, Watch } from '@dossier/kernel';
import { setTimeout as wait } from 'node:timers/promises';
import type { JobFault } from './fault';
import { nextOf, sameSchedule } from './cron';

export interface EmbeddedSettings extends Clock {
  readonly concurrency?: number;
  /** How long stopping waits for jobs in hand before it lets go of them. */
  readonly patienceMs?: number;
  /** How often a job is tried in all, and the first wait between two tries, which doubles each time. */
  readonly attempts?: number;
  readonly retryMs?: number;
  readonly onFault: (fault: JobFault) => void;
}

/** A timer of Node's holds no longer than this; a later one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How long a hand has to heed the signal, after patience ran out. */
const LAST_MS = 500;

interface Waiting {
  readonly name: string;
  readonly data: Job['data'];
  dueMs: number;
  tries: number;
  running: boolean;
}

interface Worker {
  readonly hands: Readonly<Record<string, Hand>>;
  readonly letGo: AbortController;
  readonly running: Set<Promise<void>>;
}

/**
 * Jobs in the process, in memory: they end with it, and whoever put them puts them again at the start. Its timers keep no
 * process alive.
 */
export function openEmbeddedJobs(settings: EmbeddedSettings): Jobs {
  const queue = new EmbeddedQueue(settings);
  return {
    put: (job) => queue.put(job),
    keep: (schedules) => queue.keep(schedules),
    work: (hands) => queue.work(hands),
    close: () => queue.close(),
  };
}

class EmbeddedQueue {
  private readonly jobs = new Map<string, Waiting>();
  private readonly schedules = new Map<string, { readonly schedule: Schedule; nextMs: number }>();
  private readonly workers = new Set<Worker>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly settings: EmbeddedSettings) {}

  async put({ name, id, data, dueAt }: Job): Promise<void> {
    this.add(JSON.stringify([name, id]), name, data, dueAt === undefined ? this.now() : Date.parse(dueAt));
  }

  /** A schedule that is as it should be keeps its next turn, so that asking again and again puts nothing off. */
  async keep(schedules: readonly Schedule[]): Promise<void> {
    const nexts = schedules.map((schedule) => {
      const { every } = schedule;
      const found = this.schedules.get(schedule.name);
      if (found && sameSchedule(found.schedule, schedule)) return found;
      return { schedule, nextMs: 'ms' in every ? this.now() : nextOf(every.pattern, this.now()) };
    });
    this.schedules.clear();
    for (const next of nexts) this.schedules.set(next.schedule.name, next);
    this.look();
  }

  work(hands: Readonly<Record<string, Hand>>): Watch {
    const worker: Worker = { hands, letGo: new AbortController(), running: new Set() };
    this.workers.add(worker);
    this.look();
    let stopping: Promise<void> | undefined;
    return { stop: () => (stopping ??= this.stop(worker)) };
  }

  async close(): Promise<void> {
    for (const worker of this.workers) await this.stop(worker);
    clearTimeout(this.timer);
    this.jobs.clear();
    this.schedules.clear();
  }

  private now(): number {
    return Date.parse(this.settings.now());
  }

  private add(key: string, name: string, data: Job['data'], dueMs: number): void {
    if (!this.jobs.has(key)) this.jobs.set(key, { name, data, dueMs, tries: 0, running: false });
    this.look();
  }

  /** Begins what is due, as far as there are hands free, and sets the timer for what comes next. */
  private look(): void {
    clearTimeout(this.timer);
    const now = this.now();
    this.turnSchedules(now);
    const waiting = [...this.jobs].filter(([, job]) => !job.running).sort(([, a], [, b]) => a.dueMs - b.dueMs);
    for (const [key, job] of waiting) {
      if (job.dueMs > now) break;
      const worker = [...this.workers].find(({ running }) => running.size < (this.settings.concurrency ?? 4));
      if (!worker) return;
      this.begin(key, job, worker);
    }
    const nexts = [...this.schedules.values()].map(({ nextMs }) => nextMs);
    const later = waiting.map(([, { dueMs }]) => dueMs).filter((dueMs) => dueMs > now);
    const next = Math.min(...nexts, ...later);
    if (this.workers.size === 0 || next === Infinity) return;
    this.timer = setTimeout(() => this.look(), Math.min(Math.max(next - now, 1), LONGEST_TIMER_MS));
    this.timer.unref();
  }

  /** A turn that comes while the one before is still in hand is left out, and so are turns that were slept through. */
  private turnSchedules(now: number): void {
    if (this.workers.size === 0) return;
    for (const turn of this.schedules.values()) {
      const { name, data, every } = turn.schedule;
      if (turn.nextMs > now) continue;
      turn.nextMs = 'ms' in every ? now + every.ms : nextOf(every.pattern, now);
      const key = JSON.stringify([name]);
      if (!this.jobs.has(key)) this.jobs.set(key, { name, data, dueMs: now, tries: 0, running: false });
    }
  }

  private begin(key: string, job: Waiting, worker: Worker): void {
    job.running = true;
    const run = this.tryOnce(key, job, worker).then(() => {
      worker.running.delete(run);
      this.look();
    });
    worker.running.add(run);
  }

  private async tryOnce(key: string, job: Waiting, { hands, letGo }: Worker): Promise<void> {
    const { attempts = 5, retryMs = 10_000, onFault } = this.settings;
    const hand = hands[job.name];
    try {
      if (hand === undefined) throw new Error(`nobody here does ${job.name}`);
      await hand(job.data, letGo.signal);
      this.jobs.delete(key);
    } catch (error) {
      job.tries += 1;
      job.running = false;
      job.dueMs = this.now() + retryMs * 2 ** (job.tries - 1);
      const last = job.tries >= attempts;
      if (last) this.jobs.delete(key);
      onFault({ kind: last ? 'given-up' : 'tried', job: job.name, error });
    }
  }

  private async stop(worker: Worker): Promise<void> {
    const { patienceMs = 20_000, onFault } = this.settings;
    this.workers.delete(worker);
    if (this.workers.size === 0) clearTimeout(this.timer);
    if (await within(worker.running, patienceMs)) return;
    worker.letGo.abort();
    onFault({ kind: 'let-go', error: new Error(`jobs in hand did not end within ${patienceMs} ms`) });
    await within(worker.running, LAST_MS);
  }
}

async function within(running: Iterable<Promise<void>>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const over = wait(ms, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([Promise.all(running).then(() => true), over]);
  timer.abort();
  return inTime;
}
