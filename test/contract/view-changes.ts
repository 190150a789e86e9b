import type { Held, ViewChange } from '@dossier/kernel';

export const SOURCE = 'log-1';

export function change(part: Partial<ViewChange>): ViewChange {
  return { view: 'board', version: 1, from: 0, to: 1, rows: [], applied: [], missing: [], ...part };
}

export function row(key: string, json: string | undefined = `{"of":"${key}"}`, partition = 'unit-1') {
  return { key, partition, json };
}

/** When an edition is begun, or a stream held. */
export const SINCE = '2023-05-04T03:00:00.000Z';

export function hold(stream: string, revision: number, more: Partial<Held> = {}): Held {
  return { stream, revision, reason: 'TypeError at board.apply', since: SINCE, tries: 1, ...more };
}
