import type { Given } from './scenario';

/** The days on which a dossier's clocks fall due, by the deadline. */
export function clocks({ state }: Given): Readonly<Record<string, string>> {
  return Object.fromEntries(state.deadlines.map(({ id, due }) => [id, due]));
}
