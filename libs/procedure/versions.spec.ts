import { locals, version } from '../../test/support/procedures';
import { withLocalRules } from './local-rules';
import type { DeadlineRule, Guard, ProcedureVersion } from './schema';

// What changed in numbers from one regulation to the next, asserted from the data. Each row begins with the rule's id.

const NAMES = ['R2016.2', 'R2021.2', 'R2025A', 'R2025B.2', 'R2026A.2', 'R2026B.2'] as const;
const SINCE_2025B = [undefined, undefined, undefined];

const guardOf = ({ actions }: ProcedureVersion, action: string, rule: string): Guard | undefined =>
  actions[action]?.guards.find((guard) => guard.rule === rule);
const value = (action: string, rule: string, name: string) => (procedure: ProcedureVersion) =>
  guardOf(procedure, action, rule)?.values[name];
const rests = (action: string, rule: string) => (procedure: ProcedureVersion) =>
  guardOf(procedure, action, rule)?.verified;
const clock = ({ deadlines }: ProcedureVersion, id: string): DeadlineRule | undefined =>
  deadlines.find((rule) => rule.id === id);
const length = (id: string) => (procedure: ProcedureVersion) => clock(procedure, id)?.amount;
const sure = (id: string) => (procedure: ProcedureVersion) => clock(procedure, id)?.verified;
const majority =
  (body: string) =>
  ({ thresholds }: ProcedureVersion) => {
    const threshold = thresholds[body];
    return threshold && `${threshold.strict ? '> ' : ''}${threshold.numerator}/${threshold.denominator}`;
  };
const all = <T>(same: T): readonly T[] => NAMES.map(() => same);

const [P, S, O, A] = ['primary', 'secondary', 'single-source', 'assumed'];
const HOLDS: readonly string[] = ['temporary-activity', 'exempt', 'suspended', 'prosecuted', 'detained'];
const SITTING: readonly string[] = ['temporary-activity', 'suspended', 'prosecuted'];

type Row = readonly [title: string, of: (procedure: ProcedureVersion) => unknown, expected: readonly unknown[]];

