import type {
  ActionLine,
  DossierCommand,
  Explanation,
  Milestone,
  Requirement,
  Warning,
  WayStep,
} from '@dossier/contract';
import type { Day, Refusal } from '@dossier/kernel';
import {
  allInTheWay,
  kindOf,
  pathFor,
  requirementsOf,
  turnOf,
  votesNeeded,
  type Facts,
  type ProcedureVersion,
  type Step,
} from '@dossier/procedure';
import { officialsOn } from '../organisation';
import { ACTION_OF, ACTIONS, isRecordAction } from './actions';
import { between, type DossierContext } from './context';
import { factsFor } from './facts';
import { decidingBody, probationEnd } from './happening/deciding';
import { thresholdOf } from './happening/votes';
import { isStepTaken, takenOn } from './next';
import { remedyOf } from './remedies';
import { groundOf, standing, type Ground, type OnDay, type Regulation } from './standing';
import type { DossierState } from './state';

type Action = DossierCommand['type'];

/** By which day is asked, and for whom. */
export interface ExplainAsked extends OnDay {
  /** Whose turns are the asker's own. */
  readonly turns?: readonly string[];
}

/** Everything that can and cannot be done with a dossier on a day, why not, and when at the earliest. */
export function explain(
  days: ExplainAsked,
  state: DossierState,
  context: DossierContext,
  regulation: Regulation,
): Explanation {
  const ground = groundOf(days, state, context, regulation);
  const rules = ground?.rules;
  const actions = ACTIONS.map((action) => lineOf(action, days, state, context, ground));
  const milestones = ground ? milestonesOf(ground, days.on, state, context) : [];
  return {
    on: days.on,
    next: state.outcome === undefined ? nextOf(state, actions, rules?.procedure) : null,
    procedure: rules?.procedure.version ?? null,
    overlay: rules?.overlay ?? null,
    assumptions: rules?.procedure.assumptions ?? [],
    way: rules ? wayOf(rules.procedure, state, context) : [],
    actions,
    milestones,
    warnings: warningsOf(state, milestones),
  };
}

/** What comes next: the next step of the way, or what removes whatever stands in its way, where that can be done. */
function nextOf(
  state: DossierState,
  actions: readonly ActionLine[],
  procedure: ProcedureVersion | undefined,
): Explanation['next'] {
  const { next } = state;
  const lineFor = (action: string | undefined): ActionLine | undefined => actions.find((one) => one.action === action);
  const line = lineFor(next?.action);
  if (next === null || line?.refusal === undefined || procedure === undefined) return next;
  for (const refusal of [line.refusal, ...line.also]) {
    const [event] = remedyOf(refusal, next.action, state, procedure) ?? [];
    const mends = lineFor(event && ACTION_OF[event]);
    if (mends?.possible === true && mends.by !== null) return { action: mends.action, by: mends.by };
  }
  return next;
}

/** The usual way for this dossier's cell: what was done of it and when, what is next, and what is still ahead. */
function wayOf(procedure: ProcedureVersion, state: DossierState, context: DossierContext): readonly WayStep[] {
  const ended = state.outcome !== undefined;
  let met = false;
  return pathFor(procedure, between(context, procedure)).map((step) => {
    const { event, action, phase, by } = step;
    const done = isStepTaken(procedure, state, step);
    const status = done ? 'done' : met || ended ? 'ahead' : 'now';
    met ||= !done;
    return { event, action, phase, by, status, on: done ? (takenOn(state, step) ?? null) : null };
  });
}

function lineOf(
  action: Action,
  days: ExplainAsked,
  state: DossierState,
  context: DossierContext,
  ground: Ground | undefined,
): ActionLine {
  const stands = standing(action, days, state, context, ground);
  const procedure = ground?.rules.procedure;
  const by = (procedure && turnOf(procedure, action)) ?? null;
  const yours = days.turns && by !== null ? days.turns.includes(by) : null;
  if ('refused' in stands) {
    const all =
      ground && procedure && !isRecordAction(action)
        ? allInTheWay(procedure, action, factsFor(action, ground.facts))
        : [];
    const said = JSON.stringify(stands.refused);
    const also = all.filter((refusal) => JSON.stringify(refusal) !== said);
    return { action, by, yours, possible: false, refusal: stands.refused, also, requires: [] };
  }
  return {
    action,
    by,
    yours,
    possible: true,
    also: [],
    requires: procedure ? required(procedure, action, days.on, context) : [],
  };
}

/** What a command has to bring: its rules of arguments, and for a vote the majority. */
function required(
  procedure: ProcedureVersion,
  action: Action,
  on: Day,
  context: DossierContext,
): readonly Requirement[] {
  const guards = requirementsOf(procedure, action).map(({ id, rule, values, basis, verified }) => ({
    id,
    rule,
    values,
    verified,
    ...(basis ? { basis } : {}),
  }));
  const body = votingBody(procedure, action, on, context);
  if (body === undefined) return guards;
  const { id, numerator, denominator, strict, basis, verified } = thresholdOf(procedure, body.name, body.matter);
  const of = body.of;
  return [
    ...guards,
    {
      id,
      rule: 'majority',
      values: { numerator, denominator, strict },
      verified,
      ...(basis ? { basis } : {}),
      ...(of === undefined || of === 0 ? {} : { need: votesNeeded({ numerator, denominator, strict }, of), of }),
    },
  ];
}

