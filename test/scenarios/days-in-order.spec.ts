import { asks, dossier, given, onDay, upTo, wayFrom } from '../support/scenario';

// What undoes a step belongs behind it. Entered for an earlier day it would be counted first, and the step after it would
// stand as if it had been taken again.

const way = wayFrom(2022);
const submitted = given(dossier)(...upTo('submitted', way));
const redone = (on: string) =>
  submitted.when(
    onDay(
      on,
      asks('RedoStep', on, { steps: ['CellVoted', 'DossierSubmitted'], why: 'wrong-authority', number: '9-CV/TU' }),
      '2023-05-20',
    ),
  );

describe('a step that is undone', () => {
  it('is undone on the day it was taken or later', () => {
    const again = redone('2023-05-05').accepted('StepRedone');
    expect([again.state.done.CellVoted, again.state.done.DossierSubmitted]).toEqual([undefined, undefined]);
  });

  it('is not undone on an earlier day, also where another step that is undone with it was taken before that', () => {
    redone('2023-05-04').refused({ code: 'before-earlier-step', have: '2023-05-04', need: '2023-05-05', who: 'cell' });
  });

  it('is not undone by a move that is entered for a day before it', () => {
    const moves = (on: string) =>
      given(dossier)(...upTo('voted', way)).when(
        onDay(on, asks('MoveCandidate', on, { to: 'cell-b', orderedOn: '2023-03-01', number: '4-GT' }), '2023-04-20'),
      );
    moves('2023-04-09').refused({ code: 'before-earlier-step', have: '2023-04-09', need: '2023-04-10' });
    expect(moves('2023-04-10').accepted('CandidateTransferred').state.votes).toEqual({});
  });
});
