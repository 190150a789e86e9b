import { dossier as dossierStream, type DossierEvent } from '@dossier/domain';
import { readingOf, type Recorded } from '@dossier/kernel';
import { dossierCard, nextRow, quotaBoard, worklist, type View } from '@dossier/views';
import { asSeen } from '../scenario';
import { ALWAYS, INVARIANTS, type Moment, type Rows } from './invariants';
import { eventsOf, stateOf, VIEWS, type Walk } from './walk';

// The moment after an answer: everything the invariants look at, gathered, and the first of them that does not hold.

/** What broke, and how. */
export interface Broken {
  readonly invariant: string;
  readonly how: string;
}

type Partly = Pick<Moment, 'dossier' | 'today' | 'before' | 'asked' | 'tried' | 'explained'>;

/** Gathers what there is to look at once a command on a dossier has been answered. */
export async function momentOf(walk: Walk, partly: Partly): Promise<Moment> {
  const { dossier } = partly;
  const events = eventsOf(walk, dossier);
  const { state: stored } = await readingOf(walk.kit).load(`dossier-${dossier}`, dossierStream);
  const rows = rowsIn(dossier, walk.rows);
  // A refusal writes nothing, and leaves nothing to build anew.
  const rebuilt =
    'refused' in partly.asked.answer
      ? rows
      : rowsIn(dossier, new Map(VIEWS.map((view) => [view, madeAtOnce(view, events)])));
  const after = stateOf(walk, dossier);
  return {
    ...partly,
    after,
    events,
    stored,
    rows,
    rebuilt,
    world: walk.world,
    persons: walk.persons,
    bodies: walk.bodies.get(dossier) ?? new Map(),
  };
}

/** The rows a view makes of a dossier's events in one go, with no store between. */
function madeAtOnce(view: View, events: readonly Recorded<DossierEvent>[]): ReadonlyMap<string, unknown> {
  const all = events.map((event) => asSeen(event as Recorded));
  const rows = new Map<string, unknown>();
  for (const [index, event] of all.entries()) {
    for (const key of view.touches(event)) {
      const before = rows.get(key);
      const anew = view.anew?.needed(before, event) ? all.slice(0, index + 1) : undefined;
      rows.set(key, nextRow(view, before, event, key, anew));
    }
  }
  return rows;
}

function rowsIn(dossier: string, rows: ReadonlyMap<View, ReadonlyMap<string, unknown>>): Rows {
  const board = rows.get(quotaBoard as View);
  return {
    card: rows.get(dossierCard as View)?.get(dossier) as Rows['card'],
    work: rows.get(worklist as View)?.get(dossier) as Rows['work'],
    facts: ['decision', 'ceremony'].map((basis) => board?.get(`fact/${dossier}/${basis}`)),
  };
}

/** The first invariant that a moment breaks. */
export function brokenAt(moment: Moment): Broken | undefined {
  const checked = 'refused' in moment.asked.answer ? { ...ALWAYS } : { ...ALWAYS, ...INVARIANTS };
  for (const [invariant, breaks] of Object.entries(checked)) {
    const how = breaks(moment);
    if (how !== undefined) return { invariant, how };
  }
  return undefined;
}
