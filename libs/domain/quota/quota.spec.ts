import type { QuotaCommand } from '@dossier/contract';
import type { Recorded } from '@dossier/kernel';
import { organisation } from '../organisation';
import { decideQuota, periodName, type QuotaContext } from './decide';
import type { QuotaEvent } from './events';
import { checkpointsOf, daysOf, quotaStream } from './period';
import { allocatedSum, quota, type QuotaState } from './state';

const period = { year: 2023 };
const here: QuotaContext = {
  organisation: { ...organisation.initial, founded: '2010-01-01', kind: 'district-committee' },
};
const decide = (
  command: QuotaCommand,
  on: string,
  state: QuotaState = quota.initial,
  context: QuotaContext = {},
  today = '2030-01-01',
) => decideQuota({ command, on, today }, state, { ...here, ...context });
const fold = (events: readonly QuotaEvent[], from = quota.initial, on = '2023-01-05') =>
  events.reduce(
    (state, event) => quota.evolve(state, { ...event, meta: { on } } as unknown as Recorded<QuotaEvent>),
    from,
  );
const refusal = (code: string, have: unknown, need: unknown, who = 'caller') => ({
  refused: expect.objectContaining({ code, have, need, who }),
});

const given = (target: number, by: string | null = null, unit = 'd'): QuotaEvent => ({
  type: 'QuotaAssigned',
  data: { organisation: unit, period, target, countsBy: 'decision', checkpoints: [], number: '12-NQ/HU', by },
});
const passed = (to: string, target: number): QuotaEvent => ({
  type: 'QuotaAllocated',
  data: { organisation: 'd', period, to, target, number: '1' },
});
const assign: QuotaCommand = {
  type: 'AssignQuota',
  organisation: 'd',
  period,
  target: 60,
  countsBy: 'decision',
  number: '12-NQ/HU',
};
const allocate = (target: number): QuotaCommand => ({
  type: 'AllocateQuota',
  organisation: 'd',
  period,
  to: 'c',
  target,
  number: '13-NQ/HU',
});
const adjust = (target: number, unit = 'd'): QuotaCommand => ({
  type: 'AdjustQuota',
  organisation: unit,
  period,
  target,
  number: '14-NQ/HU',
  reason: 'sáp nhập',
});
const commit = (due: string): QuotaCommand => ({
  type: 'MakeCommitment',
  organisation: 'd',
  period,
  admitted: 30,
  due,
});
const settle: QuotaCommand = { type: 'SettleCommitment', organisation: 'd', period, due: '2023-06-30' };
const receiver = { receiver: { known: true, above: ['g', 'd'], quota: quota.initial } };

describe('a quota is assigned', () => {
  it('with its checkpoints, the half year and the ninth month; a term has none', () => {
    expect(decide(assign, '2023-01-05')).toEqual({
      own: [
        {
          type: 'QuotaAssigned',
          data: {
            organisation: 'd',
            period,
            target: 60,
            countsBy: 'decision',
            number: '12-NQ/HU',
            by: null,
            checkpoints: ['2023-06-30', '2023-09-30'],
          },
        },
      ],
    });
    expect(checkpointsOf({ termFrom: 2020, termTo: 2025 })).toEqual([]);
  });
  it('once, to a unit that is known, not in the future', () => {
    expect(decide(assign, '2023-02-01', fold([given(60)]))).toEqual(refusal('already-done', 60, null));
    expect(decideQuota({ command: assign, on: '2023-01-05', today: '2023-01-05' }, quota.initial, {})).toEqual(
      refusal('unit-unknown', 'd', null),
    );
    expect(decide(assign, '2023-01-06', quota.initial, {}, '2023-01-05')).toEqual(
      refusal('day-in-future', '2023-01-06', '2023-01-05', 'nobody'),
    );
  });
});

