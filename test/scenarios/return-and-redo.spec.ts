import { clockLine } from '@dossier/views';
import { at, commune, guidance, regulation, vote } from '../support/commune';
import { asks, before, but, dossier, given, onDay, step, upTo, wayFrom } from '../support/scenario';
import type { Given, Stage } from '../support/scenario';

const due = ({ state }: Given, id: string) => state.deadlines.find((deadline) => deadline.id === id);
const way = wayFrom(2022);
const in2023 = (stage: Stage) => given(dossier)(...upTo(stage, way));
const { calendar } = commune.regulation;
const line = (now: Given, id: string, on: string) => {
  const deadline = due(now, id);
  return deadline && clockLine(deadline, on, calendar);
};

describe('a dossier that is returned', () => {
  const items = [
    { kind: 'document', code: '3-KNĐ' },
    { kind: 'opinion', code: 'residence' },
  ] as const;
  const submitted = at('submitted');
  const returned = (clock: 'runs' | 'stops') =>
    submitted.and(asks('ReturnDossier', '2025-09-03', { items: [...items], clock }));
  const again = asks('SubmitDossier', '2025-09-15', {});

  it('P9 A5 is submitted again once every named thing has been supplied, and no sooner', () => {
    const now = returned('runs');
    expect(now.state.done.DossierSubmitted).toBeUndefined();
    expect(now.state.next?.action).toBe('SubmitDossier');
    now.when(again).refused({ code: 'supplement-missing', have: 2, need: '3-KNĐ', condition: 'A5' });
    const half = now.and(asks('FileDocument', '2025-09-05', { form: '3-KNĐ', writtenOn: '2025-09-05' }));
    half.when(again).refused({ code: 'supplement-missing', have: 1, need: 'residence' });
    half
      .and(asks('CollectOpinion', '2025-09-08', { from: 'residence' }))
      .when(again)
      .accepted('DossierSubmitted');
  });

  it('P9 K1 has its clock run on, or stand still until it is submitted again, as the return says', () => {
    const supplied = (clock: 'runs' | 'stops') =>
      returned(clock).and(
        asks('FileDocument', '2025-09-05', { form: '3-KNĐ', writtenOn: '2025-09-05' }),
        asks('CollectOpinion', '2025-09-08', { from: 'residence' }),
        again,
      );
    expect(due(supplied('runs'), 'K1')?.stops).toBeUndefined();
    expect(due(returned('stops'), 'K1')?.stops).toEqual([{ from: '2025-09-03' }]);
    expect(due(supplied('stops'), 'K1')?.stops).toEqual([{ from: '2025-09-03', to: '2025-09-15' }]);
    // The eight working days from 4/9 to 15/9/2025 do not count.
    expect(line(supplied('runs'), 'K1', '2025-09-16')).toMatchObject({ status: 'running', due: '2025-10-22' });
    expect(line(returned('stops'), 'K1', '2026-01-05')).toMatchObject({ status: 'stopped', due: null, by: 'decider' });
    expect(line(supplied('stops'), 'K1', '2025-09-16')).toMatchObject({ due: '2025-11-03' });
    expect(line(supplied('stops'), 'K1', '2025-11-03')).toMatchObject({ status: 'due' });
    expect(line(supplied('stops'), 'K1', '2025-11-04')).toMatchObject({ status: 'overdue', slack: -1 });
  });

  it('P9 K1 every time it is returned, and decided in the end', () => {
    const twice = returned('stops').and(
      asks('FileDocument', '2025-09-05', { form: '3-KNĐ', writtenOn: '2025-09-05' }),
      asks('CollectOpinion', '2025-09-08', { from: 'residence' }),
      again,
      asks('ReturnDossier', '2025-09-17', { items: [{ kind: 'verification', code: 'que-quan' }], clock: 'stops' }),
    );
    twice.when(onDay('2025-09-19', again)).refused({
      code: 'supplement-missing',
      have: 1,
      need: 'que-quan',
      condition: 'A5',
      who: 'cell',
    });
    const supplied = twice.and(
      asks('AnswerVerification', '2025-09-19', { place: 'que-quan', clear: true }),
      onDay('2025-09-22', again),
    );
    expect(line(supplied, 'K1', '2025-09-23')).toMatchObject({ due: '2025-11-06' });
    const decided = supplied.when(asks('DecideAdmission', '2025-09-24', vote('10-QĐ', 6, 9))).accepted();
    expect(due(decided, 'K1')).toBeUndefined();
  });

  it('P9 A5 before 1/7/2025 as well: the remark of the committee, then decided within the sixty days', () => {
    const back = in2023('submitted').and(
      asks('ReturnDossier', '2023-05-10', { items: [{ kind: 'remark', code: 'committee' }], clock: 'runs' }),
    );
    back.when(onDay('2023-05-11', step('decided', way))).refused({ code: 'step-missing', need: 'DossierSubmitted' });
    back.when(onDay('2023-05-12', step('submitted', way))).refused({ code: 'supplement-missing', need: 'committee' });
    const cells = back.and(asks('RecordRemark', '2023-05-12', { by: 'cell' }));
    cells.when(onDay('2023-05-12', step('submitted', way))).refused({ code: 'supplement-missing', need: 'committee' });
    const decided = cells
      .and(asks('RecordRemark', '2023-05-15', { by: 'committee' }), onDay('2023-05-16', step('submitted', way)))
      .when(step('decided', way))
      .accepted('AdmissionDecided');
    expect(decided.state.next).toEqual({ action: 'ReceiveDecision', by: 'cell' });
  });

  it('P9 is one that was submitted and not decided', () => {
    const back = asks('ReturnDossier', '2025-09-11', { items: [...items], clock: 'runs' });
    at('voted').when(back).refused({ code: 'step-missing', need: 'DossierSubmitted' });
    at('decided').when(back).refused({ code: 'already-done' });
  });
});

