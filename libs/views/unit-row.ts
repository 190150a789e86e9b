import type { OrganisationKind } from '@dossier/contract';
import { dayOf } from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import { knownOf, type Seen } from './view';

/** A value with the day it holds from and the day it became known. */
export interface KnownValue<T> {
  readonly from: Day;
  readonly known: Day;
  readonly value: T;
}

export interface KnownSpell {
  readonly member: string;
  readonly from: Day;
  readonly known: Day;
  readonly officialSince?: Day;
  /** The day by which it was known that a probationer had become official. */
  readonly confirmed?: Day;
  readonly left?: { readonly on: Day; readonly known: Day };
}

/** A unit with its history: every name, parent and overseer it had, and who was on its roll, each with the day it was known. */
export interface UnitRow {
  readonly organisation: string;
  readonly kind: OrganisationKind;
  readonly founded: Day;
  readonly known: Day;
  readonly names: readonly KnownValue<string>[];
  readonly parents: readonly KnownValue<string | null>[];
  readonly overseers: readonly KnownValue<string>[];
  readonly reviews: readonly KnownValue<string>[];
  readonly roll: readonly KnownSpell[];
  /** Set once the unit has ended: from when, and who stands for it since. Its row stays as it was. */
  readonly ended?: { readonly on: Day; readonly known: Day; readonly successor: string | null };
}

/** A moment to ask about: the state of things on a day, as known by a day. */
export interface Moment {
  readonly on: Day;
  readonly knownAt: Day;
}

/** What held at a moment: of the values known by then, the latest to begin; of two on one day, the later recorded. */
export function valueAt<T>(history: readonly KnownValue<T>[], { on, knownAt }: Moment): T | undefined {
  let best: KnownValue<T> | undefined;
  for (const entry of history) {
    if (entry.from <= on && entry.known <= knownAt && (best === undefined || entry.from >= best.from)) best = entry;
  }
  return best?.value;
}

/** Whether a unit has ended by a moment, as far as was known. The day it ends on is no day of its life any more. */
export function hasEndedAt({ ended }: UnitRow, { on, knownAt }: Moment): boolean {
  return ended !== undefined && ended.on <= on && ended.known <= knownAt;
}

/** Official members on a unit's roll at a moment. */
export function officialsAt({ roll }: UnitRow, { on, knownAt }: Moment): number {
  return roll.filter(
    ({ from, known, officialSince, confirmed, left }) =>
      from <= on &&
      known <= knownAt &&
      (confirmed === undefined || confirmed <= knownAt) &&
      officialSince !== undefined &&
      officialSince <= on &&
      !(left && left.on <= on && left.known <= knownAt),
  ).length;
}

export function isUnitEvent(event: Seen): boolean {
  return event.stream.startsWith('organisation-');
}

/** Folds an organisation's event into its row. */
export function applyToUnit(row: UnitRow | undefined, event: Seen): UnitRow | undefined {
  const at = { from: dayOf(event), known: knownOf(event.meta) };
  if (event.type === 'OrganisationFounded') {
    const { organisation, kind, name, parent } = event.data;
    return {
      organisation,
      kind,
      founded: at.from,
      known: at.known,
      names: [{ ...at, value: name }],
      parents: [{ ...at, value: parent ?? null }],
      overseers: [],
      reviews: [],
      roll: [],
    };
  }
  return row && change(row, event, at);
}

function change(row: UnitRow, event: Seen, at: { from: Day; known: Day }): UnitRow {
  switch (event.type) {
    case 'OrganisationRenamed':
      return { ...row, names: [...row.names, { ...at, value: event.data.name }] };
    case 'OrganisationMoved':
      return { ...row, parents: [...row.parents, { ...at, value: event.data.parent }] };
    case 'OverseerAssigned':
      return { ...row, overseers: [...row.overseers, { ...at, value: event.data.member }] };
    case 'SourceReviewed':
      return { ...row, reviews: [...row.reviews, { ...at, value: event.data.month }] };
    case 'OrganisationDissolved':
      return { ...row, ended: { on: at.from, known: at.known, successor: event.data.successor ?? null } };
    case 'MemberEnrolled': {
      const { member, officialSince } = event.data;
      return { ...row, roll: [...row.roll, { member, ...at, ...(officialSince ? { officialSince } : {}) }] };
    }
    case 'MemberConfirmed': {
      // Who was on the roll as a probationer becomes official there; that it was known only now is kept beside it.
      const { member, officialSince } = event.data;
      const lasts = ({ left }: KnownSpell): boolean => left === undefined || left.on > officialSince;
      const confirmed = (s: KnownSpell): KnownSpell => ({ ...s, officialSince, confirmed: at.known });
      return { ...row, roll: row.roll.map((s) => (s.member === member && lasts(s) ? confirmed(s) : s)) };
    }
    case 'MemberLeftRoll': {
      const left = { on: at.from, known: at.known };
      return { ...row, roll: row.roll.map((s) => (s.member === event.data.member && !s.left ? { ...s, left } : s)) };
    }
    default:
      return row;
  }
}
