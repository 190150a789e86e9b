import type { UnitNow } from '@dossier/contract';
import { hasEndedAt, valueAt, type Moment, type UnitRow } from './unit-row';

/**
 * The units at a moment, each under its parent then: the tree as it stood. A unit that has ended is not in the tree, but
 * what it left behind is found under whoever stands for it: its successor, or without one whatever stood above it.
 */
export class TreeAt {
  private readonly known = new Map<string, UnitRow>();
  private readonly above = new Map<string, string | null>();
  private readonly paths = new Map<string, readonly string[]>();
  private readonly under = new Map<string, UnitRow[]>();

  constructor(
    rows: readonly UnitRow[],
    readonly moment: Moment,
  ) {
    for (const row of rows) {
      if (row.founded <= moment.on && row.known <= moment.knownAt) this.known.set(row.organisation, row);
    }
    for (const row of this.known.values()) this.above.set(row.organisation, this.placeOf(row));
    for (const row of this.known.values()) {
      const place = hasEndedAt(row, moment) ? undefined : this.path(row.organisation)[1];
      if (place !== undefined) this.under.set(place, [...(this.under.get(place) ?? []), row]);
    }
  }

  /** Under what a unit's path goes on: of a unit that has ended its successor, as far as that is known, else its parent. */
  private placeOf(row: UnitRow): string | null {
    const parent = valueAt(row.parents, this.moment) ?? null;
    const successor = hasEndedAt(row, this.moment) ? (row.ended?.successor ?? null) : null;
    return successor !== null && this.known.has(successor) ? successor : parent;
  }

  /** Whether the unit is in the tree: founded, known, and not ended. */
  has(organisation: string): boolean {
    const row = this.known.get(organisation);
    return row !== undefined && !hasEndedAt(row, this.moment);
  }

  /** The row of a unit that was known by then, also when it has ended since. */
  row(organisation: string): UnitRow | undefined {
    return this.known.get(organisation);
  }

  /** The name a unit had; of one that has ended, the last. */
  name(organisation: string): string {
    const row = this.known.get(organisation);
    return (row && valueAt(row.names, this.moment)) ?? organisation;
  }

  /** The units directly under one, in the order of their ids. */
  children(organisation: string): readonly UnitRow[] {
    return [...(this.under.get(organisation) ?? [])].sort(byId);
  }

  /** The units that have ended right into one, or directly under it without a successor, in the order of their ids. */
  endedInto(organisation: string): readonly UnitRow[] {
    return [...this.known.values()]
      .filter((row) => hasEndedAt(row, this.moment) && this.above.get(row.organisation) === organisation)
      .sort(byId);
  }

  /**
   * The unit itself and those in the tree above it, nearest first; of a unit that has ended, those above whoever stands for
   * it. Ends at a unit met twice: a circle is a fault, not a hang.
   */
  path(organisation: string): readonly string[] {
    const known = this.paths.get(organisation);
    if (known) return known;
    const path = [organisation];
    const met = new Set(path);
    // A unit above that was not known then ends the path: what is beneath it stands alone, and does not vanish.
    for (let at = this.above.get(organisation); at && !met.has(at) && this.known.has(at); at = this.above.get(at)) {
      met.add(at);
      if (this.has(at)) path.push(at);
    }
    this.paths.set(organisation, path);
    return path;
  }

  isUnder(organisation: string, above: string): boolean {
    return this.path(organisation).includes(above);
  }

  /** What has become of a unit that this tree knows; null where it still is what `name` says. */
  becameOf(organisation: string, name: string): UnitNow | null {
    const row = this.known.get(organisation);
    if (row === undefined) return null;
    const [, standsFor] = this.path(organisation);
    const ended = hasEndedAt(row, this.moment) && row.ended ? row.ended : undefined;
    const now = ended && ended.successor !== null && standsFor !== undefined ? standsFor : organisation;
    if (ended === undefined && this.name(organisation) === name) return null;
    return { organisation: now, name: this.name(now), endedOn: ended?.on ?? null };
  }
}

function byId(a: UnitRow, b: UnitRow): number {
  return a.organisation < b.organisation ? -1 : 1;
}
