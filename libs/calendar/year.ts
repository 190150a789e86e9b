import { z } from 'zod';

const day = z.iso.date();

/** How well something was checked, best first: read in the primary text, two sources agree, one source, general knowledge. */
export const MARKS = ['primary', 'secondary', 'single-source', 'assumed'] as const;
export type Mark = (typeof MARKS)[number];

/** A day on which a year departs from Monday to Friday: the reason, and how well it was checked. */
const markedDay = z.strictObject({ day, why: z.string().min(1), verified: z.enum(MARKS) });
export type MarkedDay = z.infer<typeof markedDay>;

/** What was not published when a year was written down, and the days, both included, among which it will fall. */
const unpublishedSpan = z
  .strictObject({ from: day, to: day, what: z.string().min(1) })
  .refine(({ from, to }) => from <= to, 'ends before it begins');

/** One year of a country's calendar as published: weekdays off, and Saturdays or Sundays worked in exchange. */
export const calendarYear = z
  .strictObject({
    year: z.int().min(1930).max(2999),
    off: z.array(markedDay),
    workedInstead: z.array(markedDay),
    unpublishedSpans: z.array(unpublishedSpan).optional(),
    /** As years were published before spans were written down: each of these may touch any day of the year. */
    unpublished: z.array(z.string().min(1)).optional(),
  })
  // A day of another year would be looked for there, and so never be found.
  .superRefine(({ year, off, workedInstead }, found) => {
    for (const [name, list] of Object.entries({ off, workedInstead })) {
      for (const [index, marked] of list.entries()) {
        if (Number(marked.day.slice(0, 4)) === year) continue;
        found.addIssue({ code: 'custom', path: [name, index, 'day'], message: `is no day of ${year}` });
      }
    }
  });
export type CalendarYear = z.infer<typeof calendarYear>;
