import { explain, lookedUp, surroundings } from '@dossier/domain';
import { at, erases, PROBATION_PAPERS, recognises, vote } from '../support/commune';
import { asks, onDay, wantedIn, type Given, type Step } from '../support/scenario';

// What is entered for a day before the last counts in the order of the days: it must have been possible then, and must not
// be lost there, nor make nothing of what follows. A refusal says from which day on it can be.

const late = (step: Step, on: string, today = '2026-12-31'): Step => onDay(on, step, today);
const early = (have: string, from: string) => ({
  code: 'before-earlier-step',
  condition: 'on',
  have,
  need: from,
  from,
});
const moves = (on: string, to = 'cell-y') => asks('MoveCandidate', on, { to, orderedOn: '2025-08-01', number: '2-QĐ' });

/** Asked for an earlier day it is refused, and says from when it can be; asked for that day it is accepted. */
function fromThenOn(now: Given, step: Step, have: string, from: string): void {
  now.when(late(step, have)).refused(early(have, from));
  now.when(late(step, from)).accepted();
}

/** Whether an action is explained as possible on a day, and if not, from when. */
function explained({ world, state }: Given, action: string, on: string) {
  const context = lookedUp(surroundings('hs-1', state, on), (wanted) => wantedIn(world, wanted));
  const told = explain({ on, today: '2026-12-31' }, state, context, world.regulation);
  const line = told.actions.find((one) => one.action === action);
  return line?.possible ? 'possible' : line?.refusal?.from;
}

describe('W1 a step entered late', () => {
  const submitted = at('submitted');
  const votes = asks('HoldCellVote', '2025-08-19', vote('4-NQ', 6, 7));

  it('W1 A3 is taken again after it was undone', () => {
    const redone = submitted.and(
      asks('RedoStep', '2025-09-03', { steps: ['CellVoted'], why: 'wrong-procedure', number: '21-CV' }),
    );
    fromThenOn(redone, votes, '2025-08-19', '2025-09-03');
    expect(explained(redone, 'HoldCellVote', '2025-08-19')).toBe('2025-09-03');
    expect(explained(redone, 'HoldCellVote', '2025-09-03')).toBe('possible');
  });

  it('W1 A5 is submitted again after it was returned, and what was lacking is supplied after that', () => {
    const items = [{ kind: 'document', code: '7-KNĐ' }] as const;
    const returned = submitted.and(asks('ReturnDossier', '2025-09-05', { items: [...items], clock: 'runs' }));
    const files = asks('FileDocument', '2025-09-01', { form: '7-KNĐ', writtenOn: '2025-09-01' });
    fromThenOn(returned, files, '2025-09-01', '2025-09-05');
    const supplied = returned.and(onDay('2025-09-08', files));
    fromThenOn(supplied, asks('SubmitDossier', '2025-09-04', {}), '2025-09-04', '2025-09-08');
    expect(explained(supplied, 'SubmitDossier', '2025-09-05')).toBe('2025-09-08');
  });

  it('W1 C1 answers what was asked before: a consent, another look, an appeal', () => {
    const asked = submitted.and(
      asks('RequestConsent', '2025-09-10', { matter: 'political' }),
      asks('RequestConsent', '2025-09-12', { matter: 'readmission' }),
    );
    const grants = asks('GrantConsent', '2025-09-05', { matter: 'political', number: '3-CV' });
    fromThenOn(asked, grants, '2025-09-05', '2025-09-10');
    const looked = at('decided').and(moves('2025-09-11'), asks('AskReexamination', '2025-09-15', { number: '9-CV' }));
    const answers = asks('AnswerReexamination', '2025-09-12', { confirmed: true, number: '10-CV' });
    fromThenOn(looked, answers, '2025-09-12', '2025-09-15');
    const appealed = at('celebrated').and(
      erases('cell', '2025-11-03', 6, 7),
      asks('EraseProbationer', '2025-11-10', vote('60-QĐ', 7, 9)),
      asks('AppealErasure', '2025-12-01', {}),
    );
    const settles = asks('ResolveAppeal', '2025-11-20', { outcome: 'overturned', number: '61-QĐ' });
    fromThenOn(appealed, settles, '2025-11-20', '2025-12-01');
    expect(explained(appealed, 'ResolveAppeal', '2025-11-20')).toBe('2025-12-01');
  });

  it('W1 K7 hands on what has gone, and receives what was handed on', () => {
    const moved = submitted.and(moves('2025-09-05', 'cell-z'));
    const forwards = asks('ForwardDossier', '2025-09-02', { number: '6-CV' });
    fromThenOn(moved, forwards, '2025-09-02', '2025-09-05');
    const forwarded = moved.and(onDay('2025-09-08', forwards));
    fromThenOn(forwarded, asks('ReceiveDossier', '2025-09-06', {}), '2025-09-06', '2025-09-08');
    const received = forwarded.and(asks('ReceiveDossier', '2025-09-10', {}));
    const decides = asks('DecideAdmission', '2025-09-09', vote('10-QĐ', 6, 9));
    fromThenOn(received, decides, '2025-09-09', '2025-09-10');
    fromThenOn(received, decides, '2025-09-03', '2025-09-10');
  });

  it('W1 P10 K1 extends a clock that has begun', () => {
    const extend = asks('ExtendDeadline', '2025-08-01', { deadline: 'K1', days: 15, number: '4-CV' });
    fromThenOn(submitted, extend, '2025-08-01', '2025-08-18');
  });

  it('W1 F2 is voted on once what it rests on had been written', () => {
    const ready = at('celebrated').and(...PROBATION_PAPERS);
    fromThenOn(ready, recognises('cell', '2026-09-22', 6, 7), '2026-09-22', '2026-09-23');
    expect(explained(ready, 'HoldRecognitionVote', '2026-09-22')).toBe('2026-09-23');
  });

  it('W1 counts where it belongs when nothing speaks against it', () => {
    const named = submitted.when(late(asks('ReportMentor', '2025-08-20', { opinion: 'good' }), '2025-08-20'));
    expect(named.accepted('MentorReported').state.next).toEqual({ action: 'DecideAdmission', by: 'decider' });
    const paper = asks('FileDocument', '2025-07-30', { form: '7-KNĐ', writtenOn: '2025-07-29' });
    const filed = submitted.when(late(paper, '2025-07-30')).accepted('DocumentFiled');
    expect(filed.state.documents).toMatchObject({ '7-KNĐ': '2025-07-29' });
    const replaced = asks('ReplaceMentor', '2025-09-15', { member: 'x-three', reason: 'other' });
    const held = at('celebrated').when(late(replaced, '2025-09-15')).accepted('MentorReplaced');
    expect(held.state.probation?.mentors).toEqual(['x-three']);
  });

  it('W1 is not overtaken by what was recorded of the same thing for a later day', () => {
    const twice = at('celebrated').and(asks('ReplaceMentor', '2025-11-10', { member: 'x-two', reason: 'other' }));
    const replaces = asks('ReplaceMentor', '2025-11-03', { member: 'x-three', reason: 'other' });
    fromThenOn(twice, replaces, '2025-11-03', '2025-11-10');
  });
});

