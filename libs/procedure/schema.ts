import { z } from 'zod';

const day = z.iso.date();

/** A clause of a document, by number and date: 01-HD/TW exists in 2012, 2016, 2021 and 2026. */
const basis = z.strictObject({ document: z.string().min(1), date: day, clause: z.string().min(1) });

export const verifiedMark = z.enum(['primary', 'secondary', 'single-source', 'assumed']);
const verified = verifiedMark;

/** A guard: a named rule of the closed library with its values, the article, and how well the article was checked. */
const guard = z.strictObject({
  rule: z.string().min(1),
  /** The id of the rule in docs/PROCEDURE.md. */
  id: z.string().min(1),
  values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.string())])).default({}),
  basis: basis.optional(),
  verified,
});
export type Guard = z.infer<typeof guard>;

/** A majority as a fraction of integers: strict means more than, else at least. */
const threshold = z.strictObject({
  id: z.string().min(1),
  numerator: z.int().positive(),
  denominator: z.int().positive(),
  strict: z.boolean(),
  basis: basis.optional(),
  verified,
});
export type Threshold = z.infer<typeof threshold>;

/** Values an event's data must have, by name: tells 'abroad' from 'at home', or one body's vote from another's. */
const having = z.record(z.string(), z.union([z.string(), z.boolean()]));

const deadline = z.strictObject({
  id: z.string().min(1),
  amount: z.int().positive(),
  unit: z.enum(['working-days', 'months']),
  /** The event whose day starts it, and the event that ends it; with what their data must say. */
  from: z.string().min(1),
  fromHaving: having.optional(),
  until: z.string().min(1),
  untilHaving: having.optional(),
  /** The day of another deadline's end starts it, not the event's own: a review after the end of probation. */
  after: z.string().min(1).optional(),
  /** The name of a day in the event's data that starts it, instead of the day the event happened. */
  startsOn: z.string().min(1).optional(),
  /** Not started where this step has been taken and stands: a decision made anew after the ceremony wants no second one. */
  unless: z.string().min(1).optional(),
  /** Only where a grassroots committee stands between the cell and the decider, or only where none does. */
  onlyWithCommittee: z.boolean().optional(),
  /** One clock for each value of this part of the event's data: for each place that was asked. */
  per: z.string().min(1).optional(),
  /** By how much it may be extended, once. */
  extension: z.strictObject({ amount: z.int().positive(), basis: basis.optional(), verified }).optional(),
  /** Somebody must act by its end; or a paper or a vote serves until then; or it is a time that must pass. */
  kind: z.enum(['act', 'serves', 'waits']).optional(),
  /** Who must act. */
  by: z.string().min(1).optional(),
  basis: basis.optional(),
  verified,
});
export type DeadlineRule = z.infer<typeof deadline>;

export const phase = z.enum(['nomination', 'mentor-assignment', 'training', 'approval', 'probation']);

/** Whose turn a step is. */
export const stepBy = z.enum([
  'candidate',
  'cell',
  'mentor',
  'training-centre',
  'sub-committee',
  'grassroots-committee',
  'verifier',
  'organisation-board',
  'decider',
  'provincial-committee',
]);

const step = z.strictObject({
  event: z.string().min(1),
  /** What the event's data must say, where one event stands for several steps. */
  having: having.optional(),
  action: z.string().min(1),
  phase,
  by: stepBy,
  /** Left out where there is no grassroots committee between the cell and the decider. */
  onlyWithCommittee: z.boolean().optional(),
  /** Left out where there is no sub-committee between. */
  onlyWithSubCommittee: z.boolean().optional(),
});
export type Step = z.infer<typeof step>;

const action = z.strictObject({
  guards: z.array(guard),
  /** Whose turn it is, for actions beside the usual way. */
  by: stepBy.optional(),
  /** Steps that do not outlast it: the votes of the cell that a candidate leaves. */
  undoes: z.array(z.string().min(1)).optional(),
});
export type ActionRule = z.infer<typeof action>;

/** Who decides: the nearest unit above the cell of one of these kinds, or a grassroots committee empowered to. */
const decider = z.strictObject({
  kinds: z.array(z.string().min(1)).min(1),
  empowered: z.boolean(),
  basis: basis.optional(),
  verified,
});
export type DeciderRule = z.infer<typeof decider>;

/** A sentence for people, in both languages. */
const said = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

const source = z.strictObject({ document: z.string(), date: day, issuer: z.string(), verified });

/** One version of the admission procedure, whole. Published versions never change: `procedures/published.lock`. */
export const procedureVersion = z.strictObject({
  procedure: z.literal('admission'),
  /** A regulation's version; behind a dot its edition, where what we wrote down of it was completed later. */
  version: z.string().regex(/^R\d{4}[A-Z]?(\.\d+)?$/),
  title: z.strictObject({ vi: z.string(), en: z.string() }),
  inForce: z.strictObject({ from: day, to: day.optional() }),
  sources: z.array(source).min(1),
  /** What of this version is carried over because its own text was not found. */
  assumptions: z.array(said).optional(),
  /** The way a dossier usually goes; what is next is the first step not yet taken. */
  path: z.array(step).min(1),
  /** Guards by action. An action that is not named here is not part of this procedure. */
  actions: z.record(z.string(), action),
  thresholds: z.record(z.string(), threshold),
  deadlines: z.array(deadline),
  decider: decider.optional(),
});
export type ProcedureVersion = z.infer<typeof procedureVersion>;

/** Local rules, laid over whichever version holds: they may add and tighten, never loosen. */
export const localRules = z.strictObject({
  procedure: z.literal('admission'),
  overlay: z.string().regex(/^[A-Z]{2,6}\d{4}$/),
  title: z.strictObject({ vi: z.string(), en: z.string() }),
  inForce: z.strictObject({ from: day, to: day.optional() }),
  sources: z.array(source).min(1),
  /** What of these rules is not as sure as it looks, and why. */
  assumptions: z.array(said).optional(),
  /** Guards added to actions; an action the version does not know comes in with them where it says whose it is. */
  actions: z.record(z.string(), action),
  /** Majorities that replace a lower one. */
  thresholds: z.record(z.string(), threshold).default({}),
  /** Deadlines added; one with a known id replaces a longer one, and one with another start starts that clock anew. */
  deadlines: z.array(deadline).default([]),
});
export type LocalRules = z.infer<typeof localRules>;
