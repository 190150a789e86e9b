import { dossier, founds, given, upTo, wayFrom, type Step } from '../support/scenario';
import { DAY, EVE, board, ends, merge, quota, unit } from '../support/units';

// Quotas and admissions of units that merge count at the unit that follows them, once, and nothing of the days before changes.

describe('quotas and admissions add up', () => {
  const admitted = (id: string, cell: string, year: number, today = '2026-01-01') =>
    upTo('celebrated', wayFrom(year, cell)).map(({ command, ...step }) => ({
      ...step,
      command: { ...command, dossier: id },
      today,
    })) as Step[];
  // Listed in 2024 and admitted on 20/6/2025, before the merge.
  const classes = given(dossier)({
    command: {
      type: 'PlanClass',
      class: 'class-2024',
      organisation: 'district',
      name: 'Lớp',
      from: '2024-05-10',
      to: '2024-05-14',
      places: 9,
    },
    on: '2024-05-10',
  });
  const before = classes.and(
    founds('province', 'provincial-committee'),
    founds('new-commune', 'commune-committee', 'province', DAY),
    quota('district', 20, '2025-01-05'),
    quota('commune', 5, '2025-01-10'),
    quota('other-commune', 4, '2025-01-10'),
    admitted('hs-old', 'cell-a', 2024),
  );
  const after = before.and(
    merge('new-commune', ['commune', 'other-commune']),
    unit('MoveOrganisation', 'cell-alone', { parent: 'new-commune' }),
    ends('district', 'province'),
  );

  it('at the new commune, and the old halves are shown as they ended', () => {
    expect(board(after, 'new-commune', '2025-12-31')).toMatchObject({
      total: { year: { fraction: '1/9' }, targetFrom: 'sum of merged units' },
      countsBy: 'ceremony',
      checkpoints: [{ day: EVE }, { day: '2025-09-30' }],
      ended: [
        { name: 'Unit commune', year: { fraction: '1/5' }, endedOn: DAY, mergedInto: 'new-commune' },
        { name: 'Unit other-commune', year: { fraction: '0/4' }, endedOn: DAY, mergedInto: 'new-commune' },
      ],
    });
    expect(board(after, 'province', '2025-12-31')).toMatchObject({
      total: { year: { fraction: '1/20' }, targetFrom: 'sum of merged units' },
      units: [{ organisation: 'new-commune', year: { fraction: '1/9' } }],
      ended: [{ organisation: 'district', year: { fraction: '1/20' }, endedOn: DAY, mergedInto: 'province' }],
    });
  });

  it('with a number of its own, once it is given one', () => {
    const own = after.and(quota('new-commune', 11, '2025-08-01'));
    expect(board(own, 'new-commune', '2025-07-31')?.total).toMatchObject({ year: { target: 9 } });
    expect(board(own, 'new-commune', '2025-08-01')?.total).toMatchObject({ year: { target: 11 }, targetFrom: 'own' });
  });

  it('and the board of the day before is as it was', () => {
    expect(board(after, 'district', EVE)).toEqual(board(before, 'district', EVE));
    expect(board(after, 'commune', EVE)).toEqual(board(before, 'commune', EVE));
  });

  it('and the board of a unit that has ended is that of its last day', () => {
    const last = board(after, 'commune', '2025-12-31');
    const then = board(before, 'commune', EVE);
    expect(last).toMatchObject({ on: EVE, endedOn: DAY, mergedInto: 'new-commune' });
    expect(last?.total.year).toEqual(then?.total.year);
    expect(last?.units.map(({ organisation: id, year }) => [id, year])).toEqual(
      then?.units.map(({ organisation: id, year }) => [id, year]),
    );
    expect(last?.total.now).toMatchObject({ organisation: 'new-commune', endedOn: DAY });
  });

  it('and a number that came out of the number of a unit above is not added to that again', () => {
    const province60 = before.and(
      unit('MoveOrganisation', 'district', { parent: 'province' }, '2025-01-01'),
      quota('province', 60, '2025-01-02'),
      merge('new-commune', ['commune', 'other-commune']),
      unit('MoveOrganisation', 'cell-alone', { parent: 'new-commune' }),
      ends('district', 'province'),
    );
    expect(board(province60, 'province', '2025-12-31')?.total).toMatchObject({
      year: { fraction: '1/60' },
      targetFrom: 'own',
    });
  });

  it('and a promise of a half is still read at the unit that follows it', () => {
    const promised = before.and(
      {
        command: {
          type: 'MakeCommitment',
          organisation: 'commune',
          period: { year: 2025 },
          admitted: 3,
          due: '2025-09-30',
        },
        on: '2025-03-01',
      },
      merge('new-commune', ['commune', 'other-commune']),
    );
    expect(board(promised, 'new-commune', DAY)?.total.commitments).toEqual([
      { organisation: 'commune', promised: 3, due: '2025-09-30', state: 'open', onCourse: false },
    ]);
  });

  it('and what was given to a unit that has ended can be given anew to the one that follows it', () => {
    const given20 = given(dossier)(
      quota('district', 20, '2025-01-05'),
      ...['commune', 'other-commune'].map((to) => ({
        command: {
          type: 'AllocateQuota' as const,
          organisation: 'district',
          period: { year: 2025 },
          to,
          target: 10,
          number: '6',
        },
        on: '2025-01-06',
      })),
    );
    const raise = (target: number): Step => ({
      command: {
        type: 'AdjustQuota',
        organisation: 'commune',
        period: { year: 2025 },
        target,
        number: '7',
        reason: 'sáp nhập',
      },
      on: '2025-08-01',
    });
    given20.when(raise(20)).refused({ code: 'allocated-too-much', have: 30, need: 20 });
    const joined = given20.and(merge('commune', ['other-commune']));
    joined.when(raise(21)).refused({ code: 'allocated-too-much', have: 21, need: 20 });
    expect(joined.when(raise(20)).accepted().events.at(-1)?.data).toMatchObject({
      to: 'commune',
      target: 20,
      instead: ['other-commune'],
    });
  });
});