describe('P1 P8 a move entered late', () => {
  it('P8 is of the probation only from the ceremony on, and the roll has no spell that ends before it begins', () => {
    const held = at('celebrated');
    fromThenOn(held, moves('2025-09-15'), '2025-09-15', '2025-09-20');
    expect(explained(held, 'MoveCandidate', '2025-09-15')).toBe('2025-09-20');
    fromThenOn(at('submitted'), moves('2025-08-20'), '2025-08-20', '2025-08-28');
  });

  it('P8 is not before another move, and the bodies of a place decide nothing of before', () => {
    const moved = at('celebrated').and(moves('2025-11-10'));
    fromThenOn(moved, moves('2025-11-03', 'cell-g'), '2025-11-03', '2025-11-10');
    fromThenOn(moved, erases('cell', '2025-11-03', 3, 3), '2025-11-03', '2025-11-10');
  });
});

describe('an end entered late', () => {
  const ready = at('celebrated').and(...PROBATION_PAPERS, recognises('cell', '2026-09-23', 6, 7));

  it('W1 P11 P28 is not before a step that may not follow it: recognition, refusal, erasure', () => {
    const moved = ready.and(moves('2026-10-05'));
    const recognised = asks('DecideRecognition', '2026-09-25', vote('50-QĐ', 6, 9));
    fromThenOn(moved, recognised, '2026-09-25', '2026-10-05');
    expect(explained(moved, 'DecideRecognition', '2026-09-25')).toBe('2026-10-05');
    const papers = ready.and(asks('FileDocument', '2026-09-30', { form: '1-HSĐV', writtenOn: '2026-09-30' }));
    fromThenOn(papers, recognised, '2026-09-25', '2026-09-30');
    const submitted = at('submitted').and(moves('2025-09-20'));
    const refuses = asks('RefuseAdmission', '2025-09-15', vote('9-QĐ', 1, 9));
    fromThenOn(submitted, refuses, '2025-09-15', '2025-09-20');
    const voted = at('celebrated').and(erases('cell', '2025-11-03', 6, 7), moves('2025-12-05'));
    const strikes = asks('EraseProbationer', '2025-11-10', vote('60-QĐ', 7, 9));
    fromThenOn(voted, strikes, '2025-11-10', '2025-12-05');
  });

  it('P22 is not before a vote that fell short either', () => {
    const short = at('heard').and(asks('HoldCellVote', '2025-08-18', vote('1-NQ', 1, 7)));
    fromThenOn(short, asks('RecordDeath', '2025-08-15', {}), '2025-08-15', '2025-08-18');
  });

  it('P22 K5 may be before what the software noted by itself, and before a proposal to correct', () => {
    const noted = ready.and(asks('NoteDeadline', '2026-11-05', { deadline: 'K5', start: '2026-09-23' }));
    const recognised = noted.when(late(asks('DecideRecognition', '2026-11-04', vote('50-QĐ', 6, 9)), '2026-11-04'));
    expect(recognised.accepted('MemberRecognised').state.outcome).toBe('recognised');
  });

  it('P28 nothing is entered between an erasure and the day on which it was overturned', () => {
    const back = at('celebrated').and(
      erases('cell', '2025-11-03', 6, 7),
      asks('EraseProbationer', '2025-11-10', vote('60-QĐ', 7, 9)),
      asks('AppealErasure', '2025-12-01', {}),
      asks('ResolveAppeal', '2025-12-10', { outcome: 'overturned', number: '61-QĐ' }),
    );
    const files = asks('FileDocument', '2025-11-17', { form: '1-HSĐV', writtenOn: '2025-10-01' });
    fromThenOn(back, files, '2025-11-17', '2025-12-10');
    back.when(late(files, '2025-10-10')).accepted('DocumentFiled');
    fromThenOn(back, moves('2025-10-10'), '2025-10-10', '2025-12-10');
    expect(explained(back, 'FileDocument', '2025-11-17')).toBe('2025-12-10');
  });
});
