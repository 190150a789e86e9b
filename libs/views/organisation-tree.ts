import type { TreeNode } from '@dossier/contract';
import { TreeAt } from './tree-at';
import { applyToUnit, isUnitEvent, officialsAt, valueAt, type Moment, type UnitRow } from './unit-row';
import type { View } from './view';

/** The units with their whole history, from which the tree of any day is read. */
export const organisationTree: View<UnitRow> = {
  name: 'organisation-tree',
  version: 3,
  touches: (event) => (isUnitEvent(event) ? [event.stream.slice('organisation-'.length)] : []),
  apply: (row, event) => applyToUnit(row, event),
  partition: () => 'unit',
};

/** The tree as it stood at a moment, from its tops down. `now` is the moment by which is said what has become of a unit since. */
export function treeAt(rows: readonly UnitRow[], moment: Moment, now: Moment = moment): readonly TreeNode[] {
  const tree = new TreeAt(rows, moment);
  const today = new TreeAt(rows, now);
  return rows
    .filter((row) => tree.has(row.organisation) && tree.path(row.organisation).length === 1)
    .map((row) => nodeOf(row, tree, today));
}

function nodeOf(row: UnitRow, tree: TreeAt, today: TreeAt): TreeNode {
  const children = tree.children(row.organisation).map((child) => nodeOf(child, tree, today));
  const own = officialsAt(row, tree.moment);
  const name = tree.name(row.organisation);
  return {
    organisation: row.organisation,
    name,
    kind: row.kind,
    founded: row.founded,
    now: today.becameOf(row.organisation, name),
    overseer: valueAt(row.overseers, tree.moment) ?? null,
    officials: children.reduce((sum, child) => sum + child.officials, own),
    lastReview: lastReview(row, tree.moment),
    children,
  };
}

function lastReview({ reviews }: UnitRow, { on, knownAt }: Moment): string | null {
  const months = reviews.filter((r) => r.from <= on && r.known <= knownAt).map((r) => r.value);
  return months.sort().at(-1) ?? null;
}
