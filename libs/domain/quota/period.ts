import type { Period } from '@dossier/contract';
import type { Day } from '@dossier/kernel';

/** The checkpoints of a year's quota: the half year and the ninth month, by which a year's number should be met. */
const CHECKPOINTS = ['06-30', '09-30'];

export function checkpointsOf(period: Period): readonly Day[] {
  return 'year' in period ? CHECKPOINTS.map((date) => `${period.year}-${date}`) : [];
}

/** The stream of one unit's quota of one period. */
export function quotaStream(organisation: string, period: Period): string {
  return 'year' in period ? `quota-${organisation}-${period.year}` : `quota-${organisation}-term-${period.termFrom}`;
}

/** First and last day of a period. */
export function daysOf(period: Period): { readonly from: Day; readonly to: Day } {
  return 'year' in period
    ? { from: `${period.year}-01-01`, to: `${period.year}-12-31` }
    : { from: `${period.termFrom}-01-01`, to: `${period.termTo}-12-31` };
}
