import { clocks } from '../support/clocks';
import { at, guidance, vote, way2025, type CommuneStage } from '../support/commune';
import { asks, founds, onDay, type Step } from '../support/scenario';

const moves = (to: string, on: string, orderedOn = on): Step =>
  asks('MoveCandidate', on, { to, orderedOn, number: '2-QĐ' });
/** The new cell finds a mentor and introducers of its own. */
const settled = (prefix: string, on: string): readonly Step[] => [
  asks('ReplaceMentor', on, { member: `${prefix}-one`, reason: 'moved' }),
  ...['one', 'two'].map((name) =>
    asks('NameIntroducer', on, { member: `${prefix}-${name}`, togetherSince: '2022-01-01' }),
  ),
];

describe('a candidate who moves before the dossier is submitted', () => {
  const voted = at('voted');
  const moved = voted.when(moves('cell-y', '2025-08-20')).accepted('CandidateTransferred');

  it('P1 K7 belongs to the new cell, and the votes of the old one do not bind it', () => {
    expect(moved.state).toMatchObject({ cell: 'cell-y', move: { stage: 'before-submission', across: false } });
    expect(moved.event.data).toMatchObject({ from: 'cell-x', to: 'cell-y', undone: ['CellVoted'] });
    expect(moved.state.votes['cell']).toBeUndefined();
    expect(clocks(moved)['K1']).toBeUndefined();
    moved
      .when(asks('SubmitDossier', '2025-08-21', {}))
      .refused({ code: 'step-missing', need: 'CellVoted', condition: 'Q1', basis: guidance });
  });

  it('P1 I3 gets a mentor there who need not have the months together', () => {
    moved
      .when(asks('HoldCellVote', '2025-08-22', vote('2-NQ', 3, 3)))
      .refused({ code: 'introducers-missing', have: 0, need: 2, condition: 'I1' });
    const mentored = moved.and(asks('ReplaceMentor', '2025-08-22', { member: 'y-one', reason: 'moved' }));
    mentored
      .when(asks('NameIntroducer', '2025-08-23', { member: 'y-two', togetherSince: '2025-08-20' }))
      .refused({ code: 'together-too-short', condition: 'I2', from: '2026-08-20' });
    const introduced = mentored
      .when(asks('NameIntroducer', '2025-08-23', { member: 'y-one', togetherSince: '2025-08-20' }))
      .accepted('IntroducerNamed');
    expect(introduced.event.data).toMatchObject({ waived: true });
  });

  it('P1 K7 S1 T1 is voted on, decided and received there, on papers and a certificate that serve as before', () => {
    expect(clocks(voted)).toEqual({ K1: '2025-10-22' });
    expect(clocks(moved)).toEqual({ S1: '2026-07-18', T1: '2030-07-15' });
    expect(moved.state.next).toEqual({ action: 'HoldCellVote', by: 'cell' });
    const there = moved.and(...settled('y', '2025-08-22'));
    const again = there.when(asks('HoldCellVote', '2025-08-25', vote('2-NQ', 2, 3))).accepted('CellVoted');
    expect(clocks(again)).toEqual({ K1: '2025-10-29' });
    const held = again.and(
      asks('SubmitDossier', '2025-08-28', {}),
      asks('DecideAdmission', '2025-09-10', vote('3-QĐ', 6, 9)),
      asks('ReceiveDecision', '2025-09-12', {}),
      asks('HoldCeremony', '2025-09-20', {}),
    );
    const roll = held.world.log.filter(({ type }) => type === 'MemberEnrolled').at(-1);
    expect(roll).toMatchObject({ stream: 'organisation-cell-y', data: { member: 'hs-1' } });
  });

  it('P1 K7 may send the dossier after, but nothing waits for it, also not at another decider', () => {
    const across = voted.when(moves('cell-z', '2025-08-20')).accepted('CandidateTransferred');
    expect(across.state).toMatchObject({ move: { stage: 'before-submission', across: true }, votes: {} });
    expect(clocks(across)['K7a']).toBeUndefined();
    across.when(asks('ReceiveDossier', '2025-08-21', {})).refused({
      code: 'step-missing',
      need: 'DossierForwarded',
      condition: 'K7',
      who: 'decider',
      basis: guidance,
    });
    across
      .and(asks('ForwardDossier', '2025-08-21', { number: '4-CV' }), asks('ReceiveDossier', '2025-08-22', {}))
      .when(asks('ForwardDossier', '2025-08-25', { number: '5-CV' }))
      .refused({ code: 'no-move-under-way' });
    across
      .and(...settled('z', '2025-08-22'))
      .when(asks('HoldCellVote', '2025-08-25', vote('2-NQ', 3, 3)))
      .accepted('CellVoted');
  });

  it('P1 P33 goes to a cell there is, on a day it stands, and not in the future', () => {
    voted.when(moves('nowhere', '2025-08-20')).refused({ code: 'unit-unknown', have: 'nowhere' });
    voted.when(moves('xa', '2025-08-20')).refused({ code: 'wrong-kind', need: 'cell' });
    voted.when(moves('cell-x', '2025-08-20')).refused({ code: 'nothing-changed' });
    voted.when(moves('cell-y', '2025-08-20', '2025-08-21')).refused({ code: 'day-in-future', have: '2025-08-21' });
    const young = voted.and(founds('cell-young', 'cell', 'xa', '2025-08-19'));
    young.when(moves('cell-young', '2025-08-18')).refused({ code: 'before-founding', need: '2025-08-19' });
    const merged = young.and({
      command: { type: 'MergeOrganisations', organisation: 'cell-young', from: ['cell-y'], number: '1-QĐ' },
      on: '2025-08-19',
    });
    const followed = merged.when(moves('cell-y', '2025-08-20')).accepted('CandidateTransferred');
    expect(followed.event.data).toMatchObject({ to: 'cell-young' });
    followed.when(moves('cell-y', '2025-08-21')).refused({ code: 'nothing-changed' });
    const gone = voted.and(founds('cell-empty', 'cell', 'xa', '2025-08-01'), {
      command: { type: 'DissolveOrganisation', organisation: 'cell-empty', number: '1-QĐ' },
      on: '2025-08-19',
    });
    gone
      .when(moves('cell-empty', '2025-08-20'))
      .refused({ code: 'unit-dissolved', condition: 'to', have: '2025-08-19' });
  });
});

