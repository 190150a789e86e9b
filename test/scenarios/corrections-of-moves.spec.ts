import { commune, upTo2025, vote } from '../support/commune';
import { corrects, eventsOf } from '../support/correcting';
import { asks, but, given, type Given, type Step } from '../support/scenario';

// Corrections of what puts a dossier into a cell: the listing and moves; and of steps after them, which stand in that cell.

const moves = (to: string, orderedOn = '2025-09-01'): Step =>
  asks('MoveCandidate', '2025-09-01', { to, orderedOn, number: '5-GT' });
const dataOf = (now: Given, type: string) => eventsOf(now).find((event) => event.type === type)?.data;
const exposes = (now: Given) =>
  (eventsOf(now).at(-1)?.data as { exposes: readonly { type: string; refusal: { code: string } }[] }).exposes;
const said = (now: Given) => exposes(now).map(({ type, refusal }) => `${type} ${refusal.code}`);

describe('P1 a move before the decision', () => {
  const moved = given(commune)(...upTo2025('voted'), moves('cell-g'));

  it('is corrected to the cell the candidate really went to', () => {
    expect(dataOf(moved, 'CandidateTransferred')).toMatchObject({ from: 'cell-x', to: 'cell-g', across: false });
    const now = moved.when(corrects(moved, 'CandidateTransferred', moves('cell-z'), '2025-09-10')).accepted();
    expect(now.state).toMatchObject({ cell: 'cell-z', move: { from: 'cell-x', to: 'cell-z', across: true } });
    expect(now.event.data).toMatchObject({
      replacement: { data: { undone: ['CellVoted'], stage: 'before-submission' } },
    });
  });

  it('is corrected to the day of the order, the cell being right', () => {
    const now = moved
      .when(corrects(moved, 'CandidateTransferred', moves('cell-g', '2025-08-30'), '2025-09-10'))
      .accepted();
    expect(now.event.data).toMatchObject({
      replacement: { data: { from: 'cell-x', to: 'cell-g', orderedOn: '2025-08-30' } },
    });
  });

  it('is no move where it is corrected to the cell that is left, and none to a cell nobody knows', () => {
    const to = (cell: string) => moved.when(corrects(moved, 'CandidateTransferred', moves(cell), '2025-09-10'));
    to('cell-x').refused({ code: 'nothing-changed', have: 'cell-x' });
    to('no-such').refused({ code: 'unit-unknown', have: 'no-such' });
    to('cell-g').refused({ code: 'nothing-changed', condition: 'corrects' });
  });

  it('says of later steps what stands against them in the cell it is corrected to', () => {
    const voted = moved.and(
      asks('ReplaceMentor', '2025-09-02', { member: 'g-one', reason: 'moved' }),
      asks('NameIntroducer', '2025-09-02', { member: 'g-one', togetherSince: '2025-01-01' }),
      asks('NameIntroducer', '2025-09-02', { member: 'g-two', togetherSince: '2023-01-01' }),
      asks('HoldCellVote', '2025-09-03', vote('2-NQ/CB', 6, 7)),
    );
    const now = voted.when(corrects(voted, 'CandidateTransferred', moves('cell-z'), '2025-09-10')).accepted();
    expect(said(now)).toEqual(['CellVoted introducers-missing']);
  });
});

it('P8 the day of the order of a probationer’s move is corrected, the roll being right', () => {
  const order = (orderedOn: string) => asks('MoveCandidate', '2025-10-05', { to: 'cell-y', orderedOn, number: '5-GT' });
  const moved = given(commune)(...upTo2025('celebrated'), order('2025-10-01'));
  const { command } = corrects(moved, 'CandidateTransferred', order('2025-10-02'), '2025-10-10');
  const now = moved
    .and({ command: { ...command, type: 'ProposeCorrection' } as never, on: '2025-10-10', account: 'officer-one' })
    .when(
      asks('ApproveCorrection', '2025-10-10', { corrects: (command as { corrects: number }).corrects, number: '9-CV' }),
    )
    .accepted('EntryCorrected');
  expect(now.event.data).toMatchObject({
    replacement: { data: { from: 'cell-x', to: 'cell-y', orderedOn: '2025-10-02' } },
  });
});

describe('a step after a listing whose cell was corrected', () => {
  const voted = given(commune)(...upTo2025('voted'));
  const listing = upTo2025('listed')[0] as Step;
  const elsewhere = voted
    .when(corrects(voted, 'CandidateListed', but(listing, { cell: 'cell-y' }), '2025-09-10'))
    .accepted();

  it('is judged in the cell it was corrected to', () => {
    expect(said(elsewhere)).toEqual(['CellVoted introducers-missing']);
    const vote3 = asks('HoldCellVote', '2025-08-18', { by: 'cell-y', ...vote('1-NQ/CB', 3, 3) });
    const now = elsewhere.when(corrects(elsewhere, 'CellVoted', vote3, '2025-09-11')).accepted('EntryCorrected');
    expect(now.event.data).toMatchObject({ replacement: { data: { vote: { convened: 3, needed: 2 } } } });
    elsewhere
      .when(corrects(elsewhere, 'CellVoted', but(vote3, { by: 'cell-x' }), '2025-09-11'))
      .refused({ code: 'not-this-cell', have: 'cell-x', need: 'cell-y' });
  });
});
