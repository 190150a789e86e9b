import { boardOf, quotaBoard } from '@dossier/views';
import { clocks } from '../support/clocks';
import { at, commune, upTo2025, vote, way2025 } from '../support/commune';
import {
  asks,
  but,
  dossier,
  given,
  onDay,
  rowsOf,
  seen,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
} from '../support/scenario';

// Only what was done wrongly is done again (A3), and the decision that rested on it; before the decision, and after the ceremony.

const forms = { document: '38-HD/BTCTW', date: '2025-09-29' };
const redo = (
  on: string,
  ...steps: readonly ('RemarkRecorded' | 'OpinionCollected' | 'CellVoted' | 'CommitteeVoted')[]
) => asks('RedoStep', on, { steps: [...steps], why: 'wrong-procedure', number: '21-CV' });
const decides = (on: string, admittedOn?: string): Step =>
  asks('DecideAdmission', on, { ...vote('22-QĐ', 6, 9), ...(admittedOn === undefined ? {} : { admittedOn }) });

describe('a step that is done again before the decision', () => {
  it('P14 A3 holds the decision back until it has been done again, and nothing else with it', () => {
    const redone = at('submitted').when(redo('2025-09-01', 'OpinionCollected')).accepted('StepRedone');
    expect(redone.state.done).toMatchObject({ CellVoted: '2025-08-18', DossierSubmitted: '2025-08-28' });
    expect(redone.state.next).toEqual({ action: 'CollectOpinion', by: 'cell' });
    redone.when(decides('2025-09-10')).refused({
      code: 'step-missing',
      have: null,
      need: 'OpinionCollected',
      condition: 'A3',
      who: 'cell',
      verified: 'primary',
      basis: forms,
    });
    const heard = redone.and(asks('CollectOpinion', '2025-09-08', { from: 'residence' }));
    expect(heard.state.next).toEqual({ action: 'DecideAdmission', by: 'decider' });
    heard.when(decides('2025-09-10')).accepted('AdmissionDecided');
  });

  it('P14 A3 verification is done again when every place has answered again', () => {
    const asked = asks('RequestVerification', '2025-07-28', { place: 'noi-lam-viec', abroad: false });
    const answers = (place: string, on: string): Step => asks('AnswerVerification', on, { place, clear: true });
    const [stamped, first, answered, remark] = way2025().verified as readonly [Step, Step, Step, Step];
    const redone = given(commune)(
      ...upTo2025('introduced'),
      ...[stamped, first, asked, answered, answers('noi-lam-viec', '2025-08-12'), remark],
      ...[...way2025().heard, ...way2025().voted, ...way2025().submitted],
      asks('RedoStep', '2025-09-01', { steps: ['VerificationAnswered'], why: 'wrong-authority', number: '21-CV' }),
    );
    const one = redone.and(answers('que-quan', '2025-09-04'));
    one.when(decides('2025-09-10')).refused({ code: 'step-missing', need: 'VerificationAnswered', who: 'verifier' });
    one.and(answers('noi-lam-viec', '2025-09-05')).when(decides('2025-09-10')).accepted('AdmissionDecided');
  });

  it('P14 A3 S1 T1 a vote of the cell that is held again ends the clocks of papers and certificate anew', () => {
    const redone = at('submitted').when(redo('2025-09-01', 'CellVoted')).accepted('StepRedone');
    expect(clocks(redone)).toEqual({ S1: '2026-07-18', T1: '2030-07-15' });
    redone.when(decides('2025-09-10')).refused({ code: 'step-missing', need: 'CellVoted', condition: 'Q1' });
    const again = redone.and(asks('HoldCellVote', '2025-09-08', vote('4-NQ', 6, 7)));
    expect(clocks(again)).toEqual({ K1: '2025-11-10' });
  });

  it('P14 A3 the committee between votes again, before 1/7/2025', () => {
    const way = wayFrom(2022);
    const redone = given(dossier)(...upTo('submitted', way), redo('2023-05-08', 'CommitteeVoted'));
    expect(clocks(redone)).toEqual({ K1: '2023-07-06' });
    redone
      .when(step('decided', way))
      .refused({ code: 'step-missing', need: 'CommitteeVoted', condition: 'Q2', who: 'grassroots-committee' });
    redone
      .and(onDay('2023-05-15', step('agreed', way)))
      .when(step('decided', way))
      .accepted('AdmissionDecided');
  });

  it('P14 A3 is one that was taken, once the cell has voted', () => {
    at('heard').when(redo('2025-08-14', 'OpinionCollected')).refused({
      code: 'step-missing',
      need: 'CellVoted',
      condition: 'A3',
      who: 'cell',
      basis: forms,
    });
    at('voted').when(redo('2025-08-20', 'CommitteeVoted')).refused({ code: 'step-missing', need: 'CommitteeVoted' });
  });

  it('P14 A3 a vote lapses by local rules alone', () => {
    at('submitted')
      .when(but(redo('2025-12-01', 'CellVoted'), { why: 'lapsed' }))
      .refused({ code: 'not-in-procedure', condition: 'why', have: 'R2025B.2' });
  });
});

