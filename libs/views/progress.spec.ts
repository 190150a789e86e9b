import fc from 'fast-check';
import { growthOf, percentOf, progressOf, shareOf } from './progress';

/** Tenths of a percent, half up, in whole numbers without an end. */
function reference(part: number, whole: number): string {
  const tenths = (2000n * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole));
  return `${tenths / 10n}.${tenths % 10n}`;
}

describe('a percentage', () => {
  it('is rounded half up to one decimal, in whole numbers', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.integer({ min: 1, max: 200_000 }), (part, whole) =>
        expect(percentOf(part, whole)).toBe(reference(part, whole)),
      ),
      { numRuns: 1000 },
    );
    expect([
      percentOf(1, 2000),
      percentOf(1, 2001),
      percentOf(1, 3),
      percentOf(2, 3),
      percentOf(46, 60),
      percentOf(61, 60),
    ]).toEqual(['0.1', '0.0', '33.3', '66.7', '76.7', '101.7']);
  });
  it('of nothing is none', () => {
    expect(percentOf(0, 0)).toBeNull();
    expect(percentOf(3, 0)).toBeNull();
    expect(percentOf(0, 7)).toBe('0.0');
  });
});

describe('growth', () => {
  it('is signed, and none where nothing was before', () => {
    expect([growthOf(40, 46), growthOf(46, 40), growthOf(40, 40), growthOf(0, 3), growthOf(3, 0)]).toEqual([
      '15.0',
      '-13.0',
      '0.0',
      null,
      '-100.0',
    ]);
  });
  it('has no minus before a zero', () => {
    expect(growthOf(100_000, 99_999)).toBe('0.0');
  });
});

it('progress says the fraction, the percent, what is above or short, and whether it is met', () => {
  expect(progressOf(60, 46)).toEqual({
    target: 60,
    admitted: 46,
    fraction: '46/60',
    percent: '76.7',
    difference: -14,
    met: false,
  });
  expect(progressOf(60, 60)).toMatchObject({ difference: 0, met: true });
  expect(progressOf(0, 0)).toMatchObject({ fraction: '0/0', percent: null, met: true });
  expect(progressOf(undefined, 3)).toEqual({
    target: null,
    admitted: 3,
    fraction: '3',
    percent: null,
    difference: null,
    met: null,
  });
  expect(shareOf('female', 1, 3)).toEqual({ group: 'female', count: 1, of: 3, percent: '33.3' });
});
