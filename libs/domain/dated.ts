import type { Day } from '@dossier/kernel';

/** A value that holds from a day on, until the next one. Entries may be recorded in any order of days. */
export interface Dated<T> {
  readonly from: Day;
  readonly value: T;
}

/** The value that holds on a day: the one with the latest `from` not after it; of two on one day, the later recorded. No history has none. */
export function valueOn<T>(history: readonly Dated<T>[] | undefined, on: Day): T | undefined {
  let best: Dated<T> | undefined;
  for (const entry of history ?? []) {
    if (entry.from <= on && (best === undefined || entry.from >= best.from)) best = entry;
  }
  return best?.value;
}