describe('a step that is done again after the ceremony', () => {
  const voted = at('celebrated').and(
    redo('2025-10-20', 'CellVoted'),
    asks('HoldCellVote', '2025-10-27', vote('4-NQ', 6, 7)),
  );

  it('P14 A3 the new decision sets the admission date, no earlier than the ceremony and not in the future', () => {
    const decide = (admittedOn: string) => decides('2025-11-05', admittedOn);
    voted
      .when(decide('2025-09-19'))
      .refused({ code: 'before-earlier-step', condition: 'admittedOn', have: '2025-09-19', need: '2025-09-20' });
    voted.when(decide('2025-11-06')).refused({ code: 'day-in-future', condition: 'admittedOn', need: '2025-11-05' });
    voted.when(decide('2025-09-20')).accepted('AdmissionDecided');
    at('submitted').when(decides('2025-09-10', '2025-09-10')).refused({ code: 'step-missing', need: 'CeremonyHeld' });
  });

  it('P14 A3 K3 K4 no second ceremony; probation and its review are counted from the new date', () => {
    expect(clocks(at('celebrated'))).toMatchObject({ K3: '2026-09-20', K4: '2026-10-30' });
    const decided = voted.when(decides('2025-11-05', '2025-11-05')).accepted('AdmissionDecided');
    expect(clocks(decided)).toEqual({ D6: '2025-10-31', K3: '2026-11-05', K4: '2026-12-18' });
    const received = decided.when(asks('ReceiveDecision', '2025-11-07', {})).accepted('DecisionReceived');
    expect(clocks(received)['K2']).toBeUndefined();
    expect(received.state.next?.action).toBe('CompleteNewMemberCourse');
    received.when(asks('HoldCeremony', '2025-11-10', {})).refused({ code: 'already-done', have: '2025-09-20' });
  });

  it('P14 A3 K6 recognised from the exact end of the probation that began anew', () => {
    const reported = voted.and(
      decides('2025-11-05', '2025-11-05'),
      asks('ReceiveDecision', '2025-11-07', {}),
      asks('CompleteNewMemberCourse', '2026-03-02', { number: '1', issuedOn: '2026-03-01' }),
      asks('ReportProbation', '2026-11-06', { by: 'probationer', writtenOn: '2026-11-06' }),
      asks('ReportProbation', '2026-11-06', { by: 'mentor', writtenOn: '2026-11-06' }),
    );
    const recognises = (on: string) => asks('HoldRecognitionVote', on, { body: 'cell', ...vote('5-NQ', 6, 7) });
    reported
      .when({ ...recognises('2026-11-05'), today: '2026-11-06' })
      .refused({ code: 'probation-running', need: '2026-11-05', from: '2026-11-06', condition: 'K3' });
    const recognised = reported
      .and(recognises('2026-11-06'))
      .when(asks('DecideRecognition', '2026-11-20', vote('23-QĐ', 6, 9)))
      .accepted('MemberRecognised');
    expect(recognised.event.data).toMatchObject({ officialFrom: '2026-11-05', member: 'hs-1' });
  });

  it('P14 A3 F2 what was written and voted on for the former end of the probation serves no more', () => {
    const recognises = (on: string) => asks('HoldRecognitionVote', on, { body: 'cell', ...vote('5-NQ', 6, 7) });
    const settles = (on: string) => asks('DecideRecognition', on, vote('23-QĐ', 6, 9));
    const reports = (by: 'probationer' | 'mentor', on: string, member?: string) =>
      asks('ReportProbation', on, { by, writtenOn: on, ...(member ? { member } : {}) });
    const reviewed = at('celebrated').and(
      asks('ReportMentor', '2026-02-02', { opinion: 'good' }),
      asks('ReplaceMentor', '2026-02-09', { member: 'x-three', reason: 'moved' }),
      asks('CompleteNewMemberCourse', '2026-03-02', { number: '1', issuedOn: '2026-03-01' }),
      reports('probationer', '2026-09-21'),
      reports('mentor', '2026-09-22', 'x-one'),
      reports('mentor', '2026-09-22'),
      recognises('2026-09-23'),
      asks('RedoStep', '2026-09-25', { steps: ['AdmissionDecided'], why: 'wrong-authority', number: '21-CV' }),
    );
    const decided = reviewed.when(decides('2026-10-05', '2026-10-05')).accepted('AdmissionDecided');
    expect(decided.event.data).toMatchObject({ undone: ['ProbationReported', 'RecognitionVoted'] });
    // Who had left by then has written of a time that is over.
    expect(decided.state.probation).toEqual({
      from: '2026-10-05',
      endsOn: '2027-10-05',
      mentors: ['x-one', 'x-three'],
      reportedBy: ['x-one'],
      course: '2026-03-01',
    });
    expect(Object.keys(clocks(decided)).sort()).toEqual(['D6', 'K3', 'K4']);
    const anew = decided.and(asks('ReceiveDecision', '2026-10-06', {}));
    expect(anew.state.next).toEqual({ action: 'ReportProbation', by: 'candidate' });
    anew.when(settles('2027-10-06')).refused({ code: 'step-missing', need: 'RecognitionVoted', condition: 'Q8' });
    anew.when(recognises('2027-10-06')).refused({ code: 'report-missing', need: 'probationer', condition: 'F2' });
    const done = anew
      .and(reports('probationer', '2027-10-06'), reports('mentor', '2027-10-06'), recognises('2027-10-07'))
      .when(settles('2027-10-11'))
      .accepted('MemberRecognised');
    expect(done.event.data).toMatchObject({ officialFrom: '2027-10-05' });
    // The same day set again leaves the probation as it was, and what was done for its end.
    const same = reviewed.when(decides('2026-10-05', '2025-09-20')).accepted('AdmissionDecided');
    expect(same.event.data).not.toHaveProperty('undone');
    same
      .and(asks('ReceiveDecision', '2026-10-06', {}))
      .when(settles('2026-10-07'))
      .accepted('MemberRecognised');
  });
});

