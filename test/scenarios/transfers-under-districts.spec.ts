import { clocks } from '../support/clocks';
import { asks, but, dossier, founds, given, onDay, registers, step, upTo, wayFrom } from '../support/scenario';
import type { Stage, Step } from '../support/scenario';

// The moves of test/scenarios/transfers.spec.ts as they went before 1/7/2025, under a district and by the guidance of 2021.

const guidance = { document: '01-HD/TW', date: '2021-09-28' };
const moves = (to: string, on: string, orderedOn = on): Step =>
  asks('MoveCandidate', on, { to, orderedOn, number: '2-QĐ' });

// Here are two districts, so that a candidate can leave the reach of one.
const way = wayFrom(2022);
const districts = given(dossier)(
  founds('district-two', 'district-committee'),
  founds('commune-two', 'grassroots-committee', 'district-two'),
  founds('cell-two', 'cell', 'commune-two'),
  ...['one', 'two', 'three'].map((name) => registers(`two-${name}`, 'cell-two')),
  ...['one', 'two'].map((name) => registers(`far-${name}`, 'cell-far')),
).world;
const in2023 = (stage: Stage) => given(districts)(...upTo(stage, way));

it('P1 K7 before 1/7/2025: what the committee between voted is undone as well', () => {
  const there = in2023('agreed').when(moves('cell-far', '2023-05-03')).accepted('CandidateTransferred');
  expect(there.event.data).toMatchObject({ undone: ['CellVoted', 'CommitteeVoted'], across: false });
  expect(there.state.votes).toEqual({});
  there
    .when(onDay('2023-05-05', but(step('voted', way), { convened: 3, yes: 3, no: 0 })))
    .refused({ code: 'introducers-missing', have: 0, need: 2, condition: 'I1' });
  const voted = there.and(
    asks('ReplaceMentor', '2023-05-04', { member: 'far-one', reason: 'moved' }),
    ...['far-one', 'far-two'].map((member) =>
      asks('NameIntroducer', '2023-05-04', { member, togetherSince: '2022-01-01' }),
    ),
    onDay('2023-05-05', but(step('voted', way), { convened: 3, yes: 3, no: 0 })),
  );
  voted.when(onDay('2023-05-08', step('submitted', way))).refused({
    code: 'step-missing',
    need: 'CommitteeVoted',
    condition: 'Q2',
    who: 'grassroots-committee',
    basis: guidance,
  });
  expect(clocks(voted)['K1']).toBe('2023-07-28');
});

it('P2 K7 before 1/7/2025 in the same days, by the guidance of 2021, to the ceremony at the new cell', () => {
  const moved = in2023('submitted').when(moves('cell-two', '2023-05-15')).accepted('CandidateTransferred');
  expect(clocks(moved)['K7a']).toBe('2023-06-05');
  moved.when(onDay('2023-05-20', step('decided', way))).refused({
    code: 'step-missing',
    have: null,
    need: 'DossierForwarded',
    condition: 'K7',
    who: 'decider',
    basis: guidance,
  });
  const received = moved.and(
    asks('ForwardDossier', '2023-05-22', { number: '4-CV' }),
    asks('ReceiveDossier', '2023-05-24', {}),
  );
  expect(clocks(received)).toEqual({ K1: '2023-07-06', K7b: '2023-07-05' });
  const decided = received.and(...way.decided, ...way.received);
  expect(clocks(decided)).toEqual({ K2: '2023-07-20' });
  decided.when(step('celebrated', way)).refused({ code: 'mentor-must-be-replaced', have: 'moved', condition: 'M3' });
  const held = decided
    .and(asks('ReplaceMentor', '2023-06-12', { member: 'two-one', reason: 'moved' }))
    .when(step('celebrated', way))
    .accepted('CeremonyHeld');
  expect(held.event.data).toMatchObject({ facets: { cell: 'cell-two' }, probationEndsOn: '2024-06-20' });
  expect(held.events.map(({ stream }) => stream)).toContain('organisation-cell-two');
});

it('P4 P5 K7 before 1/7/2025: decided on 1/6/2023, an order of 17/4 leaves it standing, one of 14/4 does not', () => {
  const there = (orderedOn: string) =>
    in2023('received').and(
      moves('cell-two', '2023-06-09', orderedOn),
      asks('ForwardDossier', '2023-06-12', { number: '6-CV' }),
      asks('ReceiveDossier', '2023-06-13', {}),
      asks('ReceiveDecision', '2023-06-14', {}),
      asks('ReplaceMentor', '2023-06-14', { member: 'two-one', reason: 'moved' }),
    );
  there('2023-04-17').when(step('celebrated', way)).accepted('CeremonyHeld');
  there('2023-04-14').when(step('celebrated', way)).refused({
    code: 'decision-after-move',
    have: '2023-06-01',
    need: '2023-05-31',
    condition: 'K7c',
    who: 'decider',
    basis: guidance,
  });
});

it('P8 D14 before 1/7/2025 a probationer who moves gets a new mentor, and no handing over is asked', () => {
  const moved = in2023('celebrated').when(moves('cell-far', '2023-09-01')).accepted('CandidateTransferred');
  expect(moved.state.move).toMatchObject({ stage: 'probation', across: false });
  expect(clocks(moved)['D14']).toBe('2023-11-27');
  moved.when(asks('ReplaceMentor', '2023-09-05', { member: 'far-one', reason: 'moved' })).accepted('MentorReplaced');
});