describe.each([allocate(1), adjust(1), commit('2023-06-30'), settle])('$type', (command) => {
  it('needs a quota that was assigned by then', () => {
    expect(decide(command, '2023-02-01', quota.initial, receiver)).toEqual(refusal('quota-unknown', 'd', null));
    expect(decide(command, '2023-01-04', fold([given(60)]), receiver)).toEqual(
      refusal('before-earlier-step', '2023-01-04', '2023-01-05', 'nobody'),
    );
  });
});

describe('a quota is given on', () => {
  it('at both ends in one append: the giver’s and the receiver’s, which counts as the giver’s does', () => {
    expect(decide(allocate(20), '2023-02-01', fold([given(60)]), receiver)).toEqual({
      own: [{ type: 'QuotaAllocated', data: { organisation: 'd', period, to: 'c', target: 20, number: '13-NQ/HU' } }],
      other: {
        organisation: 'c',
        events: [
          expect.objectContaining({
            type: 'QuotaAssigned',
            data: expect.objectContaining({ organisation: 'c', target: 20, countsBy: 'decision', by: 'd' }),
          }),
        ],
      },
    });
  });
  it('in parts that do not add up to more than the whole', () => {
    const state = fold([given(60), passed('a', 25), passed('b', 20)]);
    expect(allocatedSum(state)).toBe(45);
    expect(decide(allocate(15), '2023-02-01', state, receiver)).toMatchObject({ own: [{ type: 'QuotaAllocated' }] });
    expect(decide(allocate(16), '2023-02-01', state, receiver)).toEqual(
      refusal('allocated-too-much', 61, 60, 'decider'),
    );
  });
  it('to a unit that is known, stands beneath, and has none yet', () => {
    const state = fold([given(60)]);
    expect(decide(allocate(1), '2023-02-01', state)).toEqual(refusal('unit-unknown', 'c', null));
    expect(decide(allocate(1), '2023-02-01', state, { receiver: { ...receiver.receiver, known: false } })).toEqual(
      refusal('unit-unknown', 'c', null),
    );
    expect(decide(allocate(1), '2023-02-01', state, { receiver: { ...receiver.receiver, above: ['other'] } })).toEqual(
      refusal('not-beneath', 'c', 'd'),
    );
    expect(
      decide(allocate(1), '2023-02-01', state, { receiver: { ...receiver.receiver, quota: fold([given(7)]) } }),
    ).toEqual(refusal('already-done', 7, null));
  });
});

describe('a quota is adjusted', () => {
  it('with the number before; the same number is no change, and less than was given on is too little', () => {
    const state = fold([given(60), passed('a', 25), passed('b', 20)]);
    expect(decide(adjust(50), '2023-07-01', state)).toEqual({
      own: [
        {
          type: 'QuotaAdjusted',
          data: { organisation: 'd', period, before: 60, target: 50, number: '14-NQ/HU', reason: 'sáp nhập' },
        },
      ],
    });
    expect(decide(adjust(60), '2023-07-01', state)).toEqual(refusal('nothing-changed', 60, null));
    expect(decide(adjust(45), '2023-07-01', state)).toMatchObject({ own: [{}] });
    expect(decide(adjust(44), '2023-07-01', state)).toEqual(refusal('less-than-allocated', 44, 45, 'decider'));
  });
  it('that was allocated, is written at both ends, and still fits into the giver’s', () => {
    const giver = fold([given(60), passed('c', 25), passed('b', 20)]);
    const state = fold([given(25, 'd', 'c')]);
    const answer = decide(adjust(40, 'c'), '2023-07-01', state, { giver });
    expect(answer).toEqual({
      own: [
        {
          type: 'QuotaAdjusted',
          data: { organisation: 'c', period, before: 25, target: 40, number: '14-NQ/HU', reason: 'sáp nhập' },
        },
      ],
      other: {
        organisation: 'd',
        events: [
          { type: 'QuotaAllocated', data: { organisation: 'd', period, to: 'c', target: 40, number: '14-NQ/HU' } },
        ],
      },
    });
    const events = 'other' in answer ? (answer.other?.events ?? []) : [];
    expect(fold(events, giver).allocated).toEqual({ c: 40, b: 20 });
    expect(decide(adjust(41, 'c'), '2023-07-01', state, { giver })).toEqual(
      refusal('allocated-too-much', 61, 60, 'decider'),
    );
    expect(
      fold(
        [
          {
            type: 'QuotaAdjusted',
            data: { organisation: 'c', period, before: 25, target: 40, number: '1', reason: 'x' },
          },
        ],
        state,
      ).assigned?.target,
    ).toBe(40);
  });
});

