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
import { AFTER_END, isRecordAction, type RecordAction } from './actions';
import type { DossierContext } from './context';
import type { DossierEvent } from './events';
import { factsOf } from './facts';
import type { DossierState } from './state';

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

/** What a vote rests on: it cannot be held on a day before any of it was there. */
const EVIDENCE = [
  'MentorAssigned',
  'MentorReplaced',
  'DocumentFiled',
  'IntroducerNamed',
  'UnionEndorsed',
  'BiographyStamped',
  'VerificationAnswered',
  'RemarkRecorded',
  'OpinionCollected',
] as const;

/** Ways out end everything: they cannot lie before a step that was taken. */
const ENDS: readonly Action[] = ['DelistCandidate', 'WithdrawCandidate', 'RecordDeath', 'LetLeave', 'AnnulDecision'];

const RECOGNISING: readonly Action[] = ['HoldRecognitionVote', 'DecideRecognition'];

/** The earliest day a step may bear: not before the listing; a vote not before its evidence, an ending not before anything. */
function earliestDay(action: Action, { done }: DossierState): Day {
  const days = ENDS.includes(action)
    ? Object.values(done)
    : action === 'HoldCellVote'
      ? EVIDENCE.map((step) => done[step] ?? '')
      : [];
  return [done.CandidateListed ?? '', ...days].reduce((latest, day) => (day > latest ? day : latest));
}

/** What makes an action impossible whatever the regulation says: no dossier, an ended one, days and units that do not fit. */
function cannotBe(action: Action, days: OnDay, state: DossierState, context: DossierContext): Refused | undefined {
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
    if (on < earliest) return because('before-earlier-step', 'on', on, earliest, 'cell');
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

function over(action: Action, { done, outcome }: DossierState): Refused | undefined {
  if (done.CandidateListed === undefined) return because('dossier-unknown', 'dossier');
  if (outcome === undefined) return undefined;
  const correcting = action === 'CorrectEntry' || action === 'ProposeCorrection' || action === 'ApproveCorrection';
  if (correcting || AFTER_END[outcome]?.includes(action)) return undefined;
  return because('dossier-ended', 'outcome', outcome, null, 'nobody');
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
}

/** The ground of all actions of a day. Whoever asks about many at once stands on it once. */
export function groundOf(
  { on }: Pick<OnDay, 'on'>,
  state: DossierState,
  context: DossierContext,
  regulation: Regulation,
): Ground | undefined {
  const rules = rulesFor(state, on, context, regulation);
  return rules && { rules, facts: factsOf(state, context, rules.procedure, { on, calendar: regulation.calendar }) };
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
  const cannot = cannotBe(action, days, state, context);
  if (cannot) return cannot;
  if (ground === undefined) return because('no-procedure-in-force', 'on', days.on, null, 'decider');
  if (isRecordAction(action)) return recordCannot(action, state) ?? ground;
  const refusal = standInTheWay(ground.rules.procedure, action, ground.facts, 'state');
  if (refusal) return { refused: refusal };
  return (action === 'DecideAdmission' ? stillToRedo(state, ground.rules) : undefined) ?? ground;
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
