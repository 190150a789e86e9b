import fc from 'fast-check';
import { formatPosition, parsePosition } from './position';

describe('a position', () => {
  it('names its store and travels as text', () => {
    expect(formatPosition({ store: 'ab-12', order: 7 })).toBe('ab-12:7');
    fc.assert(
      fc.property(fc.uuid(), fc.maxSafeNat(), (store, order) => {
        fc.pre(String(order).length <= 16);
        expect(parsePosition(formatPosition({ store, order }))).toEqual({ store, order });
      }),
    );
  });
  it.each([
    '',
    '7',
    ':7',
    'a:',
    'a:-1',
    'a:07',
    'a:1.5',
    'a:1e3',
    'a b:1',
    'a:1:2',
    'a:1 ',
    `${'a'.repeat(65)}:1`,
    'a:12345678901234567',
  ])('is not read from "%s"', (token) => {
    expect(parsePosition(token)).toBeUndefined();
  });
});
