import fc from 'fast-check';
import { calendarOf } from '@dossier/calendar';
import { nothing } from '../../test/support/rules';
import { deadlinesFrom } from './clocks';
import { appliedRules, nextStep, reaches, standInTheWay, versionInForce, votesNeeded } from './rulebook';
import { procedureVersion, type ProcedureVersion } from './schema';

const basis = { document: '01-HD/TW', date: '2021-09-28', clause: 'corresponds to 3.6b of 06-HD/TW (2025-06-09)' };
const guard = (rule: string, id: string, values: object, more: object = {}) => ({
  rule,
  id,
  values,
  verified: 'secondary',
  ...more,
});

/** A procedure of three steps, enough to read a rulebook by. */
const small: ProcedureVersion = procedureVersion.parse({
  procedure: 'admission',
  version: 'R2021',
  title: { vi: 'Thử', en: 'A trial' },
  inForce: { from: '2021-07-30', to: '2025-01-19' },
  sources: [{ document: '24-QĐ/TW', date: '2021-07-30', issuer: 'Trung ương', verified: 'secondary' }],
  path: [
    { event: 'CandidateListed', action: 'ListCandidate', phase: 'nomination', by: 'cell' },
    {
      event: 'CommitteeVoted',
      action: 'HoldCommitteeVote',
      phase: 'approval',
      by: 'grassroots-committee',
      onlyWithCommittee: true,
    },
    { event: 'AdmissionDecided', action: 'DecideAdmission', phase: 'approval', by: 'decider' },
  ],
  actions: {
    ListCandidate: { guards: [] },
    HoldCellVote: {
      guards: [
        guard('steps-taken', 'W1', { steps: ['CandidateListed'] }),
        guard('cell-quorum', 'Q6', { officials: 3 }, { basis }),
      ],
    },
    NoSuchRule: { guards: [guard('no-such-rule', 'X1', {})] },
  },
  thresholds: {},
  deadlines: [
    {
      id: 'K1',
      amount: 2,
      unit: 'working-days',
      from: 'CellVoted',
      until: 'AdmissionDecided',
      basis,
      verified: 'assumed',
    },
    { id: 'S1', amount: 12, unit: 'months', from: 'DossierOpened', until: 'CellVoted', verified: 'secondary' },
  ],
});

const facts = { ...nothing, done: { CandidateListed: '2023-01-05' }, cellOfficials: 2 };

describe('what stands in the way', () => {
  it('is the first guard that does not hold, with its article and how well that was checked', () => {
    expect(standInTheWay(small, 'HoldCellVote', { ...facts, done: {} })?.condition).toBe('W1');
    expect(standInTheWay(small, 'HoldCellVote', facts)).toEqual({
      code: 'cell-too-small',
      condition: 'Q6',
      have: 2,
      need: 3,
      who: 'grassroots-committee',
      basis,
      verified: 'secondary',
    });
  });

  it('is nothing when all guards hold or there are none', () => {
    expect(standInTheWay(small, 'HoldCellVote', { ...facts, cellOfficials: 3 })).toBeUndefined();
    expect(standInTheWay(small, 'ListCandidate', facts)).toBeUndefined();
  });

  it('is the procedure itself, for an action it does not know', () => {
    expect(standInTheWay(small, 'HoldCeremony', facts)).toMatchObject({ code: 'not-in-procedure', have: 'R2021' });
  });

  it('names whoever takes the step that is missing, by the way or beside it', () => {
    const asking = (step: string) => ({
      ...small,
      actions: {
        ReceiveDecision: { guards: [guard('steps-taken', 'W1', { steps: [step] })] },
        EraseProbationer: { by: 'decider', guards: [] },
      },
    });
    const who = (step: string) => standInTheWay(asking(step) as never, 'ReceiveDecision', { ...facts, done: {} })?.who;
    expect(who('AdmissionDecided')).toBe('decider');
    expect(who('CommitteeVoted')).toBe('grassroots-committee');
    expect(who('CandidateListed')).toBe('cell');
    expect(who('ProbationerErased')).toBe('decider');
    expect(who('UnionEndorsed')).toBe('cell');
  });

  it('leaves it to the rule whose vote is missing where several bodies take a step', () => {
    const path = ['cell', 'grassroots-committee'].map((by) => ({
      event: 'RecognitionVoted',
      action: 'HoldRecognitionVote',
      phase: 'probation',
      by,
    }));
    const actions = { Decide: { guards: [guard('vote-carried', 'Q8', { body: 'recognition/grassroots-committee' })] } };
    expect(standInTheWay({ ...small, path, actions } as never, 'Decide', facts)?.who).toBe('grassroots-committee');
  });

  it('is never guessed: a rule that does not exist is a fault, not a refusal', () => {
    expect(() => standInTheWay(small, 'NoSuchRule', facts)).toThrow('no-such-rule');
  });

  it.each([
    ['C1', 'consent-where-needed', { matters: ['over-sixtie'] }, 'over-sixtie'],
    ['W2', 'not-yet-carried', { body: 'cel' }, 'cel'],
    ['I4', 'document-order', { first: '1-KND', second: '2-KNĐ' }, '1-KND'],
    ['R1', 'readmission-allowed', { months: 36, clearedMonths: 60, barred: ['corupt'] }, 'corupt'],
    ['F2', 'probation-reported', { by: ['mentors'] }, 'mentors'],
    ['Q8', 'votes-not-exhausted', { matter: 'recognise', most: 3 }, 'recognise'],
    ['B2', 'body-between', { body: 'subcommittee' }, 'subcommittee'],
  ])(
    '%s %s does not hold by a word nobody knows: nothing goes on until another edition mends it',
    (id, rule, values, have) => {
      const faulty = { ...small, actions: { DecideAdmission: { guards: [guard(rule, id, values, { basis })] } } };
      expect(standInTheWay(faulty as never, 'DecideAdmission', { ...facts, committeeBetween: true })).toEqual({
        code: 'procedure-faulty',
        condition: id,
        have,
        need: 'word-unknown',
        who: 'organisation-board',
        basis,
        verified: 'secondary',
      });
    },
  );
});

