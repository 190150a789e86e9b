import { isUint8Array } from 'node:util/types';
import { ABSENT } from '@dossier/kernel';
import type { StreamWrite } from '@dossier/kernel';

/**
 * Stops writes that no caller should ever make, before they are queued: a TypeError, for it is a bug and no conflict.
 * Two writes to one stream in one append would leave open which revision the second expects.
 */
export function checkWrites(writes: readonly StreamWrite[]): void {
  const seen = new Set<string>();
  for (const { stream, expected, events } of writes) {
    if (typeof stream !== 'string' || stream === '') throw new TypeError('a stream needs a name');
    if (seen.has(stream)) throw new TypeError(`two writes to ${stream} in one append`);
    seen.add(stream);
    if (!Number.isSafeInteger(expected) || expected < ABSENT) {
      throw new TypeError(`${stream}: ${expected} is no revision to expect`);
    }
    for (const { bytes, leaf } of events) {
      if (!isUint8Array(bytes) || !isUint8Array(leaf)) throw new TypeError(`${stream}: an event is bytes and a leaf`);
    }
  }
}
