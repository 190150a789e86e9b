import type { DossierEvent } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { at, commune, erases, PROBATION_PAPERS, upTo2025, vote, way2025 } from '../support/commune';
import { asks, but, DECLARED, given, IDENTITY, type Given, type Step } from '../support/scenario';

// What an entry says, whole: everything that was asked and nothing else, beside what the regulation implies of it.

const note = { note: 'ghi thêm của chi bộ' };

/** What an event says of its own. */
function own({ data }: Recorded): object {
  const { applied: _rules, deadlines: _clocks, next: _step, ...said } = data as DossierEvent['data'];
  return said;
}

/** What is recorded of a step where it is asked. */
const recorded = (now: Given, step: Step): object => own(now.when(step).accepted().event);

/** What is recorded beside a step: of which stream, what, and everything it says. */
const beside = (now: Given, step: Step): readonly unknown[] =>
  now
    .when(step)
    .accepted()
    .events.filter(({ stream }) => !stream.startsWith('dossier-'))
    .map(({ stream, type, data }) => [stream, type, data]);

describe('the papers', () => {
  it('F1 a form with the day it was written, and its pages where somebody counted them', () => {
    const files = asks('FileDocument', '2025-07-21', { form: '2-KNĐ', writtenOn: '2025-07-20' });
    const said = { dossier: 'hs-1', form: '2-KNĐ', writtenOn: '2025-07-20' };
    expect(recorded(at('opened'), files)).toEqual(said);
    expect(recorded(at('opened'), but(files, { pages: 12 }))).toEqual({ ...said, pages: 12 });
  });

  it('V1 where it was asked, whether abroad, and who was sent instead of a letter', () => {
    const stamped = at('introduced').and(asks('StampBiography', '2025-07-25', {}));
    expect(
      own(
        at('introduced')
          .when(asks('StampBiography', '2025-07-25', {}))
          .accepted('BiographyStamped').event,
      ),
    ).toEqual({ dossier: 'hs-1' });
    const asked = asks('RequestVerification', '2025-07-28', { place: 'que-quan' });
    expect(recorded(stamped, asked)).toEqual({ dossier: 'hs-1', place: 'que-quan' });
    const sent = { member: 'x-three', kin: false };
    expect(recorded(stamped, but(asked, { abroad: true, sent }))).toEqual({
      dossier: 'hs-1',
      place: 'que-quan',
      abroad: true,
      sent,
    });
  });

  it('C1 a consent by the matter and the number of the letter that asks and of the one that answers', () => {
    const asked = asks('RequestConsent', '2025-08-14', { matter: 'political' });
    expect(recorded(at('heard'), asked)).toEqual({ dossier: 'hs-1', matter: 'political' });
    expect(recorded(at('heard'), but(asked, { number: '3-CV' }))).toEqual({
      dossier: 'hs-1',
      matter: 'political',
      number: '3-CV',
    });
    const open = at('heard').and(asked);
    const answer = { dossier: 'hs-1', matter: 'political', number: '5-CV/TU' };
    expect(recorded(open, asks('GrantConsent', '2025-08-15', { matter: 'political', number: '5-CV/TU' }))).toEqual(
      answer,
    );
    expect(recorded(open, asks('DenyConsent', '2025-08-15', { matter: 'political', number: '5-CV/TU' }))).toEqual(
      answer,
    );
  });

  it('O2 a temporary stay by its place, and its end where it is known', () => {
    const away = asks('NoteTemporaryActivity', '2025-08-14', { place: 'nha-may' });
    expect(recorded(at('heard'), away)).toEqual({ dossier: 'hs-1', place: 'nha-may' });
    expect(recorded(at('heard'), but(away, { until: '2025-08-14' }))).toEqual({
      dossier: 'hs-1',
      place: 'nha-may',
      until: '2025-08-14',
    });
  });
});

