import type { DossierCommand } from '@dossier/contract';
import type { Calendar } from '@dossier/calendar';
import type { Day, Decision, Refusal } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import { appliedRules, deadlinesFrom, standInTheWay, versionInForce, type ProcedureVersion } from '@dossier/procedure';
import { because, inFuture, type AskedOf } from '../asked';
import type { DossierEvent, DossierEventType, Implied } from './events';
import { factsOf, type DossierContext } from './facts';
import { happening } from './happening';
import { nextAfter } from './next';
import type { DossierState } from './state';

/** The regulation as it is known when a command is decided: every version there is, and the calendar. */
export interface Regulation {
  readonly versions: readonly ProcedureVersion[];
  readonly calendar: Calendar;
}

/** An answer on a dossier, with the procedure version it was decided under. */
export type DossierDecision = Decision<DossierEvent> & { readonly procedure?: string };

/** Decides on a dossier. The version pinned when it was opened holds; before that, the version in force on the day. */
export function decideDossier(
  asked: AskedOf<DossierCommand>,
  state: DossierState,
  context: DossierContext,
  regulation: Regulation,
): DossierDecision {
  const unfit = cannotBeAsked(asked, state, context);
  if (unfit) return unfit;
  const procedure = versionFor(state, asked.on, regulation);
  if (procedure === undefined) return because('no-procedure-in-force', 'on', asked.on, null, 'decider');
  const facts = factsOf(asked, state, context);
  const inTheWay = standInTheWay(procedure, asked.command.type, facts);
  if (inTheWay) return { refused: inTheWay };
  const happened = happening(asked.command, state, context, { procedure, on: asked.on });
  if ('refused' in happened) return happened;
  const implied = implications(happened, asked, state, context, { procedure, calendar: regulation.calendar });
  return {
    ...accepted({ type: happened.type, data: { ...happened.data, ...implied } } as DossierEvent),
    procedure: procedure.version,
  };
}

function versionFor(state: DossierState, on: Day, { versions }: Regulation): ProcedureVersion | undefined {
  if (state.procedure === undefined) return versionInForce(versions, on);
  return versions.find(({ version }) => version === state.procedure);
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

/** The earliest day a step may bear: not before the listing; a vote not before its evidence, an ending not before anything. */
function earliestDay(action: DossierCommand['type'], { done }: DossierState): Day {
  const ends = action === 'DelistCandidate' || action === 'WithdrawCandidate';
  const days = ends ? Object.values(done) : action === 'HoldCellVote' ? EVIDENCE.map((step) => done[step] ?? '') : [];
  return [done.CandidateListed ?? '', ...days].reduce((latest, day) => (day > latest ? day : latest));
}

/** What makes a command impossible whatever the regulation says: no dossier, an ended one, days and ids that do not fit. */
function cannotBeAsked(
  asked: AskedOf<DossierCommand>,
  state: DossierState,
  context: DossierContext,
): { readonly refused: Refusal } | undefined {
  const { command, on } = asked;
  const listed = state.done.CandidateListed;
  const future = inFuture(asked);
  if (future) return future;
  if (command.type === 'ListCandidate') {
    if (listed !== undefined) return because('already-done', 'CandidateListed', listed, null, 'nobody');
  } else {
    if (listed === undefined) return because('dossier-unknown', 'dossier', command.dossier);
    if (state.outcome !== undefined) return because('dossier-ended', 'outcome', state.outcome, null, 'nobody');
    const earliest = earliestDay(command.type, state);
    if (on < earliest) return because('before-earlier-step', 'on', on, earliest, 'cell');
  }
  const { cell } = context;
  if (cell?.founded === undefined) return because('unit-unknown', 'cell', context.cellId);
  if (cell.kind !== 'cell') return because('wrong-kind', 'cell', cell.kind ?? null, 'cell');
  if (on < cell.founded) return because('before-founding', 'cell', on, cell.founded, 'nobody');
  // Asked before the rules are: they would say of a code that nobody has that its member is not official.
  const named = 'member' in command ? command.member : undefined;
  if (named !== undefined && context.members[named]?.state.registered === undefined)
    return because('member-unknown', 'member', named);
  return undefined;
}

function implications(
  { type, data }: { type: DossierEventType; data: object },
  { command, on }: AskedOf<DossierCommand>,
  state: DossierState,
  context: DossierContext,
  { procedure, calendar }: { procedure: ProcedureVersion; calendar: Calendar },
): Implied {
  const short = 'vote' in data && !(data.vote as { carried: boolean }).carried;
  // The certificate runs from the day it was issued, not from the day the cell heard of it.
  const start = 'issuedOn' in data ? (data.issuedOn as Day) : on;
  return {
    applied: appliedRules(procedure, command.type),
    deadlines: short ? [] : deadlinesFrom(procedure, type, start, calendar),
    next: nextAfter(procedure, state, { type, data, on, short }, context.committeeBetween),
  };
}