const ROWS: readonly Row[] = [
  ['E1 the least age when the cell considers', value('HoldCellVote', 'age', 'least'), all(18)],
  ['E1 the greatest age when the cell considers', value('HoldCellVote', 'age', 'most'), all(60)],
  ['E1 how sure the ages are', rests('HoldCellVote', 'age'), [S, S, S, P, A, O]],
  ['E2 above sixty goes on once consent was asked for', value('HoldCellVote', 'age', 'unless'), all('over-sixty')],
  ['E3 the schooling that is wanted', value('HoldCellVote', 'schooling', 'least'), all('lower-secondary')],
  ['E4 the schooling in a difficult area', value('HoldCellVote', 'schooling', 'inDifficultArea'), all('primary')],
  ['E5 prestige stands for schooling by consent', value('HoldCellVote', 'schooling', 'prestige'), all('prestige')],
  ['E3 how sure the schooling is', rests('HoldCellVote', 'schooling'), [S, S, S, P, A, O]],
  ['I1 introducers without a union', value('HoldCellVote', 'introduced', 'alone'), all(2)],
  ['I1 introducers beside a union’s resolution', value('HoldCellVote', 'introduced', 'withUnion'), all(1)],
  ['I2 months together', value('NameIntroducer', 'together-long-enough', 'months'), all(12)],
  [
    'I3 M3 how sure it is that a mentor who cannot go on is replaced',
    rests('HoldCellVote', 'mentor-serves'),
    [A, S, S, P, A, A],
  ],
  ['I4 the application before the biography', value('HoldCellVote', 'document-order', 'first'), all('1-KNĐ')],
  ['I5 no kin verifies', rests('RequestVerification', 'verifier-not-kin'), [...SINCE_2025B, P, A, A]],
  ['T1 months a certificate serves', length('T1'), all(60)],
  ['T1 months a certificate is accepted', value('HoldCellVote', 'certificate-fresh', 'months'), all(60)],
  ['T2 how sure the course for new members is', rests('HoldRecognitionVote', 'course-completed'), [S, S, A, P, A, O]],
  ['V1 working days of a reply at home', length('V1'), all(30)],
  ['V1 working days of a reply from abroad', length('V1b'), all(90)],
  ['V1 how sure the reply is', sure('V1'), [A, A, A, P, A, A]],
  [
    'V2 how sure it is that remarks wait for answers',
    rests('RecordRemark', 'verification-settled'),
    [S, S, A, P, A, O],
  ],
  ['S1 months the papers serve', length('S1'), all(12)],
  ['S1 months after which papers are made again', value('HoldCellVote', 'papers-renewed', 'months'), all(12)],
  ['Q1 the cell', majority('cell'), all('2/3')],
  ['Q2 the committee between', majority('grassroots-committee'), all('2/3')],
  ['Q3 the decider', majority('decider'), all('> 1/2')],
  ['Q4 an empowered committee', majority('empowered-committee'), [...all('2/3').slice(0, 5), undefined]],
  [
    'Q5 who is left out of a cell’s number',
    value('HoldCellVote', 'cell-denominator', 'grounds'),
    [...SINCE_2025B, HOLDS, HOLDS, HOLDS],
  ],
  [
    'Q5 who is left out of a committee’s number',
    value('DecideAdmission', 'committee-denominator', 'grounds'),
    [...SINCE_2025B, SITTING, SITTING, SITTING],
  ],
  ['Q6 official members of a cell that votes', value('HoldCellVote', 'cell-quorum', 'officials'), all(3)],
  [
    'Q7 how a cell votes',
    value('HoldCellVote', 'vote-method', 'methods'),
    [...SINCE_2025B, ['ballot', 'card'], ['ballot', 'card'], ['ballot', 'card']],
  ],
  ['Q8 votes that may fall short', value('HoldRecognitionVote', 'votes-not-exhausted', 'most'), all(3)],
  ['K1 K1b working days of the decision', length('K1'), [60, 60, 60, 45, 45, 45]],
  [
    'K1 the extension of the decision',
    (p) => clock(p, 'K1')?.extension?.amount,
    [30, undefined, undefined, 15, 15, 15],
  ],
  ['K1 K1b how sure the decision’s days are', sure('K1'), [O, A, O, P, A, A]],
  ['K2 working days of the ceremony', length('K2'), all(30)],
  [
    'K2 what starts the ceremony’s days',
    (p) => clock(p, 'K2')?.from,
    [...all('DecisionReceived').slice(0, 5), 'AdmissionDecided'],
  ],
  ['K2 how sure the ceremony’s days are', sure('K2'), [S, S, S, P, A, O]],
  ['K3 months of probation', length('K3'), all(12)],
  ['K3 what starts the probation', (p) => clock(p, 'K3')?.from, all('CeremonyHeld')],
  ['K4 working days of the cell’s review after the probation', length('K4'), all(30)],
  ['K5 working days of the recognition', length('K5'), all(30)],
  [
    'K5 the extension of the recognition',
    (p) => clock(p, 'K5')?.extension?.amount,
    [30, undefined, undefined, 15, 15, 15],
  ],
  ['K5 how sure the recognition’s days are', sure('K5'), [O, A, O, P, A, A]],
  [
    'K6 no recognition before the end of the probation',
    (p) => p.actions['DecideRecognition']?.guards.find(({ id }) => id === 'K6')?.rule,
    all('probation-over'),
  ],
  ['K7 working days to forward', length('K7a'), all(15)],
  ['K7 working days for the new decider', length('K7b'), all(30)],
  ['K7 working days from the order to the decision', length('K7c'), all(30)],
  ['K7 working days of a re-examination', length('K7d'), all(60)],
  ['K7 how sure the rules of a move are', sure('K7a'), [A, O, A, P, A, A]],
  ['D14 working days of a transfer in probation', length('D14'), all(60)],
  ['D6 working days for the new member’s own papers', length('D6'), all(30)],
  ['K8 working days to appeal', length('K8'), all(30)],
  ['K8 working days to answer an appeal', length('K8b'), all(90)],
  ['K8 how sure the appeal is', sure('K8'), [A, A, A, P, A, A]],
  ['R1 months until a re-admission', value('HoldCellVote', 'readmission-allowed', 'months'), all(36)],
  ['R1 months after a cleared record', value('HoldCellVote', 'readmission-allowed', 'clearedMonths'), all(60)],
  ['R1 how sure re-admission is', rests('HoldCellVote', 'readmission-allowed'), [S, S, S, P, A, O]],
  ['A1 how sure the notice is', rests('GiveNotice', 'any-step-taken'), [S, S, S, P, A, A]],
  [
    'A2 a number of its own for each decision',
    rests('DecideAdmission', 'decision-number-own'),
    [...SINCE_2025B, O, A, A],
  ],
  ['A3 how sure it is that only the wrong step is redone', rests('RedoStep', 'steps-taken'), [A, A, A, P, A, A]],
  [
    'B1 who decides',
    ({ decider }) => decider?.kinds,
    [
      ...all(['district-committee']).slice(0, 3),
      ['commune-committee'],
      ['commune-committee'],
      ['grassroots-committee', 'commune-committee'],
    ],
  ],
  [
    'B1 Q4 whether a committee may be empowered',
    ({ decider }) => decider?.empowered,
    [...all(true).slice(0, 5), false],
  ],
];

