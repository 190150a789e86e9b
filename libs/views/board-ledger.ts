import { addDays } from '@dossier/calendar';
import type { CountsBy } from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import { factsOf, holds, type Fact } from './fact-row';
import type { BoardRow, QuotaRow } from './quota-board';
import { TreeAt } from './tree-at';
import type { Moment, UnitRow } from './unit-row';

/** What is asked of the board: a unit, a year, the state of a day, as known by a day. */
export interface BoardQuestion extends Moment {
  readonly organisation: string;
  readonly year: number;
  /** A cell with at most so many official members on the day a person counted is one with few members. */
  readonly fewMembers: number;
  /** What counts; left out, as the quota says. */
  readonly countsBy?: CountsBy;
  /** The day by which is said what has become of a unit since; left out, the asked day. */
  readonly today?: Day;
}

/** The rows of one state of knowledge, ready to be counted. */
export interface Ledger {
  readonly tree: TreeAt;
  readonly now: TreeAt;
  readonly units: readonly UnitRow[];
  readonly facts: readonly Fact[];
  readonly quotas: readonly QuotaRow[];
  readonly question: BoardQuestion;
  /** The same rows on the last day of a unit that ended on a day. */
  before(end: Day): Ledger;
}

export function ledgerOf(rows: readonly BoardRow[], question: BoardQuestion): Ledger {
  const units = rows.flatMap((row) => (row.kind === 'unit' ? [row.unit] : []));
  const facts = rows.flatMap((row) => (row.kind === 'fact' ? factsOf(row) : []));
  const quotas = rows.filter((row): row is QuotaRow => row.kind === 'quota');
  const { today } = question;
  const now = new TreeAt(units, today === undefined ? question : { on: today, knownAt: today });
  const days = new Map<Day, Ledger>();
  const at = (asked: BoardQuestion): Ledger => {
    const known = days.get(asked.on);
    if (known) return known;
    const tree = new TreeAt(units, asked);
    const before = (end: Day): Ledger => at({ ...asked, on: addDays(end, -1) });
    const ledger = { tree, now, units, facts, quotas, question: asked, before };
    days.set(asked.on, ledger);
    return ledger;
  };
  return at(question);
}

/** The same ledger, counting by one basis only. */
export function countingBy(ledger: Ledger, basis: CountsBy): Ledger {
  const facts = ledger.facts.filter((fact) => fact.basis === basis);
  const counting = (one: Ledger): Ledger => ({ ...one, facts, before: (end) => counting(one.before(end)) });
  return counting(ledger);
}

/** Those who count for a unit in a period by a day, its days included: by the unit of each, rolled up the tree as it stood. */
export function counted(
  { facts, tree, question }: Ledger,
  organisation: string,
  period: { readonly from: Day; readonly to: Day },
  by: Day,
): readonly Fact[] {
  const { from } = period;
  const to = by < period.to ? by : period.to;
  return facts.filter(
    (fact) => fact.on >= from && fact.on <= to && holds(fact, question) && tree.isUnder(fact.cell, organisation),
  );
}
