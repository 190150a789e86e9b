/**
 * A place in one store's log. It names its store, so that a position from before a restore, or from another
 * installation, is refused and not believed. `order` grows with every event; the first event has order 1, 0 is the start.
 */
export interface Position {
  readonly store: string;
  readonly order: number;
}

/** The position as it travels in an answer or a query: `<store>:<order>`. */
export function formatPosition(position: Position): string {
  return `${position.store}:${position.order}`;
}

/** Reads a position token; undefined when it is not one. */
export function parsePosition(token: string): Position | undefined {
  const match = /^([A-Za-z0-9-]{1,64}):(0|[1-9][0-9]{0,15})$/.exec(token);
  return match?.[1] && match[2] ? { store: match[1], order: Number(match[2]) } : undefined;
}
