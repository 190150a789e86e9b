import { readCell } from './cells';
import type { CellKind, Column } from './columns';

const read = (kind: CellKind, raw: string) =>
  readCell(
    {
      key: 'k',
      vi: 'K',
      en: 'K',
      kind,
      hint: '',
      choices: { female: ['Nữ', 'Female'], male: ['Nam', 'Male'] },
    } as Column,
    raw,
  );

describe('a cell', () => {
  it('that is empty, or only spaces, has no value, whatever it should hold', () => {
    for (const kind of ['id', 'text', 'document', 'day', 'month', 'count', 'year', 'yes-no', 'choice'] as const)
      expect(read(kind, '  ')).toEqual({ value: undefined });
  });

  it.each([
    ['id', 'NN-Hua-Bum', 'nn-hua-bum'],
    ['text', '  Lò Thị '.normalize('NFD'), 'Lò Thị'],
    ['document', '45-QĐ/HU', '45-QĐ/HU'],
    ['day', '5/3/2019', '2019-03-05'],
    ['day', '05.03.2019', '2019-03-05'],
    ['day', '05-03-2019', '2019-03-05'],
    ['day', '2019-03-05', '2019-03-05'],
    ['day', '29/02/2024', '2024-02-29'],
    ['month', '3/2023', '2023-03'],
    ['month', '03-2023', '2023-03'],
    ['month', '2023-03', '2023-03'],
    ['month', '2023-03-01', '2023-03'],
    ['count', '0', 0],
    ['count', '100000', 100_000],
    ['year', '2023', 2023],
    ['yes-no', 'Có', true],
    ['yes-no', 'x', true],
    ['yes-no', '1', true],
    ['yes-no', 'Không', false],
    ['yes-no', 'no', false],
    ['choice', 'NỮ', 'female'],
    ['choice', 'nu', 'female'],
    ['choice', 'Male', 'male'],
    ['choice', 'male', 'male'],
  ] as const)('%s: %s is read as %p', (kind, raw, value) => {
    expect(read(kind, raw)).toEqual({ value });
  });

  it.each([
    ['id', 'có dấu', 'not-a-code'],
    ['id', '-x', 'not-a-code'],
    ['id', 'x'.repeat(64), 'not-a-code'],
    ['document', 'x'.repeat(61), 'too-long'],
    ['day', '1995', 'year-only'],
    ['day', '4/1995', 'month-only'],
    ['day', '30/02/2023', 'no-such-day'],
    ['day', '29/02/2023', 'no-such-day'],
    ['day', '31/4/2023', 'no-such-day'],
    ['day', '2023-13-01', 'no-such-day'],
    ['day', 'hôm qua', 'not-a-day'],
    ['day', '1/2/23', 'not-a-day'],
    ['day', '123456789012', 'not-a-day'],
    ['month', '13/2023', 'not-a-month'],
    ['month', '2023', 'not-a-month'],
    ['count', '-1', 'not-a-number'],
    ['count', '1,5', 'not-a-number'],
    ['count', '1e3', 'not-a-number'],
    ['count', '123456789012', 'too-large'],
    ['year', '23', 'not-a-year'],
    ['year', '20233', 'not-a-year'],
    ['yes-no', 'có lẽ', 'not-yes-or-no'],
    ['choice', 'khác', 'not-a-choice'],
  ] as const)('%s: %s is refused as %s, and quoted', (kind, raw, code) => {
    expect(read(kind, raw)).toEqual({ problem: { code, found: raw } });
  });
});