describe('a decider that says no', () => {
  const no = asks('RefuseAdmission', '2025-09-10', { ...vote('10-TB', 3, 9), details: { note: 'chưa đủ' } });

  it('P11 A1 ends the dossier, and tells the cell; the notice says what was decided', () => {
    const refused = at('submitted').when(no).accepted('AdmissionRefused');
    expect(refused.state.outcome).toBe('refused');
    refused
      .when(asks('GiveNotice', '2025-09-12', { answer: 'yes', number: '11-TB' }))
      .refused({ code: 'notice-differs', need: 'no' });
    refused.when(asks('GiveNotice', '2025-09-12', { answer: 'no', number: '11-TB' })).accepted('NoticeGiven');
    refused.when(asks('SubmitDossier', '2025-09-12', {})).refused({ code: 'dossier-ended', have: 'refused' });
    at('decided')
      .when(asks('GiveNotice', '2025-09-11', { answer: 'yes', number: '11-TB' }))
      .accepted('NoticeGiven');
    at('submitted')
      .when(asks('GiveNotice', '2025-09-11', { answer: 'no', number: '11-TB' }))
      .refused({ code: 'step-missing', basis: regulation });
  });
});

describe('a decider that says no, and its majority', () => {
  it('P11 Q3 says no only by a vote that fell short, and before 1/7/2025 in the same way', () => {
    at('submitted')
      .when(asks('RefuseAdmission', '2025-09-10', vote('10-TB', 5, 9)))
      .refused({ code: 'vote-carried', have: 5, need: 5 });
    const refused = in2023('submitted')
      .when(asks('RefuseAdmission', '2023-06-01', { number: '10-TB', yes: 5, no: 6, convened: 11 }))
      .accepted('AdmissionRefused');
    expect(refused.event.data).toMatchObject({ vote: { yes: 5, needed: 6, carried: false }, next: null });
    refused
      .and(asks('GiveNotice', '2023-06-05', { answer: 'no', number: '11-TB' }))
      .when(asks('DelistCandidate', '2023-06-06', {}))
      .refused({ code: 'dossier-ended', have: 'refused' });
  });
});

describe('a vote that falls short', () => {
  it('P12 Q1 is recorded in full and leaves no resolution; the cell votes again, as often as it takes', () => {
    const short = (on: string) => asks('HoldCellVote', on, vote('1-NQ', 4, 7));
    const twice = at('heard').and(short('2025-08-18'), short('2025-08-25'));
    expect(twice.state.votes['cell']).toMatchObject({ carried: false, failed: 2 });
    twice
      .when(asks('SubmitDossier', '2025-08-26', {}))
      .refused({ code: 'vote-short', condition: 'Q1', basis: guidance });
    twice.when(asks('HoldCellVote', '2025-09-01', vote('3-NQ', 5, 7))).accepted('CellVoted');
  });
});