describe('the decision and the ceremony', () => {
  it('Q5 Q7 a vote with those it was counted against, who was left out and how it was held', () => {
    const left: Step = {
      command: { type: 'SeatCommittee', organisation: 'xa', committee: 27, standing: 9 },
      on: '2020-06-01',
    };
    const away = [{ member: 'x-three', ground: 'temporary-activity' as const }];
    const step = asks('DecideAdmission', '2025-09-10', { ...vote('10-QĐ/ĐU', 6, 8), excused: away });
    const { events } = given(given(commune)(left).world)(...upTo2025('submitted'))
      .when(step)
      .accepted('AdmissionDecided');
    expect(own(events[0] as Recorded)).toEqual({
      dossier: 'hs-1',
      vote: {
        number: '10-QĐ/ĐU',
        yes: 6,
        no: 2,
        convened: 8,
        needed: 5,
        carried: true,
        method: 'ballot',
        excused: away,
      },
      facets: { ...DECLARED, cell: 'cell-x', ageBand: '18-30' },
      decider: 'xa',
    });
    expect(events.slice(1).map(({ stream, type, data }) => [stream, type, data])).toEqual([
      ['decisions-xa-2025', 'DecisionNumbered', { decider: 'xa', year: '2025', number: '10-QĐ/ĐU', dossier: 'hs-1' }],
    ]);
  });

  it('a submission by its number, where it has one', () => {
    const submits = asks('SubmitDossier', '2025-08-28', {});
    expect(recorded(at('voted'), submits)).toEqual({ dossier: 'hs-1' });
    expect(recorded(at('voted'), but(submits, { number: '3-TTr/CB' }))).toEqual({
      dossier: 'hs-1',
      number: '3-TTr/CB',
    });
    expect(recorded(at('decided'), asks('ReceiveDecision', '2025-09-12', {}))).toEqual({ dossier: 'hs-1' });
  });

  it('B2 a sub-committee’s word by its number, with what it remarks', () => {
    const between = given(commune)(
      {
        command: {
          type: 'FoundOrganisation',
          organisation: 'bo-phan',
          name: 'Bộ phận',
          kind: 'sub-committee',
          parent: 'co-so',
          difficultArea: false,
        },
        on: '2020-01-01',
      },
      { command: { type: 'MoveOrganisation', organisation: 'cell-g', parent: 'bo-phan' }, on: '2020-06-01' },
    ).world;
    const voted = given(between)(...upTo2025('voted', way2025('cell-g', 'g')));
    const appraises = asks('AppraiseBySubCommittee', '2025-08-20', { number: '3-BC', agrees: false, details: note });
    expect(recorded(voted, appraises)).toEqual({ dossier: 'hs-1', number: '3-BC', agrees: false, details: note });
  });

  it('K2 K3 a ceremony with the consent it was late by, the code of the member, and who became one', () => {
    const facets = { ...DECLARED, cell: 'cell-x', ageBand: '18-30' };
    const held = asks('HoldCeremony', '2025-09-20', {});
    const said = { dossier: 'hs-1', facets, probationEndsOn: '2026-09-20' };
    expect(recorded(at('received'), held)).toEqual({ ...said, member: 'hs-1' });
    const coded = but(held, { consent: '5-CV/TU', admittedAs: 'dv-77' });
    expect(recorded(at('received'), coded)).toEqual({ ...said, consent: '5-CV/TU', member: 'dv-77' });
    expect(beside(at('received'), coded)).toEqual([
      [
        'member-dv-77',
        'MemberRegistered',
        {
          member: 'dv-77',
          cell: 'cell-x',
          standing: 'probationary',
          dossier: 'hs-1',
          sex: 'female',
          identity: IDENTITY,
        },
      ],
      ['organisation-cell-x', 'MemberEnrolled', { organisation: 'cell-x', member: 'dv-77' }],
    ]);
  });
});

