import { addMonths } from '@dossier/calendar';
import {
  SCHOOLING,
  type BreakdownLine,
  type CommitmentLine,
  type CountsBy,
  type EndedLine,
  type QuotaBoard,
  type UnitLine,
} from '@dossier/contract';
import { AGE_BANDS, daysOf, periodName } from '@dossier/domain';
import { counted, countingBy, ledgerOf, type BoardQuestion, type Ledger } from './board-ledger';
import { mergedInto, quotaFor, quotaOf, targetOf } from './board-target';
import { growthOf, progressOf, shareOf } from './progress';
import type { Fact } from './fact-row';
import type { BoardRow } from './quota-board';
import { officialsAt, type UnitRow } from './unit-row';

export type { BoardQuestion };

/**
 * The quota board of a unit; undefined where that unit did not exist then, or was not known. Of a unit that has ended the
 * board of its last day is shown, and says so.
 */
export function boardOf(rows: readonly BoardRow[], question: BoardQuestion): QuotaBoard | undefined {
  const ledger = ledgerOf(rows, question);
  const row = ledger.tree.row(question.organisation);
  if (row === undefined) return undefined;
  if (ledger.tree.has(question.organisation) || row.ended === undefined) return answer(ledger, null, null);
  return answer(ledger.before(row.ended.on), row.ended.on, row.ended.successor);
}

function answer(all: Ledger, endedOn: string | null, into: string | null): QuotaBoard {
  const { tree, question } = all;
  const { organisation, year, on, knownAt, fewMembers } = question;
  const quota = quotaFor(all, organisation);
  const countsBy: CountsBy = question.countsBy ?? quota?.countsBy ?? 'ceremony';
  const ledger = countingBy(all, countsBy);
  const units = tree.children(organisation).map((unit) => lineOf(unit.organisation, ledger));
  const total = lineOf(organisation, ledger);
  const term = quotaFor(ledger, organisation, true);
  return {
    organisation,
    name: tree.name(organisation),
    year,
    on,
    knownAt,
    countsBy,
    fewMembers,
    checkpoints: (quota?.checkpoints ?? []).map((day) => ({ day, passed: day <= on })),
    total,
    termName: term ? periodName(term.period) : null,
    growth: { before: total.samePeriodLastYear, percent: growthOf(total.samePeriodLastYear, total.year.admitted) },
    breakdowns: breakdownsOf(counted(ledger, organisation, daysOf({ year }), on), ledger),
    units,
    ended: tree
      .endedInto(organisation)
      .flatMap((row) =>
        row.ended && row.ended.on >= daysOf({ year }).from ? [endedLine(row, row.ended, ledger)] : [],
      ),
    endedOn,
    mergedInto: into,
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

function lineOf(organisation: string, ledger: Ledger): UnitLine {
  const { tree, now, question } = ledger;
  const { year, on } = question;
  const ofYear = targetOf(ledger, organisation);
  const ofTerm = targetOf(ledger, organisation, true);
  const term = quotaFor(ledger, organisation, true);
  const name = tree.name(organisation);
  return {
    organisation,
    name,
    kind: tree.row(organisation)?.kind ?? 'cell',
    now: now.becameOf(organisation, name),
    year: progressOf(ofYear.target, counted(ledger, organisation, daysOf({ year }), on).length),
    targetFrom: ofYear.from,
    term: term ? progressOf(ofTerm.target, counted(ledger, organisation, daysOf(term.period), on).length) : null,
    termTargetFrom: ofTerm.from,
    samePeriodLastYear: counted(ledger, organisation, daysOf({ year: year - 1 }), addMonths(on, -12)).length,
    commitments: commitmentsOf(organisation, ledger),
  };
}

/** A unit that has ended, as it was on its last day. */
function endedLine(row: UnitRow, ended: NonNullable<UnitRow['ended']>, ledger: Ledger): EndedLine {
  const line = lineOf(row.organisation, ledger.before(ended.on));
  // A unit that ended on the day it was founded has no last day; its name is known all the same.
  return { ...line, name: ledger.tree.name(row.organisation), endedOn: ended.on, mergedInto: ended.successor };
}

/** What a unit has promised for the year, then what those that merged into it had, each judged by its own figures. */
function commitmentsOf(organisation: string, ledger: Ledger): readonly CommitmentLine[] {
  const { tree, question } = ledger;
  const { year, on } = question;
  const halves = mergedInto(ledger, organisation).flatMap((half) => {
    const end = tree.row(half)?.ended?.on;
    return end === undefined ? [] : commitmentsOf(half, ledger.before(end));
  });
  const quota = quotaOf(ledger, organisation);
  if (quota === undefined) return halves;
  const admitted = counted(ledger, organisation, daysOf({ year }), on).length;
  const own = quota.commitments
    .filter((made) => made.on <= on && made.known <= question.knownAt)
    .map(({ promised, due, settled }) => ({
      organisation,
      promised,
      due,
      state: settled && settled.on <= on && settled.known <= question.knownAt ? settled.outcome : ('open' as const),
      onCourse: admitted >= promised,
    }));
  return [...own, ...halves];
}

/** The breakdowns superiors and the press ask for. Groups within one add up to those who count; those under 'also' overlap. */
function breakdownsOf(facts: readonly Fact[], { tree, question }: Ledger): QuotaBoard['breakdowns'] {
  const of = facts.length;
  const groups = (names: readonly string[], pick: (fact: Fact) => string): readonly BreakdownLine[] =>
    names.map((name) => shareOf(name, facts.filter((fact) => pick(fact) === name).length, of));
  const also = (name: string, holds: (fact: Fact) => boolean): BreakdownLine =>
    shareOf(name, facts.filter(holds).length, of);
  // Eighteen is counted by month, so one may count some days before the birthday; a date of birth may be erased.
  const rare = ['under-18', 'unknown'].filter((band) => facts.some(({ facets }) => facets.ageBand === band));
  const few = ({ cell, on }: Fact): boolean => {
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
