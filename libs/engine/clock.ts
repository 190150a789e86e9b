import type { Clock } from '@dossier/kernel';

/** The machine's clock, which never steps back: a clock set back by an hour must not make an event older than the one before it. */
export function systemClock(): Clock {
  let last = 0;
  return {
    now() {
      last = Math.max(last, Date.now());
      return new Date(last).toISOString();
    },
  };
}
