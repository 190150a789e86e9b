import type { TargetFrom } from '@dossier/contract';
import type { Ledger } from './board-ledger';
import type { QuotaRow } from './quota-board';
import type { Moment } from './unit-row';

type Dated = QuotaRow['targets'][number];

/** A unit's own quota of the year, or of the term that holds it, as known at the moment that is asked about. */
export function quotaOf({ quotas, question }: Ledger, unit: string, term = false): QuotaRow | undefined {
  const { year, on, knownAt } = question;
  const fitting = quotas.filter(({ organisation, period, targets }) => {
    const fits =
      'year' in period ? !term && period.year === year : term && period.termFrom <= year && year <= period.termTo;
    return organisation === unit && fits && targets.some((t) => t.on <= on && t.known <= knownAt);
  });
  // The year in which one term ends and the next begins belongs to the newer, once that has a quota.
  const begins = ({ period }: QuotaRow): number => ('year' in period ? period.year : period.termFrom);
  return fitting.sort((a, b) => begins(b) - begins(a))[0];
}

function latest(quota: QuotaRow | undefined, { on, knownAt }: Moment): Dated | undefined {
  const known = quota?.targets.filter((t) => t.on <= on && t.known <= knownAt) ?? [];
  return known.length === 0 ? undefined : known.reduce((a, b) => (b.on >= a.on ? b : a));
}

/** The units that ended right into one, by the asked day. */
export function mergedInto({ tree }: Ledger, unit: string): readonly string[] {
  return tree.endedInto(unit).flatMap((row) => (row.ended?.successor === unit ? [row.organisation] : []));
}

/** The quota a unit goes by: its own, else the first of those that merged into it. It says what counts, and when it is looked at. */
export function quotaFor(ledger: Ledger, unit: string, term = false): QuotaRow | undefined {
  const own = quotaOf(ledger, unit, term);
  if (own) return own;
  for (const half of mergedInto(ledger, unit)) {
    const found = quotaFor(ledger, half, term);
    if (found) return found;
  }
  return undefined;
}

/** A target in persons, and whose number it is. */
export interface Target {
  readonly target: number | undefined;
  readonly from: TargetFrom | null;
}

/**
 * What a unit has to reach: its own number where it was given one on or after the day of the merge, else its earlier
 * number and those of the units that merged into it, added up. A unit that stood beneath it had its number out of the
 * unit's own, and is not added to that again.
 */
export function targetOf(ledger: Ledger, unit: string, term = false): Target {
  const own = latest(quotaOf(ledger, unit, term), ledger.question);
  const merged = mergedInto(ledger, unit).flatMap((half) => {
    const { target } = targetOf(ledger, half, term);
    return target === undefined || (own && isCovered(ledger, half, unit, own)) ? [] : [target];
  });
  if (merged.length === 0) return { target: own?.target, from: own ? 'own' : null };
  return { target: merged.reduce((sum, n) => sum + n, own?.target ?? 0), from: 'sum of merged units' };
}

/** Whether a unit's own number holds what one that merged into it had: given since, or that one stood beneath it. */
function isCovered(ledger: Ledger, half: string, unit: string, own: Dated): boolean {
  const end = ledger.tree.row(half)?.ended?.on;
  return end === undefined || own.on >= end || ledger.before(end).tree.isUnder(half, unit);
}
