import { at, before2025, commune, guidance, upTo2025, vote, way2025 } from '../support/commune';
import { asks, founds, given, type Step } from '../support/scenario';

// What goes on after a move: the dossier that a decider has in hand, and the one whose decision was annulled.

const moves = (to: string, on: string, orderedOn = on): Step =>
  asks('MoveCandidate', on, { to, orderedOn, number: '2-QĐ' });
const decides = (on: string, number = '3-QĐ') => asks('DecideAdmission', on, vote(number, 5, 9));

describe('a dossier that is with the decider', () => {
  it('P2 Q2 goes on with the votes it has, also to a cell under a committee of the same decider', () => {
    const moved = at('submitted').when(moves('cell-g', '2025-09-01')).accepted('CandidateTransferred');
    expect(moved.state).toMatchObject({ move: { stage: 'with-decider', across: false } });
    expect(moved.state.next).toEqual({ action: 'DecideAdmission', by: 'decider' });
    moved
      .when(asks('HoldCommitteeVote', '2025-09-02', vote('2-NQ', 9, 11)))
      .refused({ code: 'no-such-body-between', condition: 'Q2' });
    const decided = moved.when(decides('2025-09-10')).accepted('AdmissionDecided');
    expect(decided.state.next).toEqual({ action: 'ReceiveDecision', by: 'cell' });
    moved.when(asks('RefuseAdmission', '2025-09-10', vote('3-QĐ', 1, 9))).accepted('AdmissionRefused');
    // In the probation the bodies over the new cell have their say.
    const held = decided.and(
      asks('ReceiveDecision', '2025-09-12', {}),
      asks('ReplaceMentor', '2025-09-15', { member: 'g-one', reason: 'moved' }),
      asks('HoldCeremony', '2025-09-20', {}),
      asks('HoldErasureVote', '2025-11-03', { body: 'cell', ...vote('40-NQ', 6, 7) }),
    );
    held
      .when(asks('EraseProbationer', '2025-11-10', vote('60-QĐ', 7, 9)))
      .refused({ code: 'step-missing', need: 'ErasureVoted', who: 'grassroots-committee' });
  });

  it('P2 Q2 goes on in the same way to another decider, once that one has it', () => {
    const under = given(commune)(
      founds('co-so-khac', 'grassroots-committee', 'xa-khac', '2020-01-01'),
      founds('cell-k', 'cell', 'co-so-khac', '2020-01-01'),
      ...upTo2025('submitted'),
    ).and(moves('cell-k', '2025-09-01'));
    expect(under.state).toMatchObject({ move: { stage: 'with-decider', across: true } });
    under.when(decides('2025-09-10')).refused({ code: 'step-missing', need: 'DossierForwarded' });
    const received = under.and(
      asks('ForwardDossier', '2025-09-02', { number: '4-CV' }),
      asks('ReceiveDossier', '2025-09-04', {}),
    );
    expect(received.when(decides('2025-09-10')).accepted('AdmissionDecided').event.data).toMatchObject({
      decider: 'xa-khac',
    });
  });

  it('P2 P14 a step that is undone after the move is taken by the bodies over the new cell', () => {
    const redone = at('submitted').and(
      moves('cell-g', '2025-09-01'),
      asks('RedoStep', '2025-09-03', { steps: ['CellVoted'], why: 'wrong-procedure', number: '21-CV' }),
      asks('ReplaceMentor', '2025-09-04', { member: 'g-one', reason: 'moved' }),
      ...['one', 'two'].map((name) =>
        asks('NameIntroducer', '2025-09-05', { member: `g-${name}`, togetherSince: '2022-01-01' }),
      ),
      asks('HoldCellVote', '2025-09-08', vote('2-NQ', 6, 7)),
    );
    redone
      .when(decides('2025-09-10'))
      .refused({ code: 'step-missing', need: 'CommitteeVoted', condition: 'Q2', basis: guidance });
    redone
      .and(asks('HoldCommitteeVote', '2025-09-09', vote('2-NQ', 9, 11)))
      .when(decides('2025-09-10'))
      .accepted('AdmissionDecided');
  });
});

describe('a decision that came too late after the order to move', () => {
  it('P5 P6 K7d is annulled on what another look found, and then decided anew', () => {
    const rejected = at('decided').and(
      moves('cell-z', '2025-09-11', '2025-07-27'),
      asks('ForwardDossier', '2025-09-12', { number: '6-CV' }),
      asks('ReceiveDossier', '2025-09-15', {}),
      asks('AskReexamination', '2025-09-16', { number: '9-CV' }),
      asks('AnswerReexamination', '2025-09-18', { confirmed: false, number: '10-CV' }),
    );
    expect(rejected.state.reexamination).toBe('rejected');
    const annulled = rejected
      .when(asks('AnnulDecision', '2025-09-19', { ground: 'moved-late', number: '7-QĐ' }))
      .accepted('DecisionAnnulled');
    expect(annulled.state.reexamination).toBeUndefined();
    annulled.when(decides('2025-09-25', '8-QĐ')).accepted('AdmissionDecided');
  });
});

describe('the order to move', () => {
  it('P1 is not of a day before the candidate was listed', () => {
    const moved = (orderedOn: string) =>
      given(commune)(...before2025('voted', way2025())).when(moves('cell-y', '2025-08-20', orderedOn));
    moved('1990-01-01').refused({
      code: 'before-earlier-step',
      condition: 'orderedOn',
      have: '1990-01-01',
      need: '2025-07-02',
    });
    moved('2025-07-01').refused({ code: 'before-earlier-step', have: '2025-07-01' });
    moved('2025-07-02').accepted('CandidateTransferred');
  });
});
