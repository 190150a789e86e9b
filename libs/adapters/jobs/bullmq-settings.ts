import type { JobFault } from './fault';

export interface BullSettings {
  readonly url: string;
  /** Stands before every key, so that several installations can share a server. */
  readonly prefix: string;
  /** How many jobs one process does at once. */
  readonly concurrency?: number;
  /** How long a process may be silent before its jobs are given to another. */
  readonly lockMs?: number;
  /** How long stopping waits for jobs in hand before it lets go of them. */
  readonly patienceMs?: number;
  /** How often a job is tried in all, and the first wait between two tries, which doubles each time. */
  readonly attempts?: number;
  readonly retryMs?: number;
  readonly onFault: (fault: JobFault) => void;
}

export const QUEUE = 'jobs';