describe('a candidate who moves while the dossier is with the decider', () => {
  const submitted = at('submitted');

  it('P2 K7 to another decider: it is forwarded in 15 working days, received, and decided within 30', () => {
    const moved = submitted.when(moves('cell-z', '2025-09-01')).accepted('CandidateTransferred');
    expect(moved.state.move).toMatchObject({ stage: 'with-decider', across: true });
    expect(clocks(moved)['K7a']).toBe('2025-09-23');
    const decide = asks('DecideAdmission', '2025-09-15', vote('3-QĐ', 5, 9));
    moved.when(decide).refused({ code: 'step-missing', need: 'DossierForwarded', who: 'decider', basis: guidance });
    const forwarded = moved.and(asks('ForwardDossier', '2025-09-08', { number: '4-CV' }));
    expect(clocks(forwarded)['K7a']).toBeUndefined();
    forwarded.when(decide).refused({ code: 'step-missing', need: 'DossierReceived' });
    const received = forwarded.and(asks('ReceiveDossier', '2025-09-10', {}));
    expect(clocks(received)['K7b']).toBe('2025-10-22');
    const decided = received.when(decide).accepted('AdmissionDecided');
    expect(decided.event.data).toMatchObject({ decider: 'xa-khac', facets: { cell: 'cell-z' } });
    expect(clocks(decided)['K7b']).toBeUndefined();
    expect([moved, forwarded, received].map(({ state }) => state.next?.action)).toEqual([
      'ForwardDossier',
      'ReceiveDossier',
      'DecideAdmission',
    ]);
  });

  it('P2 within one decider nothing is handed on', () => {
    const moved = submitted.when(moves('cell-y', '2025-09-01')).accepted('CandidateTransferred');
    moved.when(asks('ForwardDossier', '2025-09-02', { number: '4-CV' })).refused({ code: 'no-move-under-way' });
    moved.when(asks('DecideAdmission', '2025-09-10', vote('3-QĐ', 5, 9))).accepted('AdmissionDecided');
  });
});

