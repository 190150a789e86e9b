import type { DossierCommand } from '@dossier/contract';
import type { Day, Decision, Refusal } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import { standInTheWay } from '@dossier/procedure';
import { because, type AskedOf } from '../asked';
import { adopt } from './adoption';
import { complete } from './complete';
import type { DossierContext } from './context';
import { correct } from './correction';
import type { DossierEvent, DossierEventType } from './events';
import { askedFacts } from './facts';
import { HAPPENING, type Answer, type Beside, type Happened, type Happens, type Under } from './happening';
import { unknownMember } from './naming';
import { notBefore, outOfOrder } from './order';
import { noteDeadline } from './overdue';
import { groundOf, standing, type Regulation } from './standing';
import type { DossierState } from './state';

/** An answer on a dossier: the rules it was decided under, and what is written beside it in the same append. */
export type DossierDecision = Decision<DossierEvent> & {
  readonly procedure?: string;
  readonly overlay?: string;
  readonly beside?: readonly Beside[];
};

/** Decides on a dossier: what the dossier and the day allow first, then what the command brings. */
export function decideDossier(
  asked: AskedOf<DossierCommand>,
  state: DossierState,
  context: DossierContext,
  regulation: Regulation,
): DossierDecision {
  const { command, on } = asked;
  if (command.type !== 'ListCandidate' && state.done.CandidateListed === undefined && asked.on <= asked.today)
    return because('dossier-unknown', 'dossier', command.dossier);
  const stands = standing(command.type, asked, state, context, groundOf(asked, state, context, regulation));
  if ('refused' in stands) return stands;
  const { procedure, overlay } = stands.rules;
  const unknown = unknownMember(command, context);
  if (unknown) return unknown;
  const facts = { ...stands.facts, ...askedFacts(command, on, state, context) };
  const inTheWay = standInTheWay(procedure, command.type, facts, 'arguments');
  if (inTheWay && procedure.actions[command.type]) return { refused: inTheWay };
  const under: Under = {
    procedure,
    calendar: regulation.calendar,
    on,
    today: asked.today,
    ...(asked.account === undefined ? {} : { account: asked.account }),
  };
  const happened = whatHappened(command, state, context, under, regulation);
  if ('refused' in happened) return happened;
  const event = complete(happened, command.type, state, context, after(command, under, regulation));
  const early =
    undoesLater(happened, state, on) ??
    movesEarlier(happened, state, context, on) ??
    outOfOrder(event, on, state, context.history);
  if (early) return early;
  const { beside } = happened;
  return {
    ...accepted(event),
    procedure: procedure.version,
    ...(overlay === undefined ? {} : { overlay }),
    ...(beside === undefined ? {} : { beside }),
  };
}

/** What follows from moving to another version is what that version says. */
function after(command: DossierCommand, under: Under, { versions }: Regulation): Under {
  if (command.type !== 'AdoptProcedure') return under;
  const procedure = versions.find(({ version }) => version === command.version);
  return procedure === undefined ? under : { ...under, procedure };
}

/** A step is not undone on a day before it was taken: in the order of the days it would be taken again after its undoing. */
function undoesLater({ data }: Happened, { done }: DossierState, on: Day): { readonly refused: Refusal } | undefined {
  const undone: readonly DossierEventType[] = ('undone' in data ? data.undone : undefined) ?? [];
  const last = undone.reduce<Day>((latest, step) => ((done[step] ?? '') > latest ? (done[step] ?? '') : latest), on);
  return last > on ? notBefore(last, on) : undefined;
}

/** A member goes nowhere on a day before the last move on record: two rolls would have the member afterwards. */
function movesEarlier(
  { type }: Happened,
  { member = '' }: DossierState,
  { members }: DossierContext,
  on: Day,
): { readonly refused: Refusal } | undefined {
  const last = type === 'CandidateTransferred' ? members[member]?.state.cells.at(-1) : undefined;
  return last !== undefined && on < last.from
    ? because('before-earlier-step', 'on', on, last.from, 'nobody')
    : undefined;
}

/** Corrections and the moving to another version look at the whole history; every other command at the state alone. */
function whatHappened(
  command: DossierCommand,
  state: DossierState,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): Answer {
  switch (command.type) {
    case 'CorrectEntry':
    case 'ProposeCorrection':
    case 'ApproveCorrection':
      return correct(command, state, context, under, regulation);
    case 'AdoptProcedure':
      return adopt(command, state, context, under, regulation);
    case 'NoteDeadline':
      return noteDeadline(command, state, under);
    default: {
      const happens = HAPPENING[command.type] as Happens<DossierCommand['type']>;
      return happens(command, state, context, under);
    }
  }
}
