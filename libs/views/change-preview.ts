import type { ChangePreview } from '@dossier/contract';
import { endingBy, periodName, takenOverBy, daysOf, type ReorganisationCommand } from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import type { QuotaRow } from './quota-board';
import { TreeAt } from './tree-at';
import { type Moment, type UnitRow } from './unit-row';
import type { WorkRow } from './worklist';

const CHANGES = { MergeOrganisations: 'merge', SplitOrganisation: 'split', DissolveOrganisation: 'dissolve' } as const;

/** The rows a preview is made of, and the moment it is asked about: the day of the change, by what is known now. */
export interface PreviewRows extends Moment {
  readonly units: readonly UnitRow[];
  readonly quotas: readonly QuotaRow[];
  readonly work: readonly WorkRow[];
}

/** What a change of units would move, from rows alone. Why it would be refused, its decider says. */
export function changePreviewOf(
  command: ReorganisationCommand,
  rows: PreviewRows,
  refusal: ChangePreview['refusal'],
): ChangePreview {
  const tree = new TreeAt(rows.units, rows);
  const ending = endingBy(command).filter((id) => tree.has(id));
  const to = (id: string): string | null => takenOverBy(command, id) ?? null;
  const cells = rows.units.filter(
    ({ kind, organisation }) => kind === 'cell' && ending.some((id) => tree.isUnder(organisation, id)),
  );
  return {
    organisation: command.organisation,
    change: CHANGES[command.type],
    on: rows.on,
    ends: ending.map((id) => ({ organisation: id, name: tree.name(id), to: to(id) })),
    units: ending.flatMap((from) =>
      tree
        .children(from)
        .filter(({ organisation }) => !ending.includes(organisation))
        .map(({ organisation, kind }) => {
          return { organisation, name: tree.name(organisation), kind, from, to: to(organisation) };
        }),
    ),
    members: membersOf(ending, rows, tree, to),
    dossiers: cells.flatMap(({ organisation }) => {
      const dossiers = openIn(organisation, rows.work);
      if (dossiers.length === 0) return [];
      const cellAfter = ending.includes(organisation) ? to(organisation) : organisation;
      return [{ cell: organisation, name: tree.name(organisation), cellAfter, count: dossiers.length, dossiers }];
    }),
    ...promisesOf(ending, rows, tree, to),
    refusal,
  };
}

type To = (id: string) => string | null;

function openIn(cell: string, work: readonly WorkRow[]): readonly string[] {
  return work
    .filter((row) => row.cell === cell && row.outcome === null)
    .map(({ dossier }) => dossier)
    .sort();
}

/** Members on the rolls of cells that end, by the cell they go to. */
function membersOf(ending: readonly string[], rows: PreviewRows, tree: TreeAt, to: To): ChangePreview['members'] {
  return ending.flatMap((cell) => {
    const counts = new Map<string | null, number>();
    for (const spell of tree.row(cell)?.roll ?? []) {
      if (spell.from > rows.on || (spell.left && spell.left.on <= rows.on)) continue;
      counts.set(to(spell.member), (counts.get(to(spell.member)) ?? 0) + 1);
    }
    return [...counts].map(([into, count]) => ({ cell, to: into, count }));
  });
}

/** Quotas of periods that are not over, and promises that are still open, of the units that end. */
function promisesOf(
  ending: readonly string[],
  { quotas, on }: PreviewRows,
  tree: TreeAt,
  to: To,
): Pick<ChangePreview, 'quotas' | 'commitments'> {
  const held = quotas.filter(({ organisation, period }) => ending.includes(organisation) && daysOf(period).to >= on);
  const about = ({ organisation, period }: QuotaRow) => {
    return { organisation, name: tree.name(organisation), period: periodName(period), to: to(organisation) };
  };
  return {
    quotas: held.map((quota) => ({ ...about(quota), target: targetOn(quota, on) })),
    commitments: held.flatMap((quota) =>
      quota.commitments
        .filter(({ settled }) => settled === undefined)
        .map(({ promised, due }) => ({ ...about(quota), promised, due })),
    ),
  };
}

function targetOn({ targets }: QuotaRow, on: Day): number {
  const decided = targets.filter((target) => target.on <= on);
  return (decided.length > 0 ? decided : targets).reduce((a, b) => (b.on >= a.on ? b : a)).target;
}
