import type { Recorded } from '@dossier/kernel';
import { nextRow, type Seen, type View } from '@dossier/views';
import type { World } from './world';

// What views make of a scenario: the events as they see them, and the rows that come of these.

/** Everything that happened as views see it. */
export function seen({ log }: World): readonly Seen[] {
  return log.map(asSeen);
}

/** An event as views see it: what is personal is in a box, which here only says whose it is. */
export function asSeen(event: Recorded): Seen {
  const { identity, details, ...rest } = event.data as { identity?: object; details?: object };
  const sealed = {
    ...(identity ? { identity: `box:identity:${event.stream}` } : {}),
    ...(details ? { details: `box:details:${event.stream}` } : {}),
  };
  return { ...event, data: Object.keys(sealed).length > 0 ? { ...rest, sealed } : rest } as unknown as Seen;
}

/** The rows a view makes of events, by key. Each row passes through JSON, as it does in a store. */
export function rowsOf<Row>(view: View<Row>, events: readonly Seen[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const [index, event] of events.entries()) {
    keep(view, rows, event, () => events.slice(0, index + 1).filter(({ stream }) => stream === event.stream));
  }
  return rows;
}

/** Brings a view's rows up to one more event. `history` answers what its stream holds by then. */
export function keep<Row>(view: View<Row>, rows: Map<string, Row>, event: Seen, history: () => readonly Seen[]): void {
  for (const key of view.touches(event)) {
    const before = rows.get(key);
    const row = nextRow(view, before, event, key, view.anew?.needed(before, event) ? history() : undefined);
    if (row === undefined) rows.delete(key);
    else rows.set(key, JSON.parse(JSON.stringify(row)) as Row);
  }
}
