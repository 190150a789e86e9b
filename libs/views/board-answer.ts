import { addMonths } from '@dossier/calendar';
import {
  SCHOOLING,
  type BreakdownLine,
  type CommitmentLine,
  type CountsBy,
  type QuotaBoard,
  type UnitLine,
} from '@dossier/contract';
import { AGE_BANDS, daysOf, periodName } from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import { growthOf, progressOf, shareOf } from './progress';
import type { BoardRow, FactRow, QuotaRow } from './quota-board';
import { officialsAt, TreeAt, type Moment } from './unit-row';

/** What is asked of the board: a unit, a year, the state of a day, as known by a day. */
export interface BoardQuestion extends Moment {
  readonly organisation: string;
  readonly year: number;
  /** A cell with at most so many official members on the day a person counted is one with few members. */
  readonly fewMembers: number;
  /** What counts; left out, as the quota says. */
  readonly countsBy?: CountsBy;
}

/** The rows of one state of knowledge, ready to be counted. */
interface Ledger {
  readonly tree: TreeAt;
  readonly facts: readonly FactRow[];
  readonly quotas: readonly QuotaRow[];
  readonly question: BoardQuestion;
}

/** Whether a fact was known and still held at a moment. */
function counts({ known, until }: FactRow, { on, knownAt }: Moment): boolean {
  return known <= knownAt && !(until && until.on <= on && until.known <= knownAt);
}

/** The quota board of a unit; undefined where that unit did not exist then, or was not known. */
export function boardOf(rows: readonly BoardRow[], question: BoardQuestion): QuotaBoard | undefined {
  const tree = new TreeAt(
    rows.flatMap((row) => (row.kind === 'unit' ? [row.unit] : [])),
    question,
  );
  if (!tree.has(question.organisation)) return undefined;
  const quotas = rows.filter((row): row is QuotaRow => row.kind === 'quota');
  const own = quotaOf(quotas, question.organisation, question);
  const countsBy = question.countsBy ?? own?.countsBy ?? 'ceremony';
  const facts = rows.filter(
    (row): row is FactRow => row.kind === 'fact' && row.basis === countsBy && counts(row, question),
  );
  return answer({ tree, facts, quotas, question }, countsBy, own);
}

function answer(ledger: Ledger, countsBy: CountsBy, own: QuotaRow | undefined): QuotaBoard {
  const { tree, question, quotas } = ledger;
  const { organisation, year, on, knownAt, fewMembers } = question;
  const units = tree.children(organisation).map((unit) => lineOf(unit.organisation, ledger));
  const total = lineOf(organisation, ledger);
  const term = quotaOf(quotas, organisation, question, true);
  return {
    organisation,
    name: tree.name(organisation),
    year,
    on,
    knownAt,
    countsBy,
    fewMembers,
    checkpoints: (own?.checkpoints ?? []).map((day) => ({ day, passed: day <= on })),
    total,
    termName: term ? periodName(term.period) : null,
    growth: { before: total.samePeriodLastYear, percent: growthOf(total.samePeriodLastYear, total.year.admitted) },
    breakdowns: breakdownsOf(counted(ledger, organisation, daysOf({ year }), on), ledger),
    units,
    met: units.filter((unit) => unit.year.met === true).map((unit) => unit.organisation),
    notMet: units
      .filter((unit) => unit.year.met === false)
      .map(({ organisation: id, name, year: { difference } }) => ({
        organisation: id,
        name,
        short: -(difference ?? 0),
      })),
  };
}

/** Those who count for a unit in a period by a day, its days included: by the unit of each, rolled up the tree as it stood. */
function counted(
  { facts, tree }: Ledger,
  organisation: string,
  period: { readonly from: Day; readonly to: Day },
  by: Day,
): readonly FactRow[] {
  const { from } = period;
  const to = by < period.to ? by : period.to;
  return facts.filter((fact) => fact.on >= from && fact.on <= to && tree.isUnder(fact.cell, organisation));
}