describe('a move', () => {
  const moves = (on: string): Step => asks('MoveCandidate', on, { to: 'cell-z', orderedOn: on, number: '2-QĐ' });
  const said = { dossier: 'hs-1', from: 'cell-x', to: 'cell-z', across: true, number: '2-QĐ' };

  it('K7 by its order, how far the dossier had come, and what is to be done anew there', () => {
    expect(recorded(at('voted'), moves('2025-08-20'))).toEqual({
      ...said,
      stage: 'before-submission',
      orderedOn: '2025-08-20',
      undone: ['CellVoted'],
    });
    expect(recorded(at('submitted'), moves('2025-09-01'))).toEqual({
      ...said,
      stage: 'with-decider',
      orderedOn: '2025-09-01',
      undone: [],
    });
    expect(recorded(at('decided'), moves('2025-09-11'))).toEqual({
      ...said,
      stage: 'decided',
      orderedOn: '2025-09-11',
      undone: [],
    });
    expect(recorded(at('received'), moves('2025-09-15'))).toEqual({
      ...said,
      stage: 'decided',
      orderedOn: '2025-09-15',
      undone: ['DecisionReceived'],
    });
  });

  it('P8 K7 of a probationer, with the member, who leaves one roll for the other', () => {
    const step = moves('2025-11-10');
    expect(recorded(at('celebrated'), step)).toEqual({
      ...said,
      stage: 'probation',
      orderedOn: '2025-11-10',
      undone: [],
      member: 'hs-1',
    });
    expect(beside(at('celebrated'), step)).toEqual([
      ['member-hs-1', 'MemberMoved', { member: 'hs-1', from: 'cell-x', to: 'cell-z' }],
      ['organisation-cell-x', 'MemberLeftRoll', { organisation: 'cell-x', member: 'hs-1', reason: 'moved' }],
      ['organisation-cell-z', 'MemberEnrolled', { organisation: 'cell-z', member: 'hs-1' }],
    ]);
  });

  it('K7 the dossier that is sent on and received, the decision that is redirected to the cell', () => {
    const moved = at('submitted').and(moves('2025-09-01'));
    const sends = asks('ForwardDossier', '2025-09-08', { number: '4-CV' });
    expect(recorded(moved, sends)).toEqual({ dossier: 'hs-1', number: '4-CV' });
    expect(recorded(moved.and(sends), asks('ReceiveDossier', '2025-09-10', {}))).toEqual({ dossier: 'hs-1' });
    const redirects = asks('RedirectDecision', '2025-09-16', { number: '6-CV' });
    const stays = asks('MoveCandidate', '2025-09-11', { to: 'cell-y', orderedOn: '2025-09-11', number: '2-QĐ' });
    expect(recorded(at('decided').and(stays), redirects)).toEqual({
      dossier: 'hs-1',
      number: '6-CV',
      cell: 'cell-y',
    });
  });

  it('K7d another look by the letter that asks for it and the one that answers', () => {
    const moved = at('decided').and(moves('2025-09-11'));
    const looks = asks('AskReexamination', '2025-09-18', { number: '9-CV', details: note });
    expect(recorded(moved, looks)).toEqual({ dossier: 'hs-1', number: '9-CV', details: note });
    const answers = asks('AnswerReexamination', '2025-09-25', { confirmed: false, number: '10-CV', details: note });
    const answered = moved.and(looks).when(answers).accepted('ReexaminationAnswered');
    expect(own(answered.event)).toEqual({ dossier: 'hs-1', confirmed: false, number: '10-CV', details: note });
    expect(answered.state.reexamination).toBe('rejected');
  });
});

