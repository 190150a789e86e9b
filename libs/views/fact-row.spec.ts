import { approves, proposes } from '../../test/support/correcting';
import {
  asks,
  but,
  DECLARED,
  dossier,
  given,
  rowsOf,
  seen,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
} from '../../test/support/scenario';
import { factsOf, holds, type FactRow } from './fact-row';
import { quotaBoard } from './quota-board';

const way = wayFrom(2022);
const celebrated = given(dossier)(...upTo('celebrated', way));
const key = (basis: string) => `fact/hs-1/${basis}`;
const rows = ({ world }: Given) => rowsOf(quotaBoard, seen(world));
const row = (now: Given, basis: string) => rows(now).get(key(basis)) as FactRow;

/** Corrected by two: what one proposed another approves. */
function corrected(now: Given, type: string, replacement: Step, on: string, happenedOn?: string): Given {
  const more = happenedOn === undefined ? {} : { happenedOn };
  return now.and(proposes(now, type, replacement, on, more), approves(now, type, on));
}
/** What counts of a row, as known by a day: the days, without when each was known. */
const counts = (now: Given, basis: string, on: string, knownAt: string) =>
  factsOf(row(now, basis))
    .filter((fact) => holds(fact, { on, knownAt }))
    .map(({ on: day, cell, facets }) => [day, cell, facets.sex]);

describe('the facts of a dossier', () => {
  it('are two rows of one person: by the decision and by the ceremony', () => {
    expect(counts(celebrated, 'decision', '2023-12-31', '2023-12-31')).toEqual([['2023-06-01', 'cell-a', 'female']]);
    expect(counts(celebrated, 'ceremony', '2023-12-31', '2023-12-31')).toEqual([['2023-06-20', 'cell-a', 'female']]);
  });

  it('are there from the day that counts, and from the day they were known', () => {
    expect(counts(celebrated, 'ceremony', '2023-06-19', '2023-12-31')).toEqual([]);
    expect(counts(celebrated, 'ceremony', '2023-12-31', '2023-06-19')).toEqual([]);
    expect(counts(celebrated, 'ceremony', '2023-06-20', '2023-06-20')).toHaveLength(1);
  });

  it('are gone again from a withdrawal after the decision, and the board of before it is as it was', () => {
    const gone = given(dossier)(...upTo('received', way), asks('WithdrawCandidate', '2023-06-15', {}));
    expect(counts(gone, 'decision', '2023-06-14', '2023-12-31')).toHaveLength(1);
    expect(counts(gone, 'decision', '2023-06-15', '2023-12-31')).toEqual([]);
    expect(counts(gone, 'decision', '2023-06-15', '2023-06-14')).toHaveLength(1);
  });
});

describe('a correction', () => {
  const right = but(step('listed', way), { declared: { ...DECLARED, sex: 'male' } });
  const mended = corrected(celebrated, 'CandidateListed', right, '2023-08-01');
  const neverWrong = given(dossier)(right, ...upTo('celebrated', way).slice(1));

  it.each(['decision', 'ceremony'])('makes the row count what it would had it never been wrong: by the %s', (basis) => {
    const now = ['2023-12-31', '2023-12-31'] as const;
    expect(counts(mended, basis, ...now)).toEqual(counts(neverWrong, basis, ...now));
    expect(counts(mended, basis, ...now)).toEqual([[expect.any(String), 'cell-a', 'male']]);
  });

  it('leaves what was known before it, with the day by which it was known to be untrue', () => {
    expect(counts(mended, 'ceremony', '2023-12-31', '2023-07-31')).toEqual([['2023-06-20', 'cell-a', 'female']]);
    expect(row(mended, 'ceremony').spells.map(({ known, untold }) => [known, untold])).toEqual([
      ['2023-06-20', '2023-08-01'],
      ['2023-08-01', undefined],
    ]);
  });

  it('that changes nothing of what counts leaves the row as it is', () => {
    const number = corrected(celebrated, 'DecisionReceived', step('received', way), '2023-08-01', '2023-06-09');
    for (const basis of ['decision', 'ceremony']) expect(row(number, basis)).toEqual(row(celebrated, basis));
  });

  it('of the day of the ceremony moves the fact to that day', () => {
    const moved = corrected(celebrated, 'CeremonyHeld', step('celebrated', way), '2023-08-01', '2023-07-03');
    expect(counts(moved, 'ceremony', '2023-12-31', '2023-12-31').map(([day]) => day)).toEqual(['2023-07-03']);
    expect(counts(moved, 'ceremony', '2023-12-31', '2023-07-31').map(([day]) => day)).toEqual(['2023-06-20']);
  });

  it('twice leaves both that were known, and the last counts', () => {
    const twice = corrected(mended, 'CandidateListed', step('listed', way), '2023-09-01');
    expect(counts(twice, 'ceremony', '2023-12-31', '2023-12-31')).toEqual([['2023-06-20', 'cell-a', 'female']]);
    expect(counts(twice, 'ceremony', '2023-12-31', '2023-08-15')).toEqual([['2023-06-20', 'cell-a', 'male']]);
    expect(counts(twice, 'ceremony', '2023-12-31', '2023-07-15')).toEqual([['2023-06-20', 'cell-a', 'female']]);
  });
});
