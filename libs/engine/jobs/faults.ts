import type { JobFault } from '@dossier/adapters';
import { logOf } from '../observing/logs';
import { JOBS } from './jobs';

const SENTENCES: Readonly<Record<JobFault['kind'], string>> = {
  tried: 'a job failed and comes again',
  'given-up': 'a job failed for the last time and is given up',
  lost: 'another process may be doing a job in hand as well',
  'let-go': 'jobs in hand did not end in time and are let go of',
  queue: 'the queue or what processes share is out of reach',
};

/** Tells what went wrong with work that nobody waits for: the kind, and the job's name, never its id or an error's words. */
export function tellFault(fault: unknown): void {
  const { kind, job = '', error } = isJobFault(fault) ? fault : { kind: 'queue' as const, error: fault };
  const name = JOBS.find((each) => job === each || job.startsWith(`${each}/`) || job.startsWith(`repeat:${each}:`));
  logOf('work').error(SENTENCES[kind], error, name === undefined ? {} : { job: name });
}

function isJobFault(fault: unknown): fault is JobFault {
  return typeof fault === 'object' && fault !== null && 'kind' in fault && String(fault.kind) in SENTENCES;
}
