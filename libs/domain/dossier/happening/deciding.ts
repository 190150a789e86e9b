import { addMonths } from '@dossier/calendar';
import type { Day } from '@dossier/kernel';
import { dueOf } from '@dossier/procedure';
import { because } from '../../asked';
import { deciderOf, type DossierContext } from '../context';
import type { DossierEventType, Facets } from '../events';
import { ageBand } from '../facets';
import type { NumberEvent } from '../numbers';
import type { DossierState } from '../state';
import { noted, type Beside, type Part, type Under } from './happens';
import { joins } from './membership';
import { counted, doesNotAddUp, fellShort, moreThanMembers, thresholdOf } from './votes';

/** The body whose majority decides: a standing committee, or the whole of an empowered grassroots committee. */
export function decidingBody(context: DossierContext, { procedure }: Pick<Under, 'procedure'>): string {
  const empowered = deciderOf(context, procedure)?.empowered === true;
  return empowered && procedure.thresholds['empowered-committee'] ? 'empowered-committee' : 'decider';
}

/** What statistics need of the person on the day that counts. */
export function facetsOf({ cell, declared, birth }: DossierState, on: Day): Facets {
  if (cell === undefined || declared === undefined)
    throw new TypeError('a dossier that was never listed has no facets');
  return { cell, ageBand: ageBand(birth, on), ...declared };
}

/** The last day of a probation that begins on a day; undefined where the version knows none. */
export function probationEnd(from: Day, { procedure }: Pick<Under, 'procedure'>): Day | undefined {
  const probation = procedure.deadlines.find(({ id }) => id === 'K3');
  return probation && addMonths(from, probation.amount);
}

/** What rested on the former end of a probation that now ends on another day: those steps are to be taken again. */
export function restingOnEnd(
  { done, probation }: DossierState,
  endsOn: Day,
  { on }: Pick<Under, 'on'>,
): { readonly undone?: readonly DossierEventType[] } {
  if (probation === undefined || probation.endsOn === endsOn) return {};
  const undone = (['ProbationReported', 'RecognitionVoted'] as const).filter((step) => {
    const taken = done[step];
    return taken !== undefined && taken <= on;
  });
  return undone.length === 0 ? {} : { undone };
}

/** The stream in which one decider's numbers of one year are kept, so that no two decisions share one. */
export function numbersStream(decider: string, on: Day): string {
  return `decisions-${decider}-${on.slice(0, 4)}`;
}

/** From the cell's vote to the ceremony. */
export const deciding: Part<
  | 'HoldCellVote'
  | 'AppraiseBySubCommittee'
  | 'HoldCommitteeVote'
  | 'SubmitDossier'
  | 'ReturnDossier'
  | 'ExtendDeadline'
  | 'DecideAdmission'
  | 'RefuseAdmission'
  | 'GiveNotice'
  | 'ReceiveDecision'
  | 'HoldCeremony'
