import type { INestApplicationContext } from '@nestjs/common';
import { constants } from 'node:os';
import { logOf } from './logs';
import { Readiness } from './readiness';

const log = logOf('process');

/** How a process ends when it is told to. */
export interface Ending {
  /** So long it goes on taking work after it has said that it is leaving: what a proxy needs to notice. */
  readonly graceMs: number;
  /** Past this the process ends as it is: whatever is under way then is safe to be sent again. */
  readonly withinMs: number;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const WITHIN_MS = 20_000;

/** SHUTDOWN_GRACE_MS (0 where nobody stands before the process) and SHUTDOWN_WITHIN_MS, counted from the signal. */
export function endingFrom(env: NodeJS.ProcessEnv): Ending {
  const number = (name: string, otherwise: number): number => {
    const text = env[name] ?? '';
    return /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
  };
  return { graceMs: number('SHUTDOWN_GRACE_MS', 0), withinMs: number('SHUTDOWN_WITHIN_MS', WITHIN_MS) };
}

/**
 * On the first signal the process says that it is leaving, takes nothing new after the grace, lets what is under way
 * finish, closes, and ends with 0; with 1 where that takes too long. A second signal ends it at once. Either is safe:
 * what was acknowledged is on the disk, and views go on from their saved positions.
 */
export function endOnSignals(app: INestApplicationContext, { graceMs, withinMs }: Ending): void {
  const readiness = app.get(Readiness);
  let ending = false;
  const end = (signal: (typeof SIGNALS)[number]): void => {
    if (ending) process.exit(128 + constants.signals[signal]);
    ending = true;
    log.info('told to end', { signal });
    readiness.leave();
    setTimeout(() => {
      log.error('did not end in time; what was under way is safe to be sent again');
      process.exit(1);
    }, withinMs).unref();
    setTimeout(() => {
      readiness.close();
      app.close().then(
        () => {
          log.info('ended');
          process.exit(0);
        },
        (error: unknown) => {
          log.error('did not end well', error);
          process.exit(1);
        },
      );
    }, graceMs);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  // An application that was closed by its own hand, as in a test, leaves nothing behind.
  readiness.whenClosed(() => {
    if (!ending) for (const signal of SIGNALS) process.off(signal, end);
  });
}