describe('a decision that is not made again after the ceremony', () => {
  const undone = at('celebrated').and(
    asks('RedoStep', '2025-10-01', { steps: ['AdmissionDecided'], why: 'wrong-authority', number: '21-CV' }),
  );
  const annuls = (on: string) => asks('AnnulDecision', on, { ground: 'not-eligible', number: '24-QĐ' });
  const admitted = ({ world }: Given, on: string) =>
    boardOf([...rowsOf(quotaBoard, seen(world)).values()], {
      organisation: 'province',
      year: 2025,
      on,
      knownAt: on,
      fewMembers: 5,
    } as never)?.total.year.admitted;

  it('P11 P21 P23 no refusal, no delisting and no withdrawal takes in a member', () => {
    const held = { code: 'ceremony-held', have: '2025-09-20', need: 'AnnulDecision', who: 'decider' };
    undone.when(asks('RefuseAdmission', '2025-10-02', vote('22-QĐ', 1, 9))).refused(held);
    undone.when(asks('DelistCandidate', '2025-10-02', {})).refused(held);
    undone.when(asks('WithdrawCandidate', '2025-10-02', {})).refused({ code: 'already-done', have: '2025-09-20' });
    // Before the ceremony nobody is a member, and the list is left as before the decision.
    const before = at('received').and(
      asks('RedoStep', '2025-10-01', { steps: ['AdmissionDecided'], why: 'wrong-authority', number: '21-CV' }),
    );
    before.when(asks('DelistCandidate', '2025-10-02', {})).accepted('CandidateDelisted');
    before.when(asks('RefuseAdmission', '2025-10-02', vote('22-QĐ', 1, 9))).accepted('AdmissionRefused');
    before.when(annuls('2025-10-02')).refused({ code: 'step-missing', need: 'AdmissionDecided', condition: 'A4' });
  });

  it('P13 P14 A4 is annulled: the member leaves the roll and is counted no more', () => {
    expect(admitted(undone, '2025-12-31')).toBe(1);
    const annulled = undone.when(annuls('2025-10-02')).accepted('DecisionAnnulled');
    expect(annulled.state.outcome).toBe('annulled');
    expect(annulled.events.map(({ type }) => type)).toEqual(['DecisionAnnulled', 'MemberDeparted', 'MemberLeftRoll']);
    expect(annulled.world.states.get('member-hs-1')).toMatchObject({ departed: '2025-10-02' });
    expect(admitted(annulled, '2025-12-31')).toBe(0);
    undone
      .when(asks('AnnulDecision', '2025-10-02', { ground: 'moved-late', number: '24-QĐ' }))
      .refused({ code: 'no-move-under-way' });
  });
});
