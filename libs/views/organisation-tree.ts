import type { TreeNode } from '@dossier/contract';
import { applyToUnit, isUnitEvent, officialsAt, TreeAt, valueAt, type Moment, type UnitRow } from './unit-row';
import type { View } from './view';

/** The units with their whole history, from which the tree of any day is read. */
export const organisationTree: View<UnitRow> = {
  name: 'organisation-tree',
  version: 1,
  touches: (event) => (isUnitEvent(event) ? [event.stream.slice('organisation-'.length)] : []),
  apply: (row, event) => applyToUnit(row, event),
  partition: () => 'unit',
};

/** The tree as it stood at a moment, from its tops down. */
export function treeAt(rows: readonly UnitRow[], moment: Moment): readonly TreeNode[] {
  const tree = new TreeAt(rows, moment);
  return rows
    .filter((row) => tree.has(row.organisation) && tree.path(row.organisation).length === 1)
    .map((row) => nodeOf(row, tree));
}

function nodeOf(row: UnitRow, tree: TreeAt): TreeNode {
  const children = tree.children(row.organisation).map((child) => nodeOf(child, tree));
  const own = officialsAt(row, tree.moment);
  return {
    organisation: row.organisation,
    name: tree.name(row.organisation),
    kind: row.kind,
    founded: row.founded,
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
