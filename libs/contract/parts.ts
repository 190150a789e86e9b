import { z } from 'zod';

/** An id that people may see in an address: lower case, digits, hyphens. Never a name. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'an id: lower-case letters, digits and hyphens, at most 63')
  // Ids are used as keys of plain objects, and this one word of the syntax is a key every object has.
  .refine((text) => text !== 'constructor', 'an id that is not a word of the language');

/** A day that exists, 'YYYY-MM-DD'. */
export const day = z.iso.date({ error: 'a day that exists, as YYYY-MM-DD' });

/** A month, 'YYYY-MM'. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, as YYYY-MM');

/** Text that is kept in clear: about units, classes and documents, never about persons. Half a character is none. */
export const clearText = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine((text) => text.isWellFormed(), 'text without broken characters');

/** A count of people or papers. */
export const count = z.int().min(0).max(100_000);

/** The number of a document, as printed on it ('45-QĐ/HU'). */
export const number = clearText(1, 60);

/** A place that is asked or lived at: an id, never an address. */
export const place = id;

/** An event's number within its stream. */
export const revision = z.int().min(0).max(100_000);

/** A version of the procedure, with its edition where there is more than one: 'R2021', 'R2021.2'. */
export const PROCEDURE_NAME = /^R\d{4}[A-Z]?(\.\d+)?$/;
export const procedureName = z.string().regex(PROCEDURE_NAME, "a version, such as 'R2025B'");
/** The code of a set of local rules, as a procedure overlay is called ('HN2025'). */
export const localRules = z.string().regex(/^[A-Z]{2,8}\d{4}[A-Z]?$/, "a code of local rules, such as 'HN2025'");

export const year = z.int().min(1930).max(2999);

export const SCHOOLING = [
  'literate',
  'primary',
  'lower-secondary',
  'upper-secondary',
  'vocational',
  'college',
  'university',
  'postgraduate',
] as const;
/** Levels of schooling, lowest first. General education up to upper secondary, professional above it. */
export const schooling = z.enum(SCHOOLING);
export type Schooling = z.infer<typeof schooling>;

export const sex = z.enum(['female', 'male']);
export const unionKind = z.enum(['youth-union', 'trade-union']);
export const proposer = z.enum(['cell', 'youth-union', 'trade-union', 'other']);

/** What statistics need, declared at listing and kept in clear because it is coarse: it says nothing of who. */
export const declared = z.strictObject({
  sex,
  schooling,
  minority: z.boolean(),
  union: z.enum(['youth-union', 'trade-union', 'none']),
  local: z.boolean(),
  demobilised: z.boolean(),
});
export type Declared = z.infer<typeof declared>;

/** Who a person is. Sealed in a box of its own from the first event. */
export const identity = z.strictObject({
  name: z.string().trim().min(2).max(80),
  birth: day,
  mother: z.string().trim().min(2).max(80).optional(),
  number: z.string().trim().min(6).max(20).optional(),
  ethnicity: z.string().trim().max(40).optional(),
  village: z.string().trim().max(80).optional(),
});
export type Identity = z.infer<typeof identity>;

/** Free text about a person. Sealed like the identity, in another box. */
export const details = z.strictObject({ note: z.string().trim().min(1).max(2000) });
export type Details = z.infer<typeof details>;
