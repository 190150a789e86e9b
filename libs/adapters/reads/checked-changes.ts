import type { ViewChange } from '@dossier/kernel';

/** Stops changes that no projector should ever make: a TypeError, for it is a bug and no lost race. */
export function checkChanges(source: string, changes: readonly ViewChange[]): void {
  if (source === '') throw new TypeError('rows need the id of the log they come from');
  for (const { view, from, to, held = [], released = [] } of changes) {
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from) {
      throw new TypeError(`${view} cannot move from position ${from} to ${to}`);
    }
    for (const { stream, revision, tries } of held) {
      const both = released.includes(stream);
      if (both || !Number.isSafeInteger(revision) || revision < 0 || !Number.isSafeInteger(tries) || tries < 1) {
        throw new TypeError(`${view} cannot hold ${stream} at revision ${revision} after ${tries} tries`);
      }
    }
  }
}
