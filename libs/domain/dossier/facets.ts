import { ageOn } from '@dossier/calendar';
import type { Day } from '@dossier/kernel';

export const AGE_BANDS = ['under-18', '18-30', '31-40', '41-50', '51+'] as const;
export type AgeBand = (typeof AGE_BANDS)[number] | 'unknown';

/** The age band of the official forms, by full years on the day that counts. */
export function ageBand(birth: Day | undefined, on: Day): AgeBand {
  if (birth === undefined) return 'unknown';
  const years = ageOn(birth, on);
  if (years < 18) return 'under-18';
  if (years <= 30) return '18-30';
  if (years <= 40) return '31-40';
  return years <= 50 ? '41-50' : '51+';
}
