import { dossier, given, rowsOf, seen, step, upTo, wayFrom, type Step } from '../../test/support/scenario';
import { quotaBoard } from './quota-board';

const way = wayFrom(2022);
const period = { year: 2023 };
const quota = (command: object, on: string, today = on): Step => ({
  command: { organisation: 'district', period, ...command } as never,
  on,
  today,
});
const admitted = given(dossier)(...upTo('received', way), { ...step('celebrated', way), today: '2023-07-02' });
const assigned = quota({ type: 'AssignQuota', target: 60, countsBy: 'ceremony', number: '1' }, '2023-01-05');

describe('the rows of the board', () => {
  it('are one dated fact for each person and basis, never a counter', () => {
    const rows = rowsOf(quotaBoard, seen(admitted.world));
    const facets = {
      cell: 'cell-a',
      ageBand: '18-30',
      sex: 'female',
      schooling: 'upper-secondary',
      minority: true,
      union: 'youth-union',
      local: true,
      demobilised: false,
    };
    expect(rows.get('fact/hs-1/decision')).toEqual({
      kind: 'fact',
      dossier: 'hs-1',
      basis: 'decision',
      spells: [{ cell: 'cell-a', on: '2023-06-01', from: '2023-06-01', known: '2023-06-01', facets }],
    });
    expect(rows.get('fact/hs-1/ceremony')).toMatchObject({
      basis: 'ceremony',
      spells: [{ on: '2023-06-20', known: '2023-07-02' }],
    });
    expect(quotaBoard.partition(rows.get('fact/hs-1/decision') as never, '')).toBe('fact');
  });

  it('know the day a register claims instead of the day of recording', () => {
    const entered = given(dossier)(...upTo('received', way), {
      ...step('celebrated', way),
      today: '2026-01-01',
      entered: '2023-06-25',
    });
    expect(rowsOf(quotaBoard, seen(entered.world)).get('fact/hs-1/ceremony')).toMatchObject({
      spells: [{ known: '2023-06-25' }],
    });
  });

  it('keep every target and commitment with its day', () => {
    const { world } = given(dossier)(
      assigned,
      quota({ type: 'AdjustQuota', target: 50, number: '2', reason: 'sáp nhập' }, '2023-07-01', '2023-07-05'),
      quota({ type: 'MakeCommitment', admitted: 30, due: '2023-06-30' }, '2023-02-01'),
    );
    const settled = {
      ...seen(world).at(-1),
      type: 'CommitmentMissed',
      data: { organisation: 'district', period, due: '2023-06-30', promised: 30, admitted: 1 },
      meta: { on: '2023-07-01', at: '2023-07-02T03:00:00.000Z' },
    };
    expect(rowsOf(quotaBoard, [...seen(world), settled as never]).get('quota/district-2023')).toMatchObject({
      targets: [
        { target: 60, on: '2023-01-05' },
        { target: 50, on: '2023-07-01', known: '2023-07-05' },
      ],
      commitments: [
        { promised: 30, due: '2023-06-30', settled: { outcome: 'missed', on: '2023-07-01', known: '2023-07-02' } },
      ],
      checkpoints: ['2023-06-30', '2023-09-30'],
    });
  });

  it('differ when an event is missing, and hold nothing personal', () => {
    const { world } = admitted.and(assigned);
    const events = seen(world);
    const whole = JSON.stringify([...rowsOf(quotaBoard, events)]);
    for (const left of events.filter((event) => quotaBoard.touches(event).length > 0)) {
      expect(
        JSON.stringify([
          ...rowsOf(
            quotaBoard,
            events.filter((event) => event !== left),
          ),
        ]),
      ).not.toBe(whole);
    }
    for (const text of ['Lò Thị', '1995', 'box:']) expect(whole).not.toContain(text);
  });

  it('are none for an adjustment of a quota that was never assigned', () => {
    const { world } = given(dossier)(
      assigned,
      quota({ type: 'AdjustQuota', target: 50, number: '2', reason: 'x' }, '2023-07-01'),
    );
    expect(
      rowsOf(
        quotaBoard,
        seen(world).filter(({ type }) => type !== 'QuotaAssigned'),
      ).has('quota/district-2023'),
    ).toBe(false);
  });
});
