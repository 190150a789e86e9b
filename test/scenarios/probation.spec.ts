import { isLiving, passedUnnoted } from '@dossier/domain';
import { clocks } from '../support/clocks';
import {
  commune,
  erases,
  guidance,
  PROBATION_PAPERS,
  recognises,
  regulation,
  upTo2025,
  vote,
} from '../support/commune';
import {
  asks,
  before,
  but,
  dossier,
  given,
  onDay,
  registers,
  step,
  wayFrom,
  type Given,
  type Step,
} from '../support/scenario';

const held = given(commune)(...upTo2025('celebrated'));
const [course, self, mentor] = PROBATION_PAPERS;
const ready = held.and(course, self, mentor);
const hanoiRules: Step = {
  command: { type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' },
  on: '2025-10-01',
};

describe('the ceremony', () => {
  it('K3 makes a probationary member of the cell, for twelve months from its day', () => {
    const { events, state } = given(commune)(...upTo2025('received'))
      .when(asks('HoldCeremony', '2025-09-20', {}))
      .accepted('CeremonyHeld');
    expect(events.map(({ stream, type }) => [stream, type])).toEqual([
      ['dossier-hs-1', 'CeremonyHeld'],
      ['member-hs-1', 'MemberRegistered'],
      ['organisation-cell-x', 'MemberEnrolled'],
    ]);
    expect(state).toMatchObject({ member: 'hs-1', probation: { from: '2025-09-20', endsOn: '2026-09-20' } });
    expect(state.next).toEqual({ action: 'CompleteNewMemberCourse', by: 'training-centre' });
    given(commune)(registers('hs-1', 'cell-y', '2010-01-01', '2020-01-01'), ...upTo2025('received'))
      .when(asks('HoldCeremony', '2025-09-20', {}))
      .refused({ code: 'member-code-taken', have: 'hs-1' });
  });

  it('K3 on 29/2/2024 begins a probation that ends on 28/2/2025', () => {
    const way = wayFrom(2022);
    const late = given(dossier)(
      ...before('decided', way),
      onDay('2024-02-19', step('decided', way)),
      onDay('2024-02-20', step('received', way)),
      onDay('2024-02-29', step('celebrated', way)),
    );
    expect(late.state.probation?.endsOn).toBe('2025-02-28');
    late
      .and(asks('CompleteNewMemberCourse', '2024-06-03', { number: '1', issuedOn: '2024-06-01' }))
      .when(asks('ReportProbation', '2025-03-01', { by: 'probationer', writtenOn: '2025-03-01' }))
      .accepted('ProbationReported');
    late
      .when(asks('ReportProbation', '2025-02-28', { by: 'probationer', writtenOn: '2025-02-28' }))
      .refused({ code: 'written-too-early', need: '2025-02-28' });
  });
});

describe('recognition', () => {
  const voted = ready.and(recognises('cell', '2026-09-28', 6, 7));
  const decide = asks('DecideRecognition', '2026-10-20', vote('50-QĐ', 6, 9));

  it('T2 F2 wants the course for new members, the own review and every mentor’s word', () => {
    const asked = recognises('cell', '2026-09-28', 6, 7);
    held
      .and(self, mentor)
      .when(asked)
      .refused({ code: 'step-missing', need: 'NewMemberCourseCompleted', condition: 'T2' });
    held.and(course, mentor).when(asked).refused({ code: 'report-missing', need: 'probationer', condition: 'F2' });
    held.and(course, self).when(asked).refused({ code: 'report-missing', have: 'x-one', need: 'mentor' });
    ready.when(asked).accepted('RecognitionVoted');
  });

  it('F3 the own review is written after the twelve months, not before', () => {
    held
      .when(asks('ReportProbation', '2026-09-20', { by: 'probationer', writtenOn: '2026-09-20' }))
      .refused({ code: 'written-too-early', have: '2026-09-20', need: '2026-09-20', condition: 'F3' });
    held.when(self).accepted('ProbationReported');
  });

  it('K4 K6 is considered once the probation is over, within 30 working days', () => {
    expect(clocks(held)).toMatchObject({ K3: '2026-09-20', K4: '2026-10-30' });
    held
      .and(course)
      .when(recognises('cell', '2026-09-20', 6, 7))
      .refused({ code: 'probation-running', from: '2026-09-21' });
  });

  it('K5 K6 makes an official member from the exact end of the twelve months, however late the bodies', () => {
    expect(clocks(voted)['K5']).toBe('2026-11-09');
    const late = voted.when(onDay('2027-01-11', decide)).accepted('MemberRecognised');
    expect(late.event.data).toMatchObject({ officialFrom: '2026-09-20', member: 'hs-1' });
    expect(late.state).toMatchObject({ outcome: 'recognised', officialFrom: '2026-09-20' });
    expect(late.events.map(({ type }) => type)).toEqual([
      'MemberRecognised',
      'MemberBecameOfficial',
      'MemberConfirmed',
    ]);
    late
      .when(asks('HoldErasureVote', '2027-01-12', { body: 'cell', ...vote('1', 7, 7) }))
      .refused({ code: 'dossier-ended' });
  });

  it('K6 and who was recognised can mentor and introduce another', () => {
    const { world } = voted.when(decide).accepted('MemberRecognised');
    const listed = { dossier: 'hs-2', identity: { name: 'Sùng Thị Hai', birth: '2001-02-03' } };
    const lists = but(upTo2025('listed')[0] as Step, listed);
    const assign = (on: string) => but(asks('AssignMentor', on, { member: 'hs-1' }), { dossier: 'hs-2' });
    const another = given(world, 'hs-2')(onDay('2026-11-02', lists));
    expect(another.when(assign('2026-11-03')).accepted('MentorAssigned').state.mentor?.member).toBe('hs-1');
    given(held.world, 'hs-2')(lists).when(assign('2026-01-05')).refused({ code: 'member-not-official' });
  });

  it('Q8 P30 after three votes that fell short the cell votes no more: the decider settles it', () => {
    const short = ['2026-09-28', '2026-10-12', '2026-10-26'].map((on) => recognises('cell', on, 3, 7));
    const thrice = ready.and(...short);
    thrice
      .when(recognises('cell', '2026-11-02', 7, 7))
      .refused({ code: 'votes-exhausted', have: 3, need: 3, condition: 'Q8', basis: regulation });
    const erase = asks('EraseProbationer', '2026-11-09', vote('60-QĐ', 7, 9));
    thrice.when(onDay('2026-11-09', decide)).accepted('MemberRecognised');
    thrice.when(erase).accepted('ProbationerErased');
    const twice = ready.and(...short.slice(0, 2));
    twice.when(onDay('2026-11-09', decide)).refused({ code: 'vote-short' });
    twice.when(erase).refused({ code: 'step-missing', need: 'ErasureVoted', condition: 'Q8', basis: regulation });
  });
});

describe('a probation that ends otherwise', () => {
  const erased = held.and(
    erases('cell', '2026-01-05', 6, 7),
    asks('EraseProbationer', '2026-01-19', vote('60-QĐ', 7, 9)),
  );

  it('P28 Q8 by erasure: the bodies vote, the decider erases, and the person is on the roll no more', () => {
    held
      .when(asks('EraseProbationer', '2026-01-19', vote('60-QĐ', 7, 9)))
      .refused({ code: 'step-missing', need: 'ErasureVoted' });
    expect(erased.state.outcome).toBe('erased');
    const left = erased.world.log.filter(({ type }) => type === 'MemberLeftRoll');
    expect(left.at(-1)?.data).toMatchObject({ member: 'hs-1', reason: 'erased' });
  });

  it('P28 K8 may be appealed within 30 working days and is settled in 90; overturned, the probation goes on', () => {
    expect(clocks(erased)['K8']).toBe('2026-03-09');
    erased
      .when(asks('AppealErasure', '2026-03-10', {}))
      .refused({ code: 'too-late', need: '2026-03-09', condition: 'K8', basis: regulation });
    const appealed = erased.and(asks('AppealErasure', '2026-03-09', {}));
    expect(clocks(appealed)['K8b']).toBe('2026-07-16');
    const settle = (outcome: 'upheld' | 'overturned') =>
      appealed.when(asks('ResolveAppeal', '2026-06-01', { outcome, number: '61-QĐ' })).accepted('AppealResolved');
    expect(settle('upheld').state.outcome).toBe('erased');
    const back = settle('overturned');
    expect(back.state.outcome).toBeUndefined();
    expect(back.events.map(({ type }) => type)).toEqual(['AppealResolved', 'MemberReinstated', 'MemberEnrolled']);
    back.when(course.on < '2026-06-01' ? onDay('2026-06-02', course) : course).accepted('NewMemberCourseCompleted');
    held.when(asks('AppealErasure', '2026-01-20', {})).refused({ code: 'step-missing', need: 'ProbationerErased' });
  });

  it('P28 K8 Q8 overturned, the votes that led to it serve no more: erased again only on votes of its own', () => {
    const back = erased.and(
      asks('AppealErasure', '2026-03-02', {}),
      asks('ResolveAppeal', '2026-06-01', { outcome: 'overturned', number: '61-QĐ' }),
    );
    expect(Object.keys(back.state.votes)).toEqual(['cell', 'decider']);
    expect([back.state.done.ErasureVoted, back.state.done.ProbationerErased]).toEqual([undefined, undefined]);
    const strikes = (on: string) => asks('EraseProbationer', on, vote('62-QĐ', 6, 9));
    back.when(strikes('2026-06-02')).refused({ code: 'step-missing', need: 'ErasureVoted', condition: 'Q8' });
    back.when(asks('AppealErasure', '2026-06-02', {})).refused({ code: 'step-missing', need: 'ProbationerErased' });
    const again = back
      .and(erases('cell', '2026-06-03', 6, 7))
      .when(strikes('2026-06-10'))
      .accepted('ProbationerErased');
    again.when(asks('AppealErasure', '2026-06-15', {})).accepted('ErasureAppealed');
  });

  it('P28 P30 Q8 overturned, three votes on recognition that fell short do not erase again either', () => {
    const three = held.and(
      ...PROBATION_PAPERS,
      ...['2026-09-28', '2026-10-05', '2026-10-12'].map((on) => recognises('cell', on, 1, 7)),
      asks('EraseProbationer', '2026-10-20', vote('60-QĐ', 6, 9)),
      asks('AppealErasure', '2026-11-02', {}),
      asks('ResolveAppeal', '2026-11-09', { outcome: 'overturned', number: '61-QĐ' }),
    );
    three
      .when(asks('EraseProbationer', '2026-11-16', vote('62-QĐ', 6, 9)))
      .refused({ code: 'step-missing', need: 'ErasureVoted', condition: 'Q8' });
    three.when(recognises('cell', '2026-11-16', 6, 7)).accepted('RecognitionVoted');
  });

  it('P28 K8b an appeal that is not answered in time is noted as overdue, and nothing else of the ended dossier', () => {
    const { calendar } = commune.regulation;
    const appealed = erased.and(asks('AppealErasure', '2026-03-09', {}));
    const found = (now: Given, today: string) => passedUnnoted(now.state, { today, calendar }).map(({ id }) => id);
    expect([found(appealed, '2026-07-16'), found(appealed, '2026-07-17')]).toEqual([[], ['K8b']]);
    const notes = (deadline: string, start: string) => asks('NoteDeadline', '2026-07-17', { deadline, start });
    const noted = appealed.when(notes('K8b', '2026-03-09')).accepted('DeadlinePassed');
    expect(noted.event.data).toMatchObject({ due: '2026-07-16', kind: 'act', next: null });
    expect(found(noted, '2026-07-20')).toEqual([]);
    appealed.when(notes('D6', '2025-09-20')).refused({ code: 'deadline-not-running', have: 'D6' });
    erased.when(notes('D6', '2025-09-20')).refused({ code: 'dossier-ended', have: 'erased' });
    // Answered late, its day may lie before the one on which that was noted.
    noted
      .when(
        onDay('2026-07-15', asks('ResolveAppeal', '2026-07-15', { outcome: 'upheld', number: '61-QĐ' }), '2026-07-20'),
      )
      .accepted('AppealResolved');
  });

  it('P22 P28 by death while an appeal waits: the erasure stands, and nobody leaves the roll twice', () => {
    erased.when(asks('RecordDeath', '2026-03-02', {})).refused({ code: 'dossier-ended', have: 'erased' });
    const died = erased
      .and(asks('AppealErasure', '2026-03-09', {}))
      .when(asks('RecordDeath', '2026-04-06', {}))
      .accepted('CandidateDied');
    expect(died.events).toHaveLength(1);
    expect([died.state.outcome, isLiving(died.state)]).toEqual(['died', false]);
    expect(passedUnnoted(died.state, { today: '2027-01-01', calendar: commune.regulation.calendar })).toEqual([]);
    died
      .when(asks('ResolveAppeal', '2026-06-01', { outcome: 'overturned', number: '61-QĐ' }))
      .refused({ code: 'dossier-ended', have: 'died' });
  });

  it('P22 by death: the membership ends with it', () => {
    const died = held.when(asks('RecordDeath', '2026-02-02', {})).accepted('CandidateDied');
    expect(died.state.outcome).toBe('died');
    expect(died.events.map(({ type }) => type)).toEqual(['CandidateDied', 'MemberDeparted', 'MemberLeftRoll']);
    const young = given(commune)(...upTo2025('heard'))
      .when(asks('RecordDeath', '2025-08-20', {}))
      .accepted('CandidateDied');
    expect(young.events).toHaveLength(1);
    died.when(course).refused({ code: 'dossier-ended', have: 'died' });
  });

  it('P29 by leave that is given', () => {
    const gone = held.when(asks('LetLeave', '2026-02-02', { number: '62-QĐ' })).accepted('ProbationerLeft');
    expect(gone.state.outcome).toBe('left');
    expect(gone.events.map(({ type }) => type)).toEqual(['ProbationerLeft', 'MemberDeparted', 'MemberLeftRoll']);
    gone.when(course).refused({ code: 'dossier-ended', have: 'left' });
    given(commune)(...upTo2025('received'))
      .when(asks('LetLeave', '2025-09-19', { number: '62-QĐ' }))
      .refused({ code: 'step-missing', need: 'CeremonyHeld' });
  });

  it('P31 L2 K4 later than others, in Hanoi, once and by twelve months at the most', () => {
    const longer = (months: number, on = '2026-08-03') => asks('ProlongProbation', on, { months, number: '63-QĐ' });
    held.when(longer(6)).refused({ code: 'not-in-procedure', have: 'R2025B.2' });
    const hanoi = held.and(hanoiRules);
    given(commune)(...upTo2025('received'), hanoiRules)
      .when(longer(6, '2025-10-02'))
      .refused({ code: 'step-missing', need: 'CeremonyHeld', condition: 'L2' });
    hanoi.when(longer(13)).refused({ code: 'extension-too-long', have: 13, need: 12 });
    const prolonged = hanoi.when(longer(6)).accepted('ProbationProlonged');
    expect(prolonged.state.probation?.endsOn).toBe('2027-03-20');
    expect(clocks(prolonged)).toMatchObject({ K4: '2027-05-05' });
    expect(prolonged.event.meta).toMatchObject({ procedure: 'R2025B.2', overlay: 'HN2025' });
    prolonged.when(longer(3, '2026-09-01')).refused({ code: 'already-done', condition: 'L2' });
  });
});

describe('a mentor in the probation', () => {
  it('P25 M4 who moves writes an opinion before, and another takes over', () => {
    const replace = asks('ReplaceMentor', '2026-02-09', { member: 'x-two', reason: 'moved' });
    held.when(replace).refused({ code: 'handover-missing', need: 'MentorReported', condition: 'M4', basis: guidance });
    const replaced = held
      .and(asks('ReportMentor', '2026-02-06', { opinion: 'good' }))
      .when(replace)
      .accepted('MentorReplaced');
    expect(replaced.state.probation?.mentors).toEqual(['x-one', 'x-two']);
    held.when(but(replace, { reason: 'disciplined' })).accepted('MentorReplaced');
  });

  it('P25 F2 who has died can write no more, and is not waited for', () => {
    const replaced = held
      .when(asks('ReplaceMentor', '2026-02-09', { member: 'x-two', reason: 'died' }))
      .accepted('MentorReplaced');
    expect(replaced.state.probation?.mentors).toEqual(['x-two']);
    replaced
      .when(asks('ReportProbation', '2026-09-23', { by: 'mentor', writtenOn: '2026-09-22', member: 'x-three' }))
      .refused({ code: 'not-a-mentor', have: 'x-three' });
  });
});