it('an event keeps the articles it was decided by, with their values', () => {
  expect(appliedRules(small, 'HoldCellVote')).toEqual([
    { id: 'Q6', values: { officials: 3 }, basis, verified: 'secondary' },
  ]);
  expect(appliedRules(small, 'HoldCeremony')).toEqual([]);
});

describe('a majority', () => {
  const twoThirds = { numerator: 2, denominator: 3, strict: false };
  const overHalf = { numerator: 1, denominator: 2, strict: true };

  it.each([
    ['two thirds of 7 is 5', twoThirds, 7, 5],
    ['two thirds of 3 is 2', twoThirds, 3, 2],
    ['two thirds of 100 is 67', twoThirds, 100, 67],
    ['two thirds of 1 is 1', twoThirds, 1, 1],
    ['more than half of 11 is 6', overHalf, 11, 6],
    ['more than half of 10 is 6', overHalf, 10, 6],
    ['more than half of 1 is 1', overHalf, 1, 1],
  ])('%s', (_, threshold, of, needed) => {
    expect(votesNeeded(threshold, of)).toBe(needed);
    expect(reaches(threshold, needed, of)).toBe(true);
    expect(reaches(threshold, needed - 1, of)).toBe(false);
  });

  it('is never reached by a vote of nobody', () => {
    for (const threshold of [twoThirds, overHalf]) {
      expect(reaches(threshold, 0, 0)).toBe(false);
      expect(votesNeeded(threshold, 0)).toBe(1);
    }
  });

  it('is reached by exactly the votes needed, whatever the fraction and the size of the body', () => {
    const fraction = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }), fc.boolean())
      .map(([numerator, more, strict]) => ({ numerator, denominator: numerator + more + 1, strict }));
    fc.assert(
      fc.property(fraction, fc.integer({ min: 1, max: 2000 }), (threshold, of) => {
        const needed = votesNeeded(threshold, of);
        expect(reaches(threshold, needed, of)).toBe(true);
        expect(reaches(threshold, needed - 1, of)).toBe(false);
      }),
    );
  });
});

describe('the version in force', () => {
  const version = (name: string, from: string, to?: string): ProcedureVersion => ({
    ...small,
    version: name,
    inForce: to === undefined ? { from } : { from, to },
  });
  const older = version('R2016', '2016-07-25', '2021-07-29');
  const newer = version('R2021', '2021-07-30', '2025-01-19');

  it('changes at midnight between its last day and the first of the next', () => {
    expect(versionInForce([older, newer], '2021-07-29')?.version).toBe('R2016');
    expect(versionInForce([older, newer], '2021-07-30')?.version).toBe('R2021');
    expect(versionInForce([newer, older], '2021-07-30')?.version).toBe('R2021');
  });

  it('is none before the first and after the last', () => {
    expect(versionInForce([older, newer], '2016-07-24')).toBeUndefined();
    expect(versionInForce([older, newer], '2025-01-20')).toBeUndefined();
  });

  it('is the later one where two overlap, and an open end has no last day', () => {
    const open = version('R2025A', '2025-01-20');
    expect(versionInForce([open, newer], '2031-01-01')?.version).toBe('R2025A');
    expect(versionInForce([version('R2016', '2016-07-25'), newer], '2022-01-01')?.version).toBe('R2021');
  });
});

describe('deadlines', () => {
  const calendar = calendarOf([
    { year: 2023, off: [{ day: '2023-05-01', why: 'Labour Day', verified: 'secondary' }], workedInstead: [] },
  ]);

  it('start with their event only, and count working days from the day after', () => {
    expect(deadlinesFrom(small, 'CandidateListed', { on: '2023-04-28', data: {} }, calendar)).toEqual([]);
    expect(deadlinesFrom(small, 'CellVoted', { on: '2023-04-28', data: {} }, calendar)).toEqual([
      {
        id: 'K1',
        amount: 2,
        unit: 'working-days',
        start: '2023-04-28',
        from: 'CellVoted',
        until: 'AdmissionDecided',
        due: '2023-05-03',
        basis,
        verified: 'assumed',
      },
    ]);
  });

  it('in months end on the very day the rule still accepts, also on a Sunday', () => {
    expect(deadlinesFrom(small, 'DossierOpened', { on: '2022-04-30', data: {} }, calendar)).toMatchObject([
      { due: '2023-04-30' },
    ]);
  });
});

describe('the next step', () => {
  const above = { committee: true, subCommittee: false };

  it('is the first that has not been taken', () => {
    expect(nextStep(small, () => false, above)?.action).toBe('ListCandidate');
    expect(nextStep(small, ({ event }) => event === 'CandidateListed', above)?.action).toBe('HoldCommitteeVote');
    expect(nextStep(small, () => true, above)).toBeUndefined();
  });

  it("leaves out the committee's vote where no committee stands between the cell and the decider", () => {
    expect(nextStep(small, ({ event }) => event === 'CandidateListed', { ...above, committee: false })?.action).toBe(
      'DecideAdmission',
    );
  });
});
