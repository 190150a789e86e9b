import type { DossierCommand } from '@dossier/contract';
import type { Calendar } from '@dossier/calendar';
import type { Day, Recorded, Refusal } from '@dossier/kernel';
import {
  isInForce,
  standInTheWay,
  versionInForce,
  withLocalRules,
  type Facts,
  type LocalRules,
  type ProcedureVersion,
} from '@dossier/procedure';
import { because, inFuture } from '../asked';
import { endedBy } from '../organisation';
import { isRecordAction, mayFollowEnd, type RecordAction } from './actions';
import type { DossierContext } from './context';
import type { DossierEvent } from './events';
import { factsFor, factsOf } from './facts';
import { earliestDay, laterDays, notBefore, stoodOn } from './order';
import type { DossierState } from './state';
import { nothingToAnswer, nothingToExtend } from './unaskable';

type Action = DossierCommand['type'];
type Refused = { readonly refused: Refusal };

/** The regulation as it is known when a command is decided: every version there is, local rules, and the calendar. */
export interface Regulation {
  readonly versions: readonly ProcedureVersion[];
  readonly locals?: readonly LocalRules[];
  readonly calendar: Calendar;
}

/** The rules that hold for a dossier on a day: its version, with the local rules of its cell laid over it. */
export interface Rules {
  readonly procedure: ProcedureVersion;
  readonly overlay?: string;
}

/** A day to judge by, and today, which came in with the question. */
export interface OnDay {
  readonly on: Day;
  readonly today: Day;
}

/** The version pinned when the dossier was opened holds; before that, the version in force on the day. */
export function rulesFor(
  { procedure }: Pick<DossierState, 'procedure'>,
  on: Day,
  { localRules }: Pick<DossierContext, 'localRules'>,
  { versions, locals = [] }: Regulation,
): Rules | undefined {
  const version =
    procedure === undefined ? versionInForce(versions, on) : versions.find(({ version: name }) => name === procedure);
  if (version === undefined) return undefined;
  const local = locals.find((rules) => rules.overlay === localRules && isInForce(rules, on));
  return {
    procedure: withLocalRules(version, local),
    ...(local === undefined ? {} : { overlay: local.overlay }),
  };
}

/** The rules an entry was decided by, or would have been on the day it is restated to. */
export function rulesOfEntry(
  { meta }: Recorded<DossierEvent>,
  before: DossierState,
  on: Day,
  then: DossierContext,
  regulation: Regulation,
): Rules | undefined {
  const { procedure = before.procedure } = meta;
  return rulesFor({ ...(procedure === undefined ? {} : { procedure }) }, on, then, regulation);
}

const RECOGNISING: readonly Action[] = ['HoldRecognitionVote', 'DecideRecognition'];

/** What makes an action impossible whatever the regulation says: no dossier, an ended one, days and units that do not fit. */
function cannotBe(
  action: Action,
  days: OnDay,
  state: DossierState,
  context: DossierContext,
  ground: Ground | undefined,
): Refused | undefined {
  const { on } = days;
  const listed = state.done.CandidateListed;
  const future = inFuture(days);
  if (future) return future;
  if (action === 'ListCandidate') {
    if (listed !== undefined) return because('already-done', 'CandidateListed', listed, null, 'nobody');
  } else {
    const ended = over(action, state);
    if (ended) return ended;
    const earliest = earliestDay(action, state);
    if (on < earliest) return notBefore(possibleFrom(action, earliest, context, ground) ?? earliest, on);
  }
  return departedBefore(action, on, state, context) ?? cellCannot(on, context);
}

/** Nobody is recognised who is no member any more, in whatever way that was entered. */
function departedBefore(
  action: Action,
  on: Day,
  { member = '' }: DossierState,
  { members }: DossierContext,
): Refused | undefined {
  const departed = RECOGNISING.includes(action) ? members[member]?.state.departed : undefined;
  return departed !== undefined && departed <= on
    ? because('member-departed', 'member', member, null, 'cell')
    : undefined;
}

function over(action: Action, state: DossierState): Refused | undefined {
  if (state.done.CandidateListed === undefined) return because('dossier-unknown', 'dossier');
  if (mayFollowEnd(action, state)) return undefined;
  return because('dossier-ended', 'outcome', state.outcome ?? null, null, 'nobody');
}

/** Why a cell can do nothing on a day: nobody knows it, it is no cell, it was not founded yet, it has ended. */
export function cellCannot(on: Day, { cell, cellId }: DossierContext): Refused | undefined {
  if (cell?.founded === undefined) return because('unit-unknown', 'cell', cellId);
  if (cell.kind !== 'cell') return because('wrong-kind', 'cell', cell.kind ?? null, 'cell');
  if (on < cell.founded) return because('before-founding', 'cell', on, cell.founded, 'nobody');
  return endedBy(cell, on, 'cell');
}

/** What stands in the way of an action on the record, whatever it is about. */
function recordCannot(action: RecordAction, { decidedOn, procedure, proposals }: DossierState): Refused | undefined {
  switch (action) {
    case 'CorrectEntry':
      return decidedOn === undefined
        ? undefined
        : because('second-person-needed', 'decided', decidedOn, 'ProposeCorrection', 'decider');
    case 'ApproveCorrection':
      return Object.keys(proposals).length > 0
        ? undefined
        : because('step-missing', 'CorrectionProposed', null, 'CorrectionProposed', 'cell');
    case 'AdoptProcedure':
      return procedure === undefined
        ? because('step-missing', 'DossierOpened', null, 'DossierOpened', 'cell')
        : undefined;
    default:
      return undefined;
  }
}