> = {
  HoldCellVote(command, _state, context, under) {
    const { dossier, by } = command;
    if (by !== undefined && by !== context.cellId) return because('not-this-cell', 'by', by, context.cellId, 'cell');
    const wrong = moreThanMembers(command, context, under) ?? doesNotAddUp(command);
    if (wrong) return wrong;
    return { type: 'CellVoted', data: { dossier, vote: counted(command, thresholdOf(under.procedure, 'cell')) } };
  },

  AppraiseBySubCommittee(command) {
    const { dossier, number, agrees } = command;
    return { type: 'SubCommitteeAppraised', data: { dossier, number, agrees, ...noted(command) } };
  },

  HoldCommitteeVote(command, _state, context, { procedure }) {
    // The first versions written down have no guard that says it.
    if (!context.committeeBetween) return because('no-committee-between', 'cell', context.cellId, null, 'nobody');
    const vote = counted(command, thresholdOf(procedure, 'grassroots-committee'));
    return doesNotAddUp(command) ?? { type: 'CommitteeVoted', data: { dossier: command.dossier, vote } };
  },

  SubmitDossier({ dossier, number }) {
    return { type: 'DossierSubmitted', data: { dossier, ...(number ? { number } : {}) } };
  },

  ReturnDossier(command) {
    const { dossier, items, clock } = command;
    return {
      type: 'DossierReturned',
      data: { dossier, items, clock, undone: ['DossierSubmitted'], ...noted(command) },
    };
  },

  ExtendDeadline({ dossier, deadline: id, days, number, place }, { deadlines }, _context, { on, calendar }) {
    const running = deadlines.find((deadline) => deadline.id === id && deadline.subject === place);
    if (running === undefined) return because('deadline-not-running', 'deadline', id, null, 'nobody');
    const due = dueOf(running, calendar);
    if (due !== undefined && on > due) return because('too-late', 'deadline', on, due, 'nobody');
    const { unit, start } = running;
    return {
      type: 'DeadlineExtended',
      data: { dossier, deadline: id, amount: days, unit, start, number, ...(place === undefined ? {} : { place }) },
    };
  },

  DecideAdmission(command, state, context, under) {
    const { dossier, admittedOn } = command;
    const wrong = doesNotAddUp(command) ?? wronglyDated(admittedOn, state, under);
    if (wrong) return wrong;
    const threshold = thresholdOf(under.procedure, decidingBody(context, under));
    const vote = counted(command, threshold);
    if (!vote.carried) return fellShort(vote, threshold);
    const decider = deciderOf(context, under.procedure)?.unit;
    const probationEndsOn = admittedOn === undefined ? undefined : probationEnd(admittedOn, under);
    const again =
      admittedOn === undefined || probationEndsOn === undefined
        ? {}
        : { again: { admittedOn, probationEndsOn }, ...restingOnEnd(state, probationEndsOn, under) };
    return {
      type: 'AdmissionDecided',
      data: {
        dossier,
        vote,
        facets: facetsOf(state, under.on),
        ...(decider === undefined ? {} : { decider }),
        ...again,
      },
      ...beside(
        decider === undefined ? [] : [numberOfDecision('DecisionNumbered', dossier, decider, command.number, under.on)],
      ),
    };
  },

  RefuseAdmission(command, _state, context, under) {
    const vote = counted(command, thresholdOf(under.procedure, decidingBody(context, under)));
    if (vote.carried) return because('vote-carried', 'yes', vote.yes, vote.needed, 'decider');
    return (
      doesNotAddUp(command) ?? { type: 'AdmissionRefused', data: { dossier: command.dossier, vote, ...noted(command) } }
    );
  },

  GiveNotice({ dossier, answer, number }, { outcome }) {
    const decided = outcome === 'refused' ? 'no' : 'yes';
    if (answer !== decided) return because('notice-differs', 'answer', answer, decided, 'decider');
    return { type: 'NoticeGiven', data: { dossier, answer, number } };
  },

  ReceiveDecision({ dossier }) {
    return { type: 'DecisionReceived', data: { dossier } };
  },

  HoldCeremony({ dossier, consent, admittedAs }, state, context, under) {
    const endsOn = probationEnd(under.on, under);
    const facets = facetsOf(state, under.on);
    const given = consent === undefined ? {} : { consent };
    if (endsOn === undefined) return { type: 'CeremonyHeld', data: { dossier, facets, ...given } };
    const member = admittedAs ?? dossier;
    if (context.codeTaken) return because('member-code-taken', 'admittedAs', member, null, 'caller');
    return {
      type: 'CeremonyHeld',
      data: { dossier, facets, ...given, member, probationEndsOn: endsOn },
      beside: joins({ member, dossier }, state, context),
    };
  },
};

function beside(events: readonly Beside[]): { readonly beside?: readonly Beside[] } {
  return events.length === 0 ? {} : { beside: events };
}

/** What is written of a decision's number into the register of its decider. */
export function numberOfDecision(
  type: NumberEvent['type'],
  dossier: string,
  decider: string,
  number: string,
  on: Day,
): Beside {
  const event: NumberEvent = { type, data: { decider, year: on.slice(0, 4), number, dossier } };
  return { stream: numbersStream(decider, on), event };
}

/** The admission date is set again only where there was a ceremony, and not before it nor in the future. */
function wronglyDated(
  admittedOn: Day | undefined,
  { done }: DossierState,
  { on }: Under,
): ReturnType<typeof because> | undefined {
  const held = done.CeremonyHeld;
  if (held === undefined) {
    return admittedOn === undefined ? undefined : because('step-missing', 'admittedOn', null, 'CeremonyHeld', 'cell');
  }
  if (admittedOn === undefined) return because('admission-date-missing', 'admittedOn', null, held, 'decider');
  if (admittedOn < held) return because('before-earlier-step', 'admittedOn', admittedOn, held, 'decider');
  return admittedOn > on ? because('day-in-future', 'admittedOn', admittedOn, on, 'nobody') : undefined;
}