describe('a probation', () => {
  const struck = () => at('celebrated').and(erases('cell', '2026-01-05', 6, 7));
  const strikes = asks('EraseProbationer', '2026-01-19', { ...vote('60-QĐ', 7, 9), details: note });
  const gone = (reason: string) => [
    ['member-hs-1', 'MemberDeparted', { member: 'hs-1', cell: 'cell-x', reason }],
    ['organisation-cell-x', 'MemberLeftRoll', { organisation: 'cell-x', member: 'hs-1', reason }],
  ];
  const counted = (number: string, yes: number, convened: number, needed: number) => ({
    ...vote(number, yes, convened),
    needed,
    carried: yes >= needed,
  });

  it('F2 a review by whom it was written: a mentor’s with the mentor’s code, the probationer’s with none', () => {
    const [course] = PROBATION_PAPERS;
    const held = at('celebrated').and(course);
    const reports = asks('ReportProbation', '2026-09-22', { by: 'mentor', writtenOn: '2026-09-22', details: note });
    const said = { dossier: 'hs-1', by: 'mentor', writtenOn: '2026-09-22', details: note };
    expect(recorded(held, reports)).toEqual({ ...said, member: 'x-one' });
    expect(recorded(held, but(reports, { member: 'x-one' }))).toEqual({ ...said, member: 'x-one' });
    const self = { by: 'probationer' } as const;
    expect(recorded(held, but(reports, self))).toEqual({ ...said, ...self });
    expect(recorded(held, but(reports, { ...self, member: 'x-one' }))).toEqual({ ...said, ...self });
  });

  it('K6 a recognition with the member, who is official on file and roll from the end of the probation', () => {
    const voted = at('celebrated').and(
      ...PROBATION_PAPERS,
      asks('HoldRecognitionVote', '2026-09-28', { body: 'cell', ...vote('30-NQ', 6, 7) }),
    );
    const decides = asks('DecideRecognition', '2026-10-20', vote('50-QĐ', 6, 9));
    expect(recorded(voted, decides)).toEqual({
      dossier: 'hs-1',
      vote: counted('50-QĐ', 6, 9, 5),
      officialFrom: '2026-09-20',
      member: 'hs-1',
    });
    const official = { member: 'hs-1', officialSince: '2026-09-20' };
    expect(beside(voted, decides)).toEqual([
      ['member-hs-1', 'MemberBecameOfficial', official],
      ['organisation-cell-x', 'MemberConfirmed', { organisation: 'cell-x', ...official }],
    ]);
  });

  it('P28 K8 an erasure, its appeal and the answer, each with what was remarked; the member goes and comes back', () => {
    expect(recorded(struck(), strikes)).toEqual({
      dossier: 'hs-1',
      vote: counted('60-QĐ', 7, 9, 5),
      member: 'hs-1',
      details: note,
    });
    expect(beside(struck(), strikes)).toEqual(gone('erased'));
    const erased = struck().and(strikes);
    const appeals = asks('AppealErasure', '2026-02-02', { details: note });
    expect(recorded(erased, appeals)).toEqual({ dossier: 'hs-1', details: note });
    const settles = (outcome: 'upheld' | 'overturned') =>
      asks('ResolveAppeal', '2026-06-01', { outcome, number: '61-QĐ', details: note });
    const said = { dossier: 'hs-1', number: '61-QĐ', member: 'hs-1', details: note };
    const appealed = erased.and(appeals);
    expect(recorded(appealed, settles('upheld'))).toEqual({ ...said, outcome: 'upheld' });
    expect(beside(appealed, settles('upheld'))).toEqual([]);
    expect(recorded(appealed, settles('overturned'))).toEqual({
      ...said,
      outcome: 'overturned',
      undone: ['ErasureVoted', 'ProbationerErased'],
    });
    expect(beside(appealed, settles('overturned'))).toEqual([
      ['member-hs-1', 'MemberReinstated', { member: 'hs-1', cell: 'cell-x' }],
      ['organisation-cell-x', 'MemberEnrolled', { organisation: 'cell-x', member: 'hs-1' }],
    ]);
  });

  it('P30 K8 where it rested on three failed votes on recognition, no vote on erasing is there to be undone', () => {
    const appealed = at('celebrated').and(
      ...PROBATION_PAPERS,
      ...['2026-09-28', '2026-10-05', '2026-10-12'].map((on) =>
        asks('HoldRecognitionVote', on, { body: 'cell', ...vote('30-NQ', 1, 7) }),
      ),
      asks('EraseProbationer', '2026-10-20', vote('60-QĐ', 6, 9)),
      asks('AppealErasure', '2026-11-02', {}),
    );
    const settles = asks('ResolveAppeal', '2026-11-09', { outcome: 'overturned', number: '61-QĐ' });
    expect(recorded(appealed, settles)).toMatchObject({ undone: ['ProbationerErased'] });
  });

  it.each([
    ['P22 a death', asks('RecordDeath', '2026-02-02', {}), { dossier: 'hs-1', member: 'hs-1' }, 'died'],
    [
      'P29 a leave',
      asks('LetLeave', '2026-02-02', { number: '62-QĐ', details: note }),
      { dossier: 'hs-1', member: 'hs-1', number: '62-QĐ', details: note },
      'left',
    ],
    [
      'P13 an annulment',
      asks('AnnulDecision', '2026-02-02', { ground: 'political', number: '24-QĐ', details: note }),
      { dossier: 'hs-1', member: 'hs-1', ground: 'political', number: '24-QĐ', ends: true, details: note },
      'annulled',
    ],
  ])('%s, and the member leaves file and roll by it', (_, step, said, reason) => {
    expect(recorded(at('celebrated'), step)).toEqual(said);
    expect(beside(at('celebrated'), step)).toEqual(gone(reason));
  });

  it('P21 P22 of one who is no member yet there is nothing to leave', () => {
    expect(recorded(at('heard'), asks('RecordDeath', '2025-08-20', {}))).toEqual({ dossier: 'hs-1' });
    const delists = asks('DelistCandidate', '2025-08-20', { details: note });
    expect(recorded(at('heard'), delists)).toEqual({ dossier: 'hs-1', details: note });
    const annuls = asks('AnnulDecision', '2025-09-15', { ground: 'political', number: '24-QĐ' });
    expect(recorded(at('received'), annuls)).toEqual({
      dossier: 'hs-1',
      ground: 'political',
      number: '24-QĐ',
      ends: true,
    });
  });
});

