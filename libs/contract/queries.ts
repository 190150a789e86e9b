import { z } from 'zod';
import { countsBy } from './commands';
import { day, id } from './parts';

// The parameters of the GET routes, as text in an address. Parsed by these, shown in OpenAPI from these.

const positionToken = z
  .string()
  .describe('a position from an earlier answer: this answer will know at least as much')
  .optional();
const wholeNumber = z
  .string()
  .regex(/^\d{1,6}$/, 'a whole number')
  .transform(Number);

export const boardParameters = z.strictObject({
  organisation: id,
  year: z
    .string()
    .regex(/^\d{4}$/, 'a year, four digits')
    .transform(Number),
  on: day.optional().describe('the state of this day; today, or the end of a past year, when left out'),
  knownAt: day.optional().describe('as known by this day; today when left out'),
  fewMembers: wholeNumber.optional().describe('a cell with at most so many official members has few'),
  countsBy: countsBy.optional().describe('what counts; as the quota says when left out'),
  seen: positionToken,
});

const judgedOn = day
  .optional()
  .describe('the day by which deadlines are judged; today when left out. The steps shown are all there are now');

export const onDay = z.strictObject({ on: judgedOn, seen: positionToken });
export const worklistParameters = z.strictObject({ organisation: id, on: judgedOn, seen: positionToken });
export const treeParameters = z.strictObject({ on: day.optional(), knownAt: day.optional(), seen: positionToken });
export const auditParameters = z.strictObject({
  stream: z
    .string()
    .regex(/^[a-z0-9-]{3,120}$/, 'a stream, such as dossier-hs-2023-001')
    .optional(),
  from: day.optional(),
  to: day.optional(),
  after: wholeNumber.optional().describe('entries after this order'),
  limit: wholeNumber.optional(),
  seen: positionToken,
});