function quotaOf(
  quotas: readonly QuotaRow[],
  unit: string,
  { year, on, knownAt }: BoardQuestion,
  term = false,
): QuotaRow | undefined {
  const fitting = quotas.filter(({ organisation, period, targets }) => {
    const fits =
      'year' in period ? !term && period.year === year : term && period.termFrom <= year && year <= period.termTo;
    return organisation === unit && fits && targets.some((t) => t.on <= on && t.known <= knownAt);
  });
  // The year in which one term ends and the next begins belongs to the newer, once that has a quota.
  const begins = ({ period }: QuotaRow): number => ('year' in period ? period.year : period.termFrom);
  return fitting.sort((a, b) => begins(b) - begins(a))[0];
}

function targetAt(quota: QuotaRow | undefined, { on, knownAt }: Moment): number | undefined {
  return quota?.targets.filter((t) => t.on <= on && t.known <= knownAt).reduce((a, b) => (b.on >= a.on ? b : a)).target;
}

function lineOf(organisation: string, ledger: Ledger): UnitLine {
  const { tree, question, quotas } = ledger;
  const { year, on } = question;
  const ofYear = quotaOf(quotas, organisation, question);
  const ofTerm = quotaOf(quotas, organisation, question, true);
  const admitted = counted(ledger, organisation, daysOf({ year }), on).length;
  const inTerm = ofTerm && counted(ledger, organisation, daysOf(ofTerm.period), on).length;
  return {
    organisation,
    name: tree.name(organisation),
    kind: tree.row(organisation)?.kind ?? 'cell',
    year: progressOf(targetAt(ofYear, question), admitted),
    term: ofTerm ? progressOf(targetAt(ofTerm, question), inTerm ?? 0) : null,
    samePeriodLastYear: counted(ledger, organisation, daysOf({ year: year - 1 }), addMonths(on, -12)).length,
    commitments: ofYear ? commitmentsAt(ofYear, ledger, admitted) : [],
  };
}

function commitmentsAt(
  { commitments }: QuotaRow,
  { question: { on, knownAt } }: Ledger,
  admitted: number,
): readonly CommitmentLine[] {
  return commitments
    .filter((made) => made.on <= on && made.known <= knownAt)
    .map(({ promised, due, settled }) => ({
      promised,
      due,
      state: settled && settled.on <= on && settled.known <= knownAt ? settled.outcome : 'open',
      onCourse: admitted >= promised,
    }));
}

/** The breakdowns superiors and the press ask for. Groups within one add up to those who count; those under 'also' overlap. */
function breakdownsOf(facts: readonly FactRow[], { tree, question }: Ledger): QuotaBoard['breakdowns'] {
  const of = facts.length;
  const groups = (names: readonly string[], pick: (fact: FactRow) => string): readonly BreakdownLine[] =>
    names.map((name) => shareOf(name, facts.filter((fact) => pick(fact) === name).length, of));
  const also = (name: string, holds: (fact: FactRow) => boolean): BreakdownLine =>
    shareOf(name, facts.filter(holds).length, of);
  // Eighteen is counted by month, so one may count some days before the birthday; a date of birth may be erased.
  const rare = ['under-18', 'unknown'].filter((band) => facts.some(({ facets }) => facets.ageBand === band));
  const few = ({ cell, on }: FactRow): boolean => {
    const unit = tree.row(cell);
    return unit !== undefined && officialsAt(unit, { on, knownAt: question.knownAt }) <= question.fewMembers;
  };
  return {
    age: groups([...AGE_BANDS.slice(1), ...rare], ({ facets }) => facets.ageBand),
    schooling: groups(SCHOOLING, ({ facets }) => facets.schooling),
    sex: groups(['female', 'male'], ({ facets }) => facets.sex),
    union: groups(['youth-union', 'trade-union', 'none'], ({ facets }) => facets.union),
    also: [
      also(
        'college-or-university',
        ({ facets }) => SCHOOLING.indexOf(facets.schooling) >= SCHOOLING.indexOf('college'),
      ),
      also('ethnic-minority', ({ facets }) => facets.minority),
      also('local', ({ facets }) => facets.local),
      also('demobilised', ({ facets }) => facets.demobilised),
      also('cell-with-few-members', few),
    ],
  };
}