describe('a candidate who moves after the decision', () => {
  const decided = at('decided');
  const ceremony = asks('HoldCeremony', '2025-10-01', {});

  it('P3 within one decider: the decision is directed to the new cell, which holds the ceremony', () => {
    const moved = decided.when(moves('cell-y', '2025-09-11')).accepted('CandidateTransferred');
    moved
      .when(asks('ReceiveDecision', '2025-09-15', {}))
      .refused({ code: 'step-missing', need: 'DecisionRedirected', who: 'decider' });
    const there = moved.and(
      asks('RedirectDecision', '2025-09-12', { number: '5-CV' }),
      asks('ReceiveDecision', '2025-09-15', {}),
      asks('ReplaceMentor', '2025-09-16', { member: 'y-one', reason: 'moved' }),
    );
    const held = there.when(ceremony).accepted('CeremonyHeld');
    expect(held.event.data).toMatchObject({ facets: { cell: 'cell-y' } });
    at('decided')
      .when(asks('RedirectDecision', '2025-09-12', { number: '5-CV' }))
      .refused({ code: 'no-move-under-way' });
  });

  it('P3 K7 K2 received by the old cell before, it is received anew, and the days of the ceremony are counted from then', () => {
    const received = at('received');
    expect(clocks(received)['K2']).toBe('2025-10-24');
    const moved = received.when(moves('cell-y', '2025-09-16')).accepted('CandidateTransferred');
    expect(moved.event.data).toMatchObject({ stage: 'decided', across: false, undone: ['DecisionReceived'] });
    expect(moved.state.next).toEqual({ action: 'RedirectDecision', by: 'decider' });
    expect(clocks(moved)['K2']).toBeUndefined();
    const redirects = asks('RedirectDecision', '2025-09-17', { number: '5-CV' });
    const there = moved.and(redirects, asks('ReceiveDecision', '2025-09-19', {}));
    expect(clocks(there)['K2']).toBe('2025-10-31');
    there.when(onDay('2025-09-22', redirects)).refused({
      code: 'already-done',
      have: '2025-09-17',
      condition: 'K7',
      basis: guidance,
    });
    moved.when(ceremony).refused({ code: 'step-missing', need: 'DecisionReceived' });
  });

  const arrived = (orderedOn: string) =>
    decided.and(
      moves('cell-z', '2025-09-11', orderedOn),
      asks('ForwardDossier', '2025-09-12', { number: '6-CV' }),
      asks('ReceiveDossier', '2025-09-15', {}),
      asks('ReceiveDecision', '2025-09-16', {}),
      asks('ReplaceMentor', '2025-09-17', { member: 'z-one', reason: 'moved' }),
    );

  it('P4 K7 to another decider, decided within 30 working days of the order: the new place holds the ceremony', () => {
    // 30 working days from 28/7/2025 end on the day of the decision, 10/9/2025, past 1/9 and 2/9.
    arrived('2025-07-28').when(ceremony).accepted('CeremonyHeld');
  });

  it('P5 K7 decided later than that: whoever decided annuls, the dossier goes on and is decided anew', () => {
    const late = arrived('2025-07-27');
    late.when(ceremony).refused({
      code: 'decision-after-move',
      have: '2025-09-10',
      need: '2025-09-09',
      who: 'decider',
      basis: guidance,
    });
    const annulled = late
      .when(asks('AnnulDecision', '2025-09-18', { ground: 'moved-late', number: '7-QĐ' }))
      .accepted('DecisionAnnulled');
    expect(annulled.state.outcome).toBeUndefined();
    expect(annulled.state.done.AdmissionDecided).toBeUndefined();
    const anew = annulled.when(asks('DecideAdmission', '2025-09-25', vote('8-QĐ', 5, 9))).accepted('AdmissionDecided');
    expect(anew.event.data).toMatchObject({ decider: 'xa-khac' });
    anew
      .and(asks('ReceiveDecision', '2025-09-26', {}))
      .when(ceremony)
      .accepted('CeremonyHeld');
    decided
      .when(asks('AnnulDecision', '2025-09-18', { ground: 'moved-late', number: '7-QĐ' }))
      .refused({ code: 'no-move-under-way' });
  });

  it('P5 K7 annulled before it is sent on, the new decider has 30 working days from receiving the dossier; after it, as well', () => {
    const late = decided.and(moves('cell-z', '2025-09-11', '2025-07-27'));
    const annul = asks('AnnulDecision', '2025-09-18', { ground: 'moved-late', number: '7-QĐ' });
    const annulled = late.when(annul).accepted('DecisionAnnulled');
    expect(annulled.event.data).toMatchObject({ ends: false, undone: ['AdmissionDecided', 'DecisionReceived'] });
    expect(annulled.state.next).toEqual({ action: 'ForwardDossier', by: 'decider' });
    const received = annulled.and(
      asks('ForwardDossier', '2025-09-19', { number: '6-CV' }),
      asks('ReceiveDossier', '2025-09-24', {}),
    );
    expect(clocks(received)['K7b']).toBe('2025-11-05');
    expect(received.state.next).toEqual({ action: 'DecideAdmission', by: 'decider' });
    // Received on 15/9/2025 while the decision stood, its days run once that is gone.
    const other = arrived('2025-07-27').and(annul);
    expect(clocks(other)['K7b']).toBe('2025-10-27');
  });

  it('P4 P5 K7 a decision that was in time is not annulled as late', () => {
    const annul = asks('AnnulDecision', '2025-09-18', { ground: 'moved-late', number: '7-QĐ' });
    arrived('2025-07-28').when(annul).refused({ code: 'decided-in-time', have: '2025-09-10', need: '2025-09-10' });
  });

  it('P6 K7 is asked for by a place that someone moved to, and answered once it was asked', () => {
    decided.when(asks('AskReexamination', '2025-09-18', { number: '9-CV' })).refused({
      code: 'step-missing',
      need: 'CandidateTransferred',
      condition: 'K7d',
      basis: guidance,
    });
    arrived('2025-08-29')
      .when(asks('AnswerReexamination', '2025-09-18', { confirmed: true, number: '10-CV' }))
      .refused({ code: 'step-missing', need: 'ReexaminationAsked', condition: 'K7d', basis: guidance });
  });

  it('P6 K7 the receiving place asks for another look: meanwhile nothing goes on; confirmed it does, rejected it is annulled', () => {
    const asked = arrived('2025-08-29').and(asks('AskReexamination', '2025-09-18', { number: '9-CV' }));
    expect(clocks(asked)['K7d']).toBe('2025-12-11');
    asked.when(ceremony).refused({ code: 'reexamination-open', need: 'ReexaminationAnswered', basis: guidance });
    asked.when(asks('AskReexamination', '2025-09-19', { number: '9-CV' })).refused({ code: 'already-done' });
    const answer = (confirmed: boolean) =>
      asked.and(asks('AnswerReexamination', '2025-09-25', { confirmed, number: '10-CV' }));
    answer(true).when(ceremony).accepted('CeremonyHeld');
    answer(false).when(ceremony).refused({ code: 'reexamination-rejected', need: 'AnnulDecision' });
    answer(false)
      .when(asks('AnnulDecision', '2025-09-26', { ground: 'not-eligible', number: '11-QĐ' }))
      .accepted('DecisionAnnulled');
  });
});

