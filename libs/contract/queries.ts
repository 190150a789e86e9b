import { z } from 'zod';
import { countsBy, organisationCommand, type OrganisationCommand } from './commands';
import { ROLES, type Role } from './explanation';
import { day, id, localRules, procedureName } from './parts';

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

export const whyParameters = z.strictObject({
  on: day.optional().describe('the day to judge by; today when left out'),
  then: z.enum(['true', 'false']).optional().describe('the dossier as it stood on that day, instead of as it is now'),
  role: z
    .enum(ROLES as readonly [Role, ...Role[]])
    .optional()
    .describe('in which role you ask: marks what is yours to do'),
  seen: positionToken,
});
export const asOfParameters = z.strictObject({
  on: day.optional().describe('what had happened by this day; all there is when left out'),
  knownAt: day.optional().describe('as known by this day; all there is when left out'),
});

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

const listed = (what: string) => z.string().max(8000).optional().describe(what);

/** A change of units in words of an address: what it is, and what it concerns. `previewed` makes the command of it. */
export const previewParameters = z.strictObject({
  kind: z.enum(['merge', 'split', 'dissolve']),
  on: day.optional().describe('the day it would be done, also one to come; today when left out'),
  from: listed('merge: the units that would end, by commas'),
  parts: listed('split: the parts by commas, each with what it takes: a:x.y,b:z'),
  successor: id.optional().describe('split and dissolve: who stands for the unit from then on'),
  seen: positionToken,
});

/** The command a preview is about, as text; parsed by the command's own schema, like the command itself. */
export const previewed = z.preprocess((input) => {
  const { organisation, kind, from = '', parts = '', successor } = input as Record<string, string | undefined>;
  const all = (text: string, by: string): string[] => text.split(by).filter((one) => one !== '');
  const follows = successor === undefined ? {} : { successor };
  const about = { organisation, number: 'preview' };
  if (kind === 'merge') return { type: 'MergeOrganisations', ...about, from: all(from, ',') };
  if (kind === 'dissolve') return { type: 'DissolveOrganisation', ...about, ...follows };
  const cut = all(parts, ',').map((part) => {
    const [unit = '', takes = ''] = part.split(':');
    return { organisation: unit, takes: all(takes, '.') };
  });
  return { type: 'SplitOrganisation', ...about, ...follows, parts: cut };
}, organisationCommand) as z.ZodType<
  Extract<OrganisationCommand, { type: 'MergeOrganisations' | 'SplitOrganisation' | 'DissolveOrganisation' }>
>;

/** A version or a set of local rules, by name. */
export const procedureOrLocal = z.union([procedureName, localRules], {
  error: "a version or local rules, such as 'R2025B' or 'HN2025'",
});
export const procedureParameters = z.strictObject({ seen: positionToken });

const surveyed = {
  on: day.optional().describe('the day to judge by; today when left out. A day to come is planned for'),
  organisation: id.optional().describe('only dossiers of the cells under this unit on that day'),
  seen: positionToken,
};
export const trialParameters = z.strictObject(surveyed);
export const adoptionParameters = z.strictObject(surveyed);
