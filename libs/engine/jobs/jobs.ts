import type { EndSignal, Hand, Schedule } from '@dossier/kernel';

/**
 * What the engine does besides answering. Each is safe to repeat and to be done by two processes at once, for the queue
 * may do so: what it writes is a command with an id made of what it is about, or is fenced by the store.
 *
 * - `note-deadlines` records what has lapsed and what is overdue (`Reactions`). Hourly, and woken when a day has ended on
 *   which a deadline falls due.
 * - `check-views` compares the views with a clean rebuild.
 * - `sweep-keys` gives back keys and claims whose first event never came.
 * - `release` { stream } tries a stream that views hold again; without a stream, all of them.
 */
export const JOBS = ['note-deadlines', 'check-views', 'sweep-keys', 'release'] as const;
export type JobName = (typeof JOBS)[number];

/** Minutes and hours are those of Asia/Ho_Chi_Minh. The two long ones are apart, at night. */
export const SCHEDULES: readonly Schedule[] = [
  { name: 'note-deadlines' satisfies JobName, data: {}, every: { pattern: '5 * * * *' } },
  { name: 'check-views' satisfies JobName, data: {}, every: { pattern: '30 1 * * *' } },
  { name: 'sweep-keys' satisfies JobName, data: {}, every: { pattern: '45 3 * * *' } },
];

/** Who does the work. What an installation does not have is left out; such a job is then given up with a fault. */
export interface Workforce {
  noteDeadlines(): Promise<unknown>;
  checkViews?(signal: EndSignal): Promise<unknown>;
  sweepKeys?(): Promise<unknown>;
  release?(stream: string | undefined): Promise<unknown>;
}

/** The hands of a worker: the names of jobs joined to who does them. */
export function handsOf(workforce: Workforce): Readonly<Record<string, Hand>> {
  const hands: Record<JobName, Hand | undefined> = {
    'note-deadlines': async () => void (await workforce.noteDeadlines()),
    'check-views': workforce.checkViews && (async (_, signal) => void (await workforce.checkViews?.(signal))),
    'sweep-keys': workforce.sweepKeys && (async () => void (await workforce.sweepKeys?.())),
    release: workforce.release && (async ({ stream }) => void (await workforce.release?.(stream))),
  };
  return Object.fromEntries(Object.entries(hands).filter((entry): entry is [string, Hand] => entry[1] !== undefined));
}

/** The schedules that this workforce can do. */
export function schedulesOf(workforce: Workforce): readonly Schedule[] {
  const hands = handsOf(workforce);
  return SCHEDULES.filter(({ name }) => hands[name] !== undefined);
}
