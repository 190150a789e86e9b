import { BEHIND, COMMITMENT, FIGURES, TERM } from './plan.mjs';

const YEARS = [
  { year: 2022, on: '2022-01-05', number: '12-NQ/HU', allocated: '2022-01-10', notice: '14-TB/HU' },
  { year: 2023, on: '2023-01-04', number: '31-NQ/HU', allocated: '2023-01-06', notice: '36-TB/HU' },
];

function yearly({ year, on, number, allocated, notice }) {
  const shares = Object.entries(FIGURES).filter(([, figures]) => figures.quota[year]);
  const total = shares.reduce((sum, [, figures]) => sum + figures.quota[year], 0);
  return [
    { action: 'AssignQuota', organisation: 'nn', year, target: total, countsBy: 'ceremony', number, on },
    ...shares.map(([key, figures]) => ({
      action: 'AllocateQuota',
      organisation: 'nn',
      year,
      to: `nn-${key}`,
      target: figures.quota[year],
      number: notice,
      on: allocated,
    })),
  ];
}

function term() {
  const period = { organisation: 'nn', termFrom: TERM.from, termTo: TERM.to };
  return [
    {
      action: 'AssignQuota',
      ...period,
      target: TERM.district,
      countsBy: 'ceremony',
      number: '01-NQ/ĐH',
      on: '2020-08-28',
    },
    ...Object.entries(TERM.shares).map(([key, target]) => ({
      action: 'AllocateQuota',
      ...period,
      to: `nn-${key}`,
      target,
      number: '03-TB/HU',
      on: '2020-09-15',
    })),
  ];
}

function commitments() {
  const rows = BEHIND.map((key) => ({
    organisation: `nn-${key}`,
    year: 2023,
    target: FIGURES[key].quota[2023],
    due: COMMITMENT.due,
  }));
  return [
    ...rows.map((row) => ({ action: 'MakeCommitment', ...row, on: COMMITMENT.on })),
    ...rows.map(({ target: _, ...row }) => ({ action: 'SettleCommitment', ...row, on: COMMITMENT.settled })),
  ];
}

export const quotaRows = () => [...term(), ...YEARS.flatMap(yearly), ...commitments()];