describe('a candidate who is elsewhere for a time', () => {
  const home = (stage: CommuneStage) => way2025()[stage];

  it('P7 P33 O2 is heard of by the helping cell; the home cell votes', () => {
    const away = at('heard').and(
      asks('NoteTemporaryActivity', '2025-08-14', { place: 'nha-may', until: '2025-12-31' }),
    );
    const votes = asks('HoldCellVote', '2025-08-18', vote('1-NQ/CB', 6, 7));
    away.when(votes).refused({ code: 'opinion-missing', need: 'helping-cell', basis: guidance });
    const heard = away.and(asks('CollectOpinion', '2025-08-15', { from: 'helping-cell' }));
    expect(heard.when(votes).accepted('CellVoted').state.cell).toBe('cell-x');
    away.when(onDay('2026-01-05', votes)).accepted('CellVoted');
    const held = heard.and(votes, ...home('submitted'), ...home('decided'), ...home('received'));
    expect(held.when(way2025().celebrated[0] as Step).accepted('CeremonyHeld').event.data).toMatchObject({
      facets: { cell: 'cell-x' },
    });
    at('heard')
      .when(asks('NoteTemporaryActivity', '2025-08-14', { place: 'nha-may', until: '2025-08-13' }))
      .refused({ code: 'ends-before-it-begins' });
  });
});

