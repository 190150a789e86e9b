import { dayOfInstant } from '@dossier/calendar';
import { knownDay, type Day, type Recorded } from '@dossier/kernel';
import type { DossierEvent, Follows } from './events';

/** A moment to look at a dossier from: what had happened by a day, as far as it was known by a day. */
export interface AsOf {
  readonly on?: Day;
  readonly knownAt?: Day;
}

type Entry = Recorded<DossierEvent>;

/**
 * A dossier's events as they count at a moment: those known by then, each as the last correction known by then restates
 * it, of those the ones that had happened, in the order of their days (of one day, in the order they were recorded).
 * A correction stays in the list in its own place; it says nothing there but that it was made.
 */
export function effectiveHistory(events: readonly Entry[], { on, knownAt }: AsOf = {}): readonly Entry[] {
  const known = knownAt === undefined ? events : events.filter(({ meta }) => knownDay(meta, dayOfInstant) <= knownAt);
  const counted = restated(known);
  const happened = on === undefined ? counted : counted.filter(({ meta }) => meta.on <= on);
  return [...happened].sort((a, b) =>
    a.meta.on < b.meta.on ? -1 : a.meta.on > b.meta.on ? 1 : a.revision - b.revision,
  );
}

/** Every entry as its last correction has it. */
function restated(events: readonly Entry[]): readonly Entry[] {
  const byRevision = new Map(events.map((event) => [event.revision, event]));
  for (const correction of events) {
    if (correction.type !== 'EntryCorrected') continue;
    const { corrects, replacement, identity, details, follows } = correction.data;
    const entry = byRevision.get(corrects);
    if (entry === undefined) continue;
    const boxes = (correction.data as { sealed?: object }).sealed;
    const data = {
      ...replacement.data,
      ...(identity ? { identity } : {}),
      ...(details ? { details } : {}),
      ...(boxes ? { sealed: boxes } : {}),
      ...codeOf(entry),
    };
    byRevision.set(corrects, {
      ...entry,
      type: replacement.type,
      data,
      meta: { ...entry.meta, on: replacement.on },
    } as Entry);
    for (const [revision, values] of Object.entries(follows)) follow(byRevision, Number(revision), values);
  }
  return [...byRevision.values()];
}

/** The code of the member that a ceremony made: the member's own stream has it, and no correction changes that. */
function codeOf({ type, data }: Entry): { readonly member?: string } {
  return type === 'CeremonyHeld' && data.member !== undefined ? { member: data.member } : {};
}

function follow(byRevision: Map<number, Entry>, revision: number, values: Follows): void {
  const entry = byRevision.get(revision);
  if (entry) byRevision.set(revision, { ...entry, data: { ...entry.data, ...values } } as Entry);
}

/** Whether an event changes what earlier ones meant, or belongs before one of them: then the whole history counts anew. */
export function disturbs(state: { readonly lastOn: Day }, event: Recorded<DossierEvent>): boolean {
  return event.type === 'EntryCorrected' || event.meta.on < state.lastOn;
}
