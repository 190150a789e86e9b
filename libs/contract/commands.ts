import { z } from 'zod';
import { dossierCommand, type DossierCommand } from './dossier-commands';
import {
  clearText,
  count,
  day,
  details,
  id,
  identity,
  localRules,
  month,
  number,
  procedureName,
  sex,
  year,
} from './parts';

// The commands are written once, here: the HTTP edge parses by these schemas, OpenAPI and the import show them, and the
// deciders' types are inferred from them. There is no second description to keep in step.

export const organisationKind = z.enum([
  'provincial-committee',
  'district-committee',
  'commune-committee',
  'grassroots-committee',
  'sub-committee',
  'cell',
]);
export type OrganisationKind = z.infer<typeof organisationKind>;

/** Units named together, each once. */
const ids = (least: number) =>
  z
    .array(id)
    .min(least)
    .max(200)
    .refine((named) => new Set(named).size === named.length, 'each unit or member once');

/** What a unit is split into, and what of it goes to each part: units beneath it, or of a cell its members. The rest follows the successor. */
const parts = z
  .array(z.strictObject({ organisation: id, takes: ids(0).default([]) }))
  .min(2)
  .max(50)
  .refine((named) => new Set(named.map((part) => part.organisation)).size === named.length, 'each part once');

const onOrganisation = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), organisation: id, ...shape });

export const organisationCommand = z.discriminatedUnion('type', [
  onOrganisation('FoundOrganisation', {
    name: clearText(2, 120),
    kind: organisationKind,
    parent: id.optional(),
    difficultArea: z.boolean().default(false),
  }),
  onOrganisation('RenameOrganisation', { name: clearText(2, 120) }),
  onOrganisation('MoveOrganisation', { parent: id }),
  onOrganisation('AssignOverseer', { member: id }),
  onOrganisation('ReviewSource', { month, listed: count, entered: count, left: count }),
  // Changes of several units at once. The unit that takes over, and the parts, are founded beforehand.
  onOrganisation('MergeOrganisations', { from: ids(1), number, name: clearText(2, 120).optional() }),
  onOrganisation('SplitOrganisation', { parts, successor: id, number }),
  onOrganisation('DissolveOrganisation', { successor: id.optional(), number }),
  onOrganisation('SeatCommittee', { committee: count.min(1), standing: count }),
  onOrganisation('GrantEmpowerment', { members: count, number }),
  onOrganisation('RevokeEmpowerment', { number }),
  onOrganisation('AdoptLocalRules', { rules: localRules.nullable() }),
  onOrganisation('UrgeUnit', { details: details.optional() }),
  onOrganisation('PraiseUnit', { details: details.optional() }),
  onOrganisation('RecordVisit', { details: details.optional() }),
]);
export type OrganisationCommand = z.infer<typeof organisationCommand>;

const onMember = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), member: id, ...shape });

export const memberCommand = z.discriminatedUnion('type', [
  onMember('RegisterMember', {
    cell: id,
    standing: z.enum(['official', 'probationary']),
    officialSince: day.optional(),
    sex: sex.optional(),
    identity,
  }),
  onMember('MoveMember', { cell: id }),
  onMember('DisciplineMember', { form: z.enum(['reprimand', 'warning', 'dismissal']) }),
  onMember('DepartMember', { reason: z.enum(['moved', 'died', 'expelled', 'left']) }),
]);
export type MemberCommand = z.infer<typeof memberCommand>;

/** A quota's period: one year, or a term of office from the first year to the last. */
export const period = z.union([
  z.strictObject({ year }),
  z
    .strictObject({ termFrom: year, termTo: year })
    .refine((p) => p.termTo > p.termFrom, 'the term must end after it begins'),
]);
export type Period = z.infer<typeof period>;

export const countsBy = z.enum(['ceremony', 'decision']);
export type CountsBy = z.infer<typeof countsBy>;

const onQuota = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), organisation: id, period, ...shape });

export const quotaCommand = z.discriminatedUnion('type', [
  onQuota('AssignQuota', { target: count, countsBy: countsBy.default('ceremony'), number }),
  onQuota('AllocateQuota', { to: id, target: count, number }),
  onQuota('AdjustQuota', { target: count, number, reason: clearText(1, 200) }),
  onQuota('MakeCommitment', { admitted: count, due: day }),
  onQuota('SettleCommitment', { due: day }),
]);
export type QuotaCommand = z.infer<typeof quotaCommand>;

const onClass = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), class: id, ...shape });

export const trainingCommand = z.discriminatedUnion('type', [
  onClass('PlanClass', {
    organisation: id,
    name: clearText(2, 120),
    from: day,
    to: day,
    places: count,
  }),
  onClass('ConcludeClass', { attended: count, passed: count }),
]);
export type TrainingCommand = z.infer<typeof trainingCommand>;

const onProcedure = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), procedure: z.literal('admission'), ...shape });

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'a digest, 64 hexadecimal digits');

/** A version of the regulation is proposed by one and approved by another. The document is judged by its own schema. */
export const procedureCommand = z.discriminatedUnion('type', [
  onProcedure('ProposeProcedure', { document: z.record(z.string(), z.unknown()) }),
  /** `digest` is that of the document that was read: a proposal changed since is not approved unseen. */
  onProcedure('ApproveProcedure', { version: procedureName, digest: digest.optional() }),
  onProcedure('RejectProposal', { version: procedureName, reason: clearText(3, 300) }),
]);
export type ProcedureCommand = z.infer<typeof procedureCommand>;

/** Who asks. Until there are accounts it is believed, as is everything that is asked on this machine. */
export const asWhom = z.strictObject({ account: id, role: id.optional() });

/** How a command travels: an id made by the caller before the first try, the day it happened, and the command itself. */
const travelling = <C extends z.ZodType>(command: C) =>
  z.strictObject({
    commandId: z.string().regex(/^[A-Za-z0-9._:-]{8,80}$/, '8 to 80 letters, digits or . _ : -'),
    on: day.optional(),
    as: asWhom.optional(),
    command,
  });

/** The bodies of the POST routes, by aggregate. */
export const commandBody = {
  dossier: travelling(dossierCommand),
  organisation: travelling(organisationCommand),
  member: travelling(memberCommand),
  quota: travelling(quotaCommand),
  training: travelling(trainingCommand),
  procedure: travelling(procedureCommand),
} as const;
export type Aggregate = keyof typeof commandBody;
export const AGGREGATES = Object.keys(commandBody) as readonly Aggregate[];

/** Every command there is, with the aggregate that decides it. */
export type Command =
  DossierCommand | OrganisationCommand | MemberCommand | QuotaCommand | TrainingCommand | ProcedureCommand;