describe('the beginning, and a step that was wrong', () => {
  const lists = (fields: object): Step => but(way2025().listed[0] as Step, fields);
  const said = {
    dossier: 'hs-1',
    cell: 'cell-x',
    proposedBy: 'cell',
    declared: DECLARED,
    person: 'p-hs-1',
    identity: IDENTITY,
  };

  it('R1 P20 with who the person is, the assignment in writing, and the membership that was before', () => {
    expect(recorded(given(commune)(), lists({}))).toEqual(said);
    const more = {
      assignment: '3-CV/ĐU',
      readmission: { leftOn: '2022-08-01', ground: 'erased', readmittedBefore: false },
      details: note,
    };
    expect(recorded(given(commune)(), lists(more))).toEqual({ ...said, ...more });
  });

  it('A3 a step that is done again: before the decision that step alone, after it the decision as well', () => {
    const redoes = (on: string) =>
      asks('RedoStep', on, { steps: ['OpinionCollected'], why: 'wrong-procedure', number: '21-CV', details: note });
    const again = {
      dossier: 'hs-1',
      steps: ['OpinionCollected'],
      why: 'wrong-procedure',
      number: '21-CV',
      details: note,
    };
    expect(recorded(at('submitted'), redoes('2025-09-01'))).toEqual({ ...again, undone: ['OpinionCollected'] });
    expect(recorded(at('received'), redoes('2025-09-15'))).toEqual({
      ...again,
      undone: ['OpinionCollected', 'AdmissionDecided', 'DecisionReceived'],
    });
  });
});
