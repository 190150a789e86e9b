import type { Day } from '@dossier/kernel';
import { addDays } from './day';
import type { Calendar } from './working-days';
import { MARKS, type CalendarYear, type Mark, type MarkedDay } from './year';

/** How sure a count of working days is, and why not surer. */
export interface Certainty {
  /** The weakest mark of what the count rests on; primary where no day of the span departs from Monday to Friday. */
  readonly verified: Mark;
  /** The days off and the days worked instead that rest on one source or on none, in order. */
  readonly uncertain: readonly MarkedDay[];
  /** What was not published when the years were written down, and may still move the last day. */
  readonly unpublished: readonly string[];
  /** Years of which nothing is known: only their weekends are days off. */
  readonly yearsWithoutFile: readonly number[];
}

/** A mark that is not known, as a newer file may bring, is taken for the weakest. */
const markOf = ({ verified }: MarkedDay): Mark => (MARKS.includes(verified) ? verified : 'assumed');

const weaker = (a: Mark, b: Mark): Mark => (MARKS.indexOf(a) < MARKS.indexOf(b) ? b : a);

const isUncertain = (day: MarkedDay): boolean => !['primary', 'secondary'].includes(markOf(day));

function unpublishedIn({ unpublished = [], unpublishedSpans = [] }: CalendarYear, first: Day, last: Day) {
  const touched = unpublishedSpans.filter(({ from, to }) => from <= last && first <= to);
  return [...unpublished, ...touched.map(({ what }) => what)];
}

/**
 * How sure the working days are that end after `from` and up to `to`. The first day is not counted, so what is said of
 * it does not matter. For a period in months or days that does not roll, no calendar is read and nothing need be asked.
 */
export function certaintyOf(from: Day, to: Day, calendar: Calendar): Certainty {
  const first = addDays(from, 1);
  const inSpan = ({ day }: MarkedDay) => first <= day && day <= to;
  const marked: MarkedDay[] = [];
  const unpublished: string[] = [];
  const yearsWithoutFile: number[] = [];
  if (first <= to) {
    for (let year = Number(first.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
      const known = calendar.get(year);
      if (!known) yearsWithoutFile.push(year);
      else {
        marked.push(...[...known.off, ...known.workedInstead].filter(inSpan));
        unpublished.push(...unpublishedIn(known, first, to));
      }
    }
  }
  const unsaid = unpublished.length + yearsWithoutFile.length > 0;
  return {
    verified: marked.map(markOf).reduce(weaker, unsaid ? 'assumed' : 'primary'),
    uncertain: marked.filter(isUncertain).sort((a, b) => (a.day < b.day ? -1 : 1)),
    unpublished,
    yearsWithoutFile,
  };
}