describe('what changed in numbers', () => {
  it.each(ROWS)('%s', (_, of, expected) => expect(NAMES.map((name) => of(version(name)))).toEqual(expected));
});

describe('the rules of Hanoi', () => {
  const [hanoi] = locals;
  const laid = (name: string) => withLocalRules(version(name), hanoi);

  it('L1 want the dossier sent on in 5 working days, or in 25 where a committee is between, and decided in 45', () => {
    expect([length('L1a')(laid('R2025B.2')), length('L1b')(laid('R2025B.2')), length('K1')(laid('R2025B.2'))]).toEqual([
      5, 25, 45,
    ]);
    expect([
      clock(laid('R2025B.2'), 'L1a')?.onlyWithCommittee,
      clock(laid('R2025B.2'), 'L1b')?.onlyWithCommittee,
    ]).toEqual([false, true]);
    expect([length('K1')(laid('R2021.2')), clock(laid('R2021.2'), 'K1')?.extension?.amount]).toEqual([45, 15]);
  });

  it('L2 know of prolonging a probation, once and by twelve months at most; nobody else does', () => {
    for (const name of NAMES) expect(version(name).actions['ProlongProbation']).toBeUndefined();
    expect(guardOf(laid('R2025B.2'), 'ProlongProbation', 'steps-not-taken')?.values).toEqual({
      steps: ['ProbationProlonged'],
      most: 12,
    });
  });

  it('L3 have a vote lapse on which nothing was decided in 45 working days', () => {
    expect(guardOf(laid('R2025B.2'), 'DecideAdmission', 'vote-not-lapsed')?.values).toEqual({
      body: 'cell',
      deadline: 'K1',
    });
    expect(clock(laid('R2025B.2'), 'L3')).toMatchObject({ amount: 45, from: 'RecognitionVoted', kind: 'serves' });
  });

  it('L4 A2 D18 want standing committees to vote by ballot, numbers of their own, and the member entered in 30 working days', () => {
    for (const action of ['DecideAdmission', 'RefuseAdmission', 'DecideRecognition', 'EraseProbationer']) {
      expect(guardOf(laid('R2021.2'), action, 'vote-method')?.values['methods']).toEqual(['ballot']);
    }
    expect(guardOf(laid('R2021.2'), 'DecideAdmission', 'decision-number-own')?.id).toBe('A2');
    expect(length('D18')(laid('R2021.2'))).toBe(30);
  });
});
