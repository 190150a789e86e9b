import type { CountsBy } from '@dossier/contract';
import { effectiveHistory, type DossierEvent, type Facets } from '@dossier/domain';
import type { Day, Recorded } from '@dossier/kernel';
import type { Moment } from './unit-row';
import { knownOf, type Seen } from './view';

interface Known {
  readonly on: Day;
  readonly known: Day;
}

/** A person who counts, from a day, in a cell, with the coarse facets of that day: a dated fact, never a counter. */
export interface FactSpell {
  readonly cell: string;
  /** The day that counts: of the decision or the ceremony. */
  readonly on: Day;
  /** The day from which it holds: another one where a later decision set the admission date again. */
  readonly from: Day;
  readonly known: Day;
  readonly facets: Facets;
  /** From then on it no longer holds: the person withdrew after the decision, the decision was annulled or made anew. */
  readonly until?: Known;
  /** The day by which a correction was known that says it was never so. */
  readonly untold?: Day;
}

/** What counts of one dossier by one basis, with everything that was ever known of it. */
export interface FactRow {
  readonly kind: 'fact';
  readonly dossier: string;
  readonly basis: CountsBy;
  readonly spells: readonly FactSpell[];
}

/** One spell of a row, as a board counts it. */
export interface Fact extends FactSpell {
  readonly dossier: string;
  readonly basis: CountsBy;
}

export function factsOf({ dossier, basis, spells }: FactRow): readonly Fact[] {
  return spells.map((spell) => ({ ...spell, dossier, basis }));
}

/** The rows of facts an event touches. */
export function factKeys(event: Seen): readonly string[] {
  if (!event.stream.startsWith('dossier-')) return [];
  const key = (basis: CountsBy): string => `fact/${event.stream.slice('dossier-'.length)}/${basis}`;
  switch (event.type) {
    case 'AdmissionDecided':
      return event.data.again ? [key('decision'), key('ceremony')] : [key('decision')];
    case 'CeremonyHeld':
      return [key('ceremony')];
    case 'CandidateWithdrew':
    case 'CandidateDied':
      return [key('decision')];
    case 'StepRedone':
      return event.data.undone.includes('AdmissionDecided') ? [key('decision')] : [];
    case 'DecisionAnnulled':
    case 'EntryCorrected':
      return [key('decision'), key('ceremony')];
    default:
      return [];
  }
}

/** The fact row after an event; undefined while nobody counts. */
export function applyToFact(row: FactRow | undefined, event: Seen, key: string): FactRow | undefined {
  const basis: CountsBy = key.endsWith('/ceremony') ? 'ceremony' : 'decision';
  switch (event.type) {
    case 'AdmissionDecided': {
      const { again, facets } = event.data;
      const on = basis === 'ceremony' ? (again?.admittedOn ?? event.meta.on) : event.meta.on;
      return opened(closed(row, event), event, basis, { on, facets });
    }
    case 'CeremonyHeld':
      return opened(row, event, basis, { on: event.meta.on, facets: event.data.facets });
    case 'CandidateDied':
      // Who died after the ceremony was admitted and counts.
      return event.data.member === undefined ? closed(row, event) : row;
    case 'CandidateWithdrew':
    case 'StepRedone':
    case 'DecisionAnnulled':
      return closed(row, event);
    default:
      return row;
  }
}

function opened(
  row: FactRow | undefined,
  event: Seen,
  basis: CountsBy,
  { on, facets }: { readonly on: Day; readonly facets: Facets },
): FactRow {
  const dossier = event.stream.slice('dossier-'.length);
  const spell = { cell: facets.cell, on, from: event.meta.on, known: knownOf(event.meta), facets };
  return { kind: 'fact', dossier, basis, spells: [...(row?.spells ?? []), spell] };
}

/** What held until now no longer does. */
function closed(row: FactRow | undefined, event: Seen): FactRow | undefined {
  if (row === undefined) return undefined;
  const until = { on: event.meta.on, known: knownOf(event.meta) };
  return { ...row, spells: row.spells.map((s) => (s.until || s.untold ? s : { ...s, until })) };
}

/**
 * The row after a correction. What is no longer so is kept, with the day by which that was known; what is so now is
 * known from that day on. So the board of an earlier state of knowledge reads as it did.
 */
export function correctedFact(row: FactRow | undefined, history: readonly Seen[], key: string): FactRow | undefined {
  const correction = history.at(-1);
  const counted = effectiveHistory(history as unknown as readonly Recorded<DossierEvent>[]) as unknown as Seen[];
  const now = counted
    .filter((event) => factKeys(event).includes(key) && event.type !== 'EntryCorrected')
    .reduce<FactRow | undefined>((r, event) => applyToFact(r, event, key), undefined);
  if (correction === undefined || (row === undefined && now === undefined)) return row;
  const known = knownOf(correction.meta);
  const told = (row?.spells ?? []).filter(({ untold }) => untold === undefined);
  const spells = [
    ...(row?.spells ?? []).map((spell) =>
      spell.untold === undefined && !now?.spells.some((s) => isSame(s, spell)) ? { ...spell, untold: known } : spell,
    ),
    ...(now?.spells ?? [])
      .filter((spell) => !told.some((s) => isSame(s, spell)))
      .map((spell) => ({ ...spell, known: spell.known > known ? spell.known : known })),
  ];
  const of = row ?? (now as FactRow);
  return { ...of, spells };
}

function isSame(one: FactSpell, other: FactSpell): boolean {
  return (
    one.on === other.on &&
    one.from === other.from &&
    one.cell === other.cell &&
    one.until?.on === other.until?.on &&
    JSON.stringify(one.facets) === JSON.stringify(other.facets)
  );
}

/** Whether a spell was known and held at a moment. */
export function holds({ from, known, until, untold }: FactSpell, { on, knownAt }: Moment): boolean {
  return (
    from <= on &&
    known <= knownAt &&
    !(untold !== undefined && untold <= knownAt) &&
    !(until && until.on <= on && until.known <= knownAt)
  );
}