describe('a decision that was wrong', () => {
  const annul = (ground: 'age-or-schooling' | 'undeclared-past', on = '2025-11-03') =>
    asks('AnnulDecision', on, { ground, number: '20-QĐ' });

  it('P13 A4 for a standard that was lacking is annulled, before the ceremony or after it, and that ends the dossier', () => {
    const before = at('decided').when(annul('age-or-schooling')).accepted('DecisionAnnulled');
    expect(before.state.outcome).toBe('annulled');
    const after = at('celebrated').when(annul('age-or-schooling')).accepted('DecisionAnnulled');
    expect(after.events.map(({ type }) => type)).toEqual(['DecisionAnnulled', 'MemberDeparted', 'MemberLeftRoll']);
    at('submitted').when(annul('age-or-schooling')).refused({ code: 'step-missing', need: 'AdmissionDecided' });
  });

  it('P24 A4 for a past that was hidden and found later is annulled in the same way', () => {
    const found = at('celebrated').when(annul('undeclared-past', '2026-05-04')).accepted('DecisionAnnulled');
    expect(found.event.data).toMatchObject({ ground: 'undeclared-past', ends: true, member: 'hs-1' });
    found.when(asks('CompleteNewMemberCourse', '2026-05-05', { number: '1', issuedOn: '2026-05-01' })).refused({
      code: 'dossier-ended',
      have: 'annulled',
    });
  });

  it('P15 A4 K7 found by the place that receives the person: a second look first, later annulled with consent from above', () => {
    const asked = at('celebrated').and(asks('RequestConsent', '2025-11-03', { matter: 'annulment' }));
    asked
      .when(annul('age-or-schooling', '2025-11-05'))
      .refused({ code: 'consent-missing', need: 'annulment', who: 'provincial-committee', condition: 'A4' });
    asked
      .and(asks('GrantConsent', '2025-11-04', { matter: 'annulment', number: '2-CV/TU' }))
      .when(annul('age-or-schooling', '2025-11-05'))
      .accepted('DecisionAnnulled');
  });

  it('P14 A3 because of the wrong body or way: only the wrong step again, and the decision with the admission date set anew', () => {
    const held = at('celebrated');
    const redone = held
      .when(asks('RedoStep', '2025-10-20', { steps: ['CellVoted'], why: 'wrong-procedure', number: '21-CV' }))
      .accepted('StepRedone');
    expect(redone.event.data).toMatchObject({ undone: ['CellVoted', 'AdmissionDecided', 'DecisionReceived'] });
    expect(redone.state.done).toMatchObject({ DossierSubmitted: '2025-08-28', CeremonyHeld: '2025-09-20' });
    expect(redone.state.next?.action).toBe('HoldCellVote');
    const decide = asks('DecideAdmission', '2025-11-05', vote('22-QĐ', 6, 9));
    const voted = redone.and(asks('HoldCellVote', '2025-10-27', vote('4-NQ', 6, 7)));
    voted.when(decide).refused({ code: 'admission-date-missing', have: null });
    const anew = voted.when(but(decide, { admittedOn: '2025-11-05' })).accepted('AdmissionDecided');
    expect(anew.state.probation).toMatchObject({ from: '2025-11-05', endsOn: '2026-11-05' });
    at('opened')
      .when(asks('RedoStep', '2025-07-20', { steps: ['CellVoted'], why: 'wrong-authority', number: '1' }))
      .refused({ code: 'step-missing', condition: 'A3' });
  });
});

