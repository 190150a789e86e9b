import type { BreakdownLine, Progress } from '@dossier/contract';

/** A share in percent with one decimal, rounded half up, from whole numbers only; null where there is nothing to divide by. */
export function percentOf(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const tenths = Math.floor((2000 * part + whole) / (2 * whole));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** The growth from one number to another in percent, signed; null where there was nothing before. */
export function growthOf(before: number, now: number): string | null {
  if (before === 0) return null;
  const size = percentOf(Math.abs(now - before), before);
  return now < before && size !== '0.0' ? `-${size}` : size;
}

export function progressOf(target: number | undefined, admitted: number): Progress {
  if (target === undefined) {
    return { target: null, admitted, fraction: String(admitted), percent: null, difference: null, met: null };
  }
  return {
    target,
    admitted,
    fraction: `${admitted}/${target}`,
    percent: percentOf(admitted, target),
    difference: admitted - target,
    met: admitted >= target,
  };
}

/** One line of a breakdown. */
export function shareOf(group: string, count: number, of: number): BreakdownLine {
  return { group, count, of, percent: percentOf(count, of) };
}