describe('a probationer who moves', () => {
  it('P8 K7 takes the membership along; the dossier follows within 60 working days, a new mentor is named, the old one still writes', () => {
    const moved = at('celebrated')
      .and(asks('ReportMentor', '2025-11-03', { opinion: 'good' }))
      .when(moves('cell-z', '2025-11-10'))
      .accepted('CandidateTransferred');
    expect(moved.state.move).toMatchObject({ stage: 'probation', across: true });
    expect(clocks(moved)['D14']).toBe('2026-02-03');
    const streams = moved.events.map(({ stream, type }) => [stream, type]);
    expect(streams).toEqual([
      ['dossier-hs-1', 'CandidateTransferred'],
      ['member-hs-1', 'MemberMoved'],
      ['organisation-cell-x', 'MemberLeftRoll'],
      ['organisation-cell-z', 'MemberEnrolled'],
    ]);
    const there = moved.and(
      asks('ForwardDossier', '2025-11-12', { number: '12-CV' }),
      asks('ReceiveDossier', '2025-11-20', {}),
      asks('ReplaceMentor', '2025-11-21', { member: 'z-one', reason: 'moved' }),
    );
    expect(clocks(there)['D14']).toBeUndefined();
    expect(there.state.probation?.mentors).toEqual(['x-one', 'z-one']);
  });

  const letters = (mentor: string, on: string): readonly Step[] => [
    asks('CompleteNewMemberCourse', on, { number: '2/GCN', issuedOn: on }),
    asks('ReportProbation', on, { by: 'probationer', writtenOn: on }),
    asks('ReportProbation', on, { by: 'mentor', member: mentor, writtenOn: on }),
  ];

  it('P8 K7 F2 is recognised by the new cell and its decider, once the mentor who was left behind has written too', () => {
    const moved = at('celebrated').and(
      asks('ReportMentor', '2025-11-03', { opinion: 'good' }),
      moves('cell-z', '2025-11-10'),
    );
    expect(moved.state.next).toEqual({ action: 'ForwardDossier', by: 'decider' });
    moved
      .and(asks('ReplaceMentor', '2025-11-21', { member: 'z-one', reason: 'moved' }), ...letters('z-one', '2026-09-22'))
      .when(asks('HoldErasureVote', '2026-09-28', { body: 'cell', ...vote('1-NQ', 3, 3) }))
      .refused({ code: 'step-missing', need: 'DossierForwarded', condition: 'K7', basis: guidance });
    const there = moved.and(
      asks('ForwardDossier', '2025-11-12', { number: '12-CV' }),
      asks('ReceiveDossier', '2025-11-20', {}),
      asks('ReplaceMentor', '2025-11-21', { member: 'z-one', reason: 'moved' }),
      ...letters('z-one', '2026-09-22'),
    );
    const recognises = asks('HoldRecognitionVote', '2026-09-28', { body: 'cell', ...vote('13-NQ', 3, 3) });
    there.when(recognises).refused({ code: 'report-missing', have: 'x-one', condition: 'F2', who: 'mentor' });
    const recognised = there
      .and(
        asks('ReportProbation', '2026-09-24', { by: 'mentor', member: 'x-one', writtenOn: '2026-09-24' }),
        recognises,
      )
      .when(asks('DecideRecognition', '2026-10-05', vote('14-QĐ', 6, 9)))
      .accepted('MemberRecognised');
    expect(recognised.event.data).toMatchObject({ officialFrom: '2026-09-20', member: 'hs-1' });
    expect(recognised.events.at(-1)).toMatchObject({ stream: 'organisation-cell-z' });
  });

  it('P8 M4 a mentor who is left behind hands over first', () => {
    const replaces = (member: string, on: string) => asks('ReplaceMentor', on, { member, reason: 'moved' });
    at('celebrated')
      .and(moves('cell-z', '2025-11-10'))
      .when(replaces('z-one', '2025-11-21'))
      .refused({ code: 'handover-missing', need: 'MentorReported', condition: 'M4', who: 'mentor', basis: guidance });
  });
});