/** What every action is judged by on a day: the rules that hold and the facts they see; undefined where no version is in force. */
export interface Ground {
  readonly rules: Rules;
  readonly facts: Facts;
  readonly calendar: Calendar;
}

/** The ground of all actions of a day. Whoever asks about many at once stands on it once. */
export function groundOf(
  { on }: Pick<OnDay, 'on'>,
  state: DossierState,
  context: DossierContext,
  regulation: Regulation,
): Ground | undefined {
  const rules = rulesFor(state, on, context, regulation);
  const { calendar } = regulation;
  return rules && { rules, facts: factsOf(state, context, rules.procedure, { on, calendar }), calendar };
}

/** An action that the dossier and the day allow, with the rules and facts it is to be judged by; or why not. */
export type Standing = Refused | Ground;

/**
 * Whether the dossier and the day allow an action, whatever else it brings. Deciding and explaining ask here and nowhere
 * else, so that what an explanation refuses a command is refused in the very same words.
 */
export function standing(
  action: Action,
  days: OnDay,
  state: DossierState,
  context: DossierContext,
  ground: Ground | undefined,
): Standing {
  const cannot = cannotBe(action, days, state, context, ground);
  if (cannot) return cannot;
  if (ground === undefined) return because('no-procedure-in-force', 'on', days.on, null, 'decider');
  return judged(action, days.on, state, ground) ?? tooEarly(action, days.on, state, context, ground) ?? ground;
}

/** What stands in the way of an action by the rules, as a dossier stands. */
function judged(action: Action, on: Day, state: DossierState, ground: Ground): Refused | undefined {
  const { rules, facts } = ground;
  if (isRecordAction(action)) return recordCannot(action, state);
  const refusal = standInTheWay(rules.procedure, action, factsFor(action, facts), 'state');
  if (refusal) return { refused: refusal };
  return admittedAlready(action, state) ?? ofItsOwn(action, on, state, ground);
}

/** What stands in the way of one action alone, whatever a command brings. */
function ofItsOwn(action: Action, on: Day, state: DossierState, { rules, calendar }: Ground): Refused | undefined {
  switch (action) {
    case 'DecideAdmission':
      return stillToRedo(state, rules);
    case 'GrantConsent':
    case 'DenyConsent':
      return nothingToAnswer(state);
    case 'ExtendDeadline':
      return nothingToExtend(state, rules.procedure, on, calendar);
    default:
      return undefined;
  }
}

/**
 * What is entered for an earlier day must have been possible then, as the dossier stood on that day: what it rests on had
 * happened, and what was undone later was still done. The refusal says from which day on it can be.
 */
function tooEarly(
  action: Action,
  on: Day,
  { lastOn }: DossierState,
  context: DossierContext,
  ground: Ground,
): Refused | undefined {
  if (context.history === undefined || on >= lastOn || action === 'ListCandidate') return undefined;
  const from = possibleFrom(action, on, context, ground) ?? lastOn;
  return from === on ? undefined : notBefore(from, on);
}

/** The first day, not before another, on which an action was possible as the dossier stood. */
function possibleFrom(
  action: Action,
  earliest: Day,
  context: DossierContext,
  ground: Ground | undefined,
): Day | undefined {
  const { history } = context;
  if (history === undefined || ground === undefined) return undefined;
  const { rules, calendar } = ground;
  return [earliest, ...laterDays(history, earliest)].find((day) => {
    const then = stoodOn(day, history);
    const facts = factsOf(then, context, rules.procedure, { on: day, calendar });
    return (over(action, then) ?? judged(action, day, then, { rules, facts, calendar })) === undefined;
  });
}

/** Ways out for those who are no members yet. */
const FOR_CANDIDATES: readonly Action[] = ['DelistCandidate', 'WithdrawCandidate', 'RefuseAdmission'];

/**
 * Whoever was admitted in a ceremony is a member, also while the decision is to be made again. A decider that does not
 * decide so again annuls what it decided (A4), and the member leaves the roll.
 */
function admittedAlready(action: Action, { done }: DossierState): Refused | undefined {
  return done.CeremonyHeld !== undefined && FOR_CANDIDATES.includes(action)
    ? because('ceremony-held', 'CeremonyHeld', done.CeremonyHeld, 'AnnulDecision', 'decider')
    : undefined;
}

/** No decision rests on a step that was undone and not yet done again; by the article that has it done again (A3). */
function stillToRedo({ redoing }: DossierState, { procedure }: Rules): Refused | undefined {
  const [step] = redoing;
  if (step === undefined) return undefined;
  const guard = procedure.actions['RedoStep']?.guards.find(({ id }) => id === 'A3');
  const who = procedure.path.find(({ event }) => event === step)?.by ?? 'cell';
  const refusal: Refusal = { code: 'step-missing', condition: guard?.id ?? 'redoing', have: null, need: step, who };
  const { basis, verified } = guard ?? {};
  return { refused: { ...refusal, ...(basis ? { basis } : {}), ...(verified ? { verified } : {}) } };
}