describe('what the receiving place finds', () => {
  const annuls = (on: string) => asks('AnnulDecision', on, { ground: 'special-conditions', number: '20-QĐ' });

  it('P15 K7d before the ceremony: it stops and asks, and whoever decided annuls without consent from further up', () => {
    const asked = at('decided').and(
      asks('MoveCandidate', '2025-09-11', { to: 'cell-z', orderedOn: '2025-09-11', number: '2-QĐ' }),
      asks('ForwardDossier', '2025-09-12', { number: '6-CV' }),
      asks('AskReexamination', '2025-09-15', { number: '9-CV' }),
    );
    expect(line(asked, 'K7d', '2025-09-16')).toMatchObject({ due: '2025-12-08', by: 'decider', status: 'running' });
    const rejected = asked.and(asks('AnswerReexamination', '2025-09-25', { confirmed: false, number: '10-CV' }));
    expect(due(rejected, 'K7d')).toBeUndefined();
    expect(rejected.when(annuls('2025-09-26')).accepted('DecisionAnnulled').state.outcome).toBe('annulled');
  });

  it('P15 A4 after the ceremony: only with consent from further up, asked for or not', () => {
    const received = at('celebrated').and(
      asks('MoveCandidate', '2025-11-10', { to: 'cell-z', orderedOn: '2025-11-10', number: '2-QĐ' }),
      asks('ForwardDossier', '2025-11-12', { number: '6-CV' }),
      asks('ReceiveDossier', '2025-11-20', {}),
    );
    received.when(annuls('2026-01-05')).refused({
      code: 'consent-missing',
      have: null,
      need: 'annulment',
      condition: 'A4',
      who: 'provincial-committee',
      basis: { document: '38-HD/BTCTW', date: '2025-09-29' },
    });
    const annulled = received
      .and(
        asks('RequestConsent', '2026-01-05', { matter: 'annulment' }),
        asks('GrantConsent', '2026-01-12', { matter: 'annulment', number: '2-CV/TU' }),
      )
      .when(annuls('2026-01-15'))
      .accepted('DecisionAnnulled');
    expect(annulled.events.map(({ stream }) => stream)).toEqual(['dossier-hs-1', 'member-hs-1', 'organisation-cell-z']);
  });
});

describe('a candidate who goes no further', () => {
  const reasons = [undefined, 'own-wish', 'oath-refused'] as const;

  it('P21 withdraws or refuses the oath, until the ceremony', () => {
    for (const reason of reasons) {
      const gone = at('received')
        .when(asks('WithdrawCandidate', '2025-09-19', reason === undefined ? {} : { reason }))
        .accepted('CandidateWithdrew');
      expect(gone.state.outcome).toBe('withdrawn');
    }
    at('celebrated')
      .when(asks('WithdrawCandidate', '2025-09-25', {}))
      .refused({ code: 'already-done' });
  });

  it('P23 is taken off the list, until the decision', () => {
    const [delist] = [asks('DelistCandidate', '2025-08-29', {})];
    expect(at('submitted').when(delist).accepted('CandidateDelisted').state.outcome).toBe('delisted');
    at('decided').when(onDay('2025-09-11', delist)).refused({ code: 'already-done' });
  });
});

it('P13 P21 P23 before 1/7/2025 in the same ways', () => {
  in2023('decided')
    .when(asks('DelistCandidate', '2023-06-02', {}))
    .refused({ code: 'already-done', have: '2023-06-01', condition: 'W2' });
  const gone = in2023('received')
    .when(asks('WithdrawCandidate', '2023-06-09', { reason: 'oath-refused' }))
    .accepted();
  expect(gone.event.data).toMatchObject({ reason: 'oath-refused', next: null });
  const annulled = in2023('celebrated')
    .when(asks('AnnulDecision', '2023-09-01', { ground: 'political', number: '20-QĐ' }))
    .accepted('DecisionAnnulled');
  expect(annulled.events.map(({ type }) => type)).toEqual(['DecisionAnnulled', 'MemberDeparted', 'MemberLeftRoll']);
  in2023('submitted')
    .when(asks('AnnulDecision', '2023-05-08', { ground: 'political', number: '20-QĐ' }))
    .refused({
      code: 'step-missing',
      need: 'AdmissionDecided',
      condition: 'A4',
      basis: { document: '24-QĐ/TW', date: '2021-07-30' },
    });
});

it('P12 Q2 a committee’s vote that falls short is held again as well', () => {
  const short = but(step('agreed', way), { yes: 5, no: 4 });
  const once = given(dossier)(...before('agreed', way), short);
  once.when(step('submitted', way)).refused({ code: 'vote-short', condition: 'Q2' });
  once.when(onDay('2023-05-02', step('agreed', way))).accepted('CommitteeVoted');
});