/** The body that votes in an action, and how many it has, where that is known. */
function votingBody(
  procedure: ProcedureVersion,
  action: Action,
  on: Day,
  context: DossierContext,
): { readonly name: string; readonly matter?: string; readonly of?: number } | undefined {
  const officials = context.cell ? officialsOn(context.cell, on) : 0;
  const name = decidingBody(context, { procedure });
  switch (action) {
    case 'HoldCellVote':
      return { name: 'cell', of: officials };
    case 'HoldRecognitionVote':
      return { name: 'cell', matter: 'recognition', of: officials };
    case 'HoldErasureVote':
      return { name: 'cell', matter: 'erasure', of: officials };
    case 'HoldCommitteeVote': {
      const { sitting } = between(context, procedure);
      return { name: 'grassroots-committee', ...(sitting === undefined ? {} : { of: sitting }) };
    }
    case 'DecideAdmission':
      return { name };
    case 'DecideRecognition':
      return { name, matter: 'recognition' };
    case 'EraseProbationer':
      return { name, matter: 'erasure' };
    default:
      return undefined;
  }
}

const MILESTONES = ['CellVoted', 'AdmissionDecided', 'CeremonyHeld', 'MemberRecognised'];

/** The stages still ahead, in order, each with the earliest day it can be reached. */
function milestonesOf(
  { rules: { procedure }, facts }: Ground,
  on: Day,
  state: DossierState,
  context: DossierContext,
): readonly Milestone[] {
  if (state.outcome !== undefined || state.done.CandidateListed === undefined) return [];
  const left = pathFor(procedure, between(context, procedure)).filter((step) => !isStepTaken(procedure, state, step));
  const milestones: Milestone[] = [];
  let walk: Walk = { day: on, facts, decidedBy: null, assumes: [], blocked: false };
  for (const step of left) {
    walk = ahead(walk, step, procedure, state);
    if (!MILESTONES.includes(step.event)) continue;
    const { day, decidedBy, assumes, blocked } = walk;
    milestones.push({
      event: step.event,
      earliest: blocked ? null : day,
      decidedBy,
      assumes: [...new Set(assumes.slice(0, -1))],
    });
  }
  return milestones;
}

/** Walking ahead on the way: the day reached, what is supposed to hold by then, and what decided the day. */
interface Walk {
  readonly day: Day;
  readonly facts: Facts;
  readonly decidedBy: Refusal | null;
  readonly assumes: readonly string[];
  readonly blocked: boolean;
}

/**
 * One step ahead: on the first day on which no rule that only time mends is in its way, once what can be removed has been.
 * Where something is in the way that nobody can remove from here there is no day.
 */
function ahead(walk: Walk, step: Step, procedure: ProcedureVersion, state: DossierState): Walk {
  let { day, decidedBy } = walk;
  let blocked = walk.blocked;
  const removed: string[] = [];
  for (const refusal of allInTheWay(procedure, step.action, { ...walk.facts, on: day })) {
    const remedy = remedyOf(refusal, step.action, state, procedure);
    if (refusal.from !== undefined && refusal.from > day) {
      day = refusal.from;
      if (!blocked) decidedBy = refusal;
    } else if (remedy === undefined) {
      if (!blocked) decidedBy = refusal;
      blocked = true;
    } else {
      removed.push(...remedy.filter((event) => event !== step.event));
    }
  }
  return {
    day,
    decidedBy,
    blocked,
    assumes: [...walk.assumes, ...removed, step.event],
    facts: supposing(walk.facts, step, day, procedure),
  };
}

/** The facts once a step has been taken on a day. */
function supposing(facts: Facts, step: Step, day: Day, procedure: ProcedureVersion): Facts {
  const done = { ...facts.done, [step.event]: day };
  const endsOn = step.event === 'CeremonyHeld' ? probationEnd(day, { procedure }) : undefined;
  return {
    ...facts,
    done,
    ...(endsOn === undefined ? {} : { probation: { endsOn, mentorsMissing: [] } }),
  };
}

/** Papers that lose their worth before the step that needs them can be reached. */
function warningsOf({ deadlines }: DossierState, milestones: readonly Milestone[]): readonly Warning[] {
  return deadlines.flatMap(({ id, kind, due, until }) => {
    const needed = milestones.find(({ event }) => event === until)?.earliest ?? null;
    if (kindOf(kind === undefined ? { id } : { id, kind }) !== 'serves') return [];
    return needed !== null && due < needed ? [{ code: 'expires-before-use' as const, deadline: id, due, needed }] : [];
  });
}
