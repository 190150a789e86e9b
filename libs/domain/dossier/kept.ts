import type { Refusal } from '@dossier/kernel';
import { OF_BIRTH } from '@dossier/procedure';

/**
 * A refusal as an event keeps it. Events are stored in clear, and for good: how old somebody was, and from when old enough,
 * would say the month of a birth that is sealed. That the rule of age objects says no more than the age band does.
 */
export function asKept(refusal: Refusal): Refusal {
  if (!OF_BIRTH.includes(refusal.code)) return refusal;
  const { from: _from, ...said } = refusal;
  return { ...said, have: null };
}
