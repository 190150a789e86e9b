import { z } from 'zod';

const day = z.iso.date();

/** A clause of a document, by number and date: 01-HD/TW exists in 2012, 2016, 2021 and 2026. */
const basis = z.strictObject({ document: z.string().min(1), date: day, clause: z.string().min(1) });

const verified = z.enum(['primary', 'secondary', 'single-source', 'assumed']);

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

const deadline = z.strictObject({
  id: z.string().min(1),
  amount: z.int().positive(),
  unit: z.enum(['working-days', 'months']),
  /** The event whose day starts it, and the event that ends it. */
  from: z.string().min(1),
  until: z.string().min(1),
  basis: basis.optional(),
  verified,
});
export type DeadlineRule = z.infer<typeof deadline>;

const step = z.strictObject({
  event: z.string().min(1),
  action: z.string().min(1),
  phase: z.enum(['nomination', 'mentor-assignment', 'training', 'approval']),
  /** Whose turn it is. */
  by: z.enum(['cell', 'mentor', 'training-centre', 'grassroots-committee', 'verifier', 'decider']),
  /** Left out where there is no grassroots committee between the cell and the decider. */
  onlyWithCommittee: z.boolean().optional(),
});
export type Step = z.infer<typeof step>;

/** One version of the admission procedure, whole. Published versions never change: `procedures/published.lock`. */
export const procedureVersion = z.strictObject({
  procedure: z.literal('admission'),
  version: z.string().regex(/^R\d{4}[A-Z]?$/),
  title: z.strictObject({ vi: z.string(), en: z.string() }),
  inForce: z.strictObject({ from: day, to: day.optional() }),
  sources: z.array(z.strictObject({ document: z.string(), date: day, issuer: z.string(), verified })).min(1),
  /** The way a dossier usually goes; what is next is the first step not yet taken. */
  path: z.array(step).min(1),
  /** Guards by action. An action that is not named here is not part of this procedure. */
  actions: z.record(z.string(), z.strictObject({ guards: z.array(guard) })),
  thresholds: z.record(z.string(), threshold),
  deadlines: z.array(deadline),
});
export type ProcedureVersion = z.infer<typeof procedureVersion>;
