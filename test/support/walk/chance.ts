/** Choices that follow from a seed alone: the same seed makes the same choices, on any machine. */
export interface Chance {
  /** A whole number from 0 to below `n`. */
  below(n: number): number;
  /** A whole number from `least` to `most`, both included. */
  from(least: number, most: number): number;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
  one<T>(of: readonly T[]): T;
  /** One of several by weight; a weight of 0 is never chosen. */
  weighed<T>(of: readonly (readonly [T, number])[]): T;
}

/** The generator called mulberry32: small, and even enough for choosing steps. */
export function chanceOf(seed: number): Chance {
  let at = seed >>> 0;
  const next = (): number => {
    at = (at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const one = <T>(of: readonly T[]): T => {
    const chosen = of[below(of.length)];
    if (chosen === undefined) throw new RangeError('there is nothing to choose from');
    return chosen;
  };
  return {
    below,
    from: (least, most) => least + below(most - least + 1),
    percent: (share) => next() * 100 < share,
    one,
    weighed(of) {
      let left = next() * of.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of of) {
        left -= weight;
        if (left < 0 && weight > 0) return value;
      }
      return one(of.filter(([, weight]) => weight > 0))[0];
    },
  };
}
