import { addDays } from '@dossier/calendar';
import type { Day } from '@dossier/kernel';
import { fault, type Fault } from './faults';
import { regulationOf } from './rulebook';
import type { ProcedureVersion } from './schema';

/** Where versions leave a day without rules, or give it two. Editions of one regulation hold side by side. */
export function faultsBetween(versions: readonly ProcedureVersion[]): readonly Fault[] {
  const regulations = new Map(versions.map((version) => [regulationOf(version.version), version]));
  const inOrder = [...regulations.values()].sort((a, b) => (a.inForce.from < b.inForce.from ? -1 : 1));
  return inOrder.slice(1).flatMap((next, index) => {
    const before = inOrder[index];
    const end = before?.inForce.to;
    if (before === undefined) return [];
    const where = `${before.version} – ${next.version}`;
    if (end === undefined || end >= next.inForce.from)
      return [fault('versions-overlap', where, `both hold on ${next.inForce.from}`)];
    const missing = addDays(end, 1);
    return missing < next.inForce.from ? [fault('versions-gap', where, `none holds on ${missing}`)] : [];
  });
}

/** A version of another regulation that holds already on a day on which a proposed one would, and the first such day. */
export interface Overlap {
  readonly version: string;
  readonly on: Day;
}

/**
 * Where a proposed version would take days from another regulation. One that names no end is closed by whatever begins
 * later, and that is how regulations follow each other; one that has ended keeps its days: what was decided on them was
 * decided under it. Editions of one regulation hold side by side.
 */
export function overlapOf(proposed: ProcedureVersion, known: readonly ProcedureVersion[]): Overlap | undefined {
  const { from, to } = proposed.inForce;
  for (const { version, inForce } of known) {
    if (regulationOf(version) === regulationOf(proposed.version)) continue;
    const apart = (to !== undefined && to < inForce.from) || (inForce.to !== undefined && inForce.to < from);
    const follows = inForce.to === undefined && (inForce.from < from || (to === undefined && from < inForce.from));
    if (!apart && !follows) return { version, on: from > inForce.from ? from : inForce.from };
  }
  return undefined;
}