describe('a unit commits to a number by a day', () => {
  const state = fold([given(60)]);
  const committed = fold(
    [{ type: 'CommitmentMade', data: { organisation: 'd', period, admitted: 30, due: '2023-06-30' } }],
    state,
  );
  it('that lies ahead, in the period, once for each day', () => {
    expect(decide(commit('2023-06-30'), '2023-02-01', state)).toEqual({
      own: [{ type: 'CommitmentMade', data: { organisation: 'd', period, admitted: 30, due: '2023-06-30' } }],
    });
    expect(decide(commit('2023-01-31'), '2023-02-01', state)).toEqual(
      refusal('due-already-past', '2023-01-31', '2023-02-01', 'nobody'),
    );
    expect(decide(commit('2022-12-31'), '2022-12-30', fold([given(60)], quota.initial, '2022-12-20'))).toEqual(
      refusal('due-outside-period', '2022-12-31', '2023-01-01'),
    );
    expect(decide(commit('2023-06-30'), '2023-02-02', committed)).toEqual(refusal('already-done', '2023-06-30', null));
    expect(decide(commit('2023-09-30'), '2023-02-02', committed)).toMatchObject({ own: [{}] });
  });
  it.each([
    [31, 'CommitmentKept'],
    [30, 'CommitmentKept'],
    [29, 'CommitmentMissed'],
  ])('which with %i admitted of 30 is %s', (admitted, type) => {
    expect(decide(settle, '2023-06-30', committed, { admitted })).toEqual({
      own: [{ type, data: { organisation: 'd', period, due: '2023-06-30', promised: 30, admitted } }],
    });
  });
  it('and is settled on or after its day, once, where it was made', () => {
    expect(decide(settle, '2023-06-29', committed, { admitted: 30 })).toEqual(
      refusal('before-due', '2023-06-29', '2023-06-30', 'nobody'),
    );
    expect(decide(settle, '2023-06-30', state, { admitted: 30 })).toEqual(
      refusal('commitment-unknown', '2023-06-30', null),
    );
    for (const [type, word] of [
      ['CommitmentKept', 'kept'],
      ['CommitmentMissed', 'missed'],
    ] as const) {
      const settled = fold(
        [{ type, data: { organisation: 'd', period, due: '2023-06-30', promised: 30, admitted: 30 } }],
        committed,
      );
      expect(decide(settle, '2023-07-01', settled, { admitted: 30 })).toEqual(refusal('already-done', word, null));
    }
  });
  it('never without the number the board gives: that is a fault, not a refusal', () => {
    expect(() => decide(settle, '2023-06-30', committed)).toThrow(TypeError);
  });
});

describe('a period', () => {
  it('is a year or a term', () => {
    const term = { termFrom: 2020, termTo: 2025 };
    expect([periodName(period), periodName(term)]).toEqual(['2023', '2020-2025']);
    expect([quotaStream('d', period), quotaStream('d', term)]).toEqual(['quota-d-2023', 'quota-d-term-2020']);
    expect([daysOf(period), daysOf(term)]).toEqual([
      { from: '2023-01-01', to: '2023-12-31' },
      { from: '2020-01-01', to: '2025-12-31' },
    ]);
  });
  it('without an assignment is not adjusted by the fold, and unknown events pass', () => {
    expect(
      fold([
        { type: 'QuotaAdjusted', data: { organisation: 'd', period, before: 1, target: 2, number: '1', reason: 'x' } },
      ]),
    ).toEqual(quota.initial);
    expect(fold([{ type: 'Other', data: {} } as never])).toEqual(quota.initial);
  });
});
