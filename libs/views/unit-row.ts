import type { OrganisationKind } from '@dossier/contract';
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

/** Official members on a unit's roll at a moment. */
export function officialsAt({ roll }: UnitRow, { on, knownAt }: Moment): number {
  return roll.filter(
    ({ from, known, officialSince, left }) =>
      from <= on &&
      known <= knownAt &&
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
  const at = { from: event.meta.on, known: knownOf(event.meta) };
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
    case 'MemberEnrolled': {
      const { member, officialSince } = event.data;
      return { ...row, roll: [...row.roll, { member, ...at, ...(officialSince ? { officialSince } : {}) }] };
    }
    case 'MemberLeftRoll': {
      const left = { on: at.from, known: at.known };
      return { ...row, roll: row.roll.map((s) => (s.member === event.data.member && !s.left ? { ...s, left } : s)) };
    }
    default:
      return row;
  }
}

/** The units that exist at a moment, each with its parent then: the tree as it stood. */
export class TreeAt {
  private readonly parents = new Map<string, string | null>();
  private readonly rows = new Map<string, UnitRow>();
  private readonly paths = new Map<string, readonly string[]>();

  constructor(
    rows: readonly UnitRow[],
    readonly moment: Moment,
  ) {
    for (const row of rows) {
      if (row.founded > moment.on || row.known > moment.knownAt) continue;
      this.rows.set(row.organisation, row);
      this.parents.set(row.organisation, valueAt(row.parents, moment) ?? null);
    }
  }

  has(organisation: string): boolean {
    return this.rows.has(organisation);
  }

  row(organisation: string): UnitRow | undefined {
    return this.rows.get(organisation);
  }

  name(organisation: string): string {
    const row = this.rows.get(organisation);
    return (row && valueAt(row.names, this.moment)) ?? organisation;
  }

  /** The units directly under one, in the order of their ids. */
  children(organisation: string): readonly UnitRow[] {
    return [...this.rows.values()]
      .filter((row) => this.parents.get(row.organisation) === organisation)
      .sort((a, b) => (a.organisation < b.organisation ? -1 : 1));
  }

  /** The unit itself and those above it, nearest first. Ends at a unit met twice: a circle is a fault, not a hang. */
  path(organisation: string): readonly string[] {
    const known = this.paths.get(organisation);
    if (known) return known;
    const path: string[] = [];
    for (let at: string | null | undefined = organisation; at && !path.includes(at); at = this.parents.get(at)) {
      // A unit above that was not known then ends the path: what is beneath it stands alone, and does not vanish.
      if (at !== organisation && !this.rows.has(at)) break;
      path.push(at);
    }
    this.paths.set(organisation, path);
    return path;
  }

  isUnder(organisation: string, above: string): boolean {
    return this.path(organisation).includes(above);
  }
}
