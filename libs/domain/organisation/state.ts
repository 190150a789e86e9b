import type { OrganisationKind } from '@dossier/contract';
import type { Day, Evolution, Recorded } from '@dossier/kernel';
import type { Dated } from '../dated';
import type { OrganisationEvent } from './events';

/** A member's stay on a cell's roll. */
export interface Spell {
  readonly member: string;
  readonly from: Day;
  readonly to?: Day;
  readonly officialSince?: Day;
}

export interface OrganisationState {
  readonly founded?: Day;
  readonly kind?: OrganisationKind;
  readonly difficultArea: boolean;
  readonly names: readonly Dated<string>[];
  readonly parents: readonly Dated<string | undefined>[];
  readonly overseers: readonly Dated<string>[];
  readonly roll: readonly Spell[];
  readonly reviewedMonths: readonly string[];
  /** The unit ended on this day: from it on it is no unit any more, and its successor, if it has one, stands for it. */
  readonly dissolved?: { readonly on: Day; readonly successor?: string };
  // What not every unit has said is left out until it does.
  /** How many sit in the committee and in its standing committee. */
  readonly committee?: readonly Dated<number>[];
  readonly standing?: readonly Dated<number>[];
  readonly empowered?: readonly Dated<boolean>[];
  /** The code of the local rules in force for the unit and those beneath it; null where they were given up. */
  readonly localRules?: readonly Dated<string | null>[];
  readonly contacts?: readonly { readonly on: Day; readonly what: 'urged' | 'praised' | 'visited' }[];
  /** The latest day anything is recorded of: a unit cannot have ended before it. */
  readonly lastOn?: Day;
}

const initial: OrganisationState = {
  difficultArea: false,
  names: [],
  parents: [],
  overseers: [],
  roll: [],
  reviewedMonths: [],
};

/** Whether a spell covers a day. The day of leaving is no longer a day of membership. */
export function covers(spell: Spell, on: Day): boolean {
  return spell.from <= on && (spell.to === undefined || on < spell.to);
}

/** Whether a spell is on a day that of an official member. */
export function isOfficial(spell: Spell, on: Day): boolean {
  return covers(spell, on) && spell.officialSince !== undefined && spell.officialSince <= on;
}

/** The official members on a cell's roll on a day. */
export function officialsOn(state: OrganisationState, on: Day): number {
  return state.roll.filter((spell) => isOfficial(spell, on)).length;
}

function evolve(state: OrganisationState, event: Recorded<OrganisationEvent>): OrganisationState {
  const changed = changedBy(state, event);
  if (changed === state) return state;
  const on = dayOf(event);
  return { ...changed, lastOn: state.lastOn !== undefined && state.lastOn > on ? state.lastOn : on };
}

/** The day an event holds from: its own, but of a hand-over that was written later. */
export function dayOf({ data, meta }: { readonly data: object; readonly meta: { readonly on: Day } }): Day {
  return (data as { readonly since?: Day }).since ?? meta.on;
}

function changedBy(state: OrganisationState, event: Recorded<OrganisationEvent>): OrganisationState {
  const from = event.meta.on;
  switch (event.type) {
    case 'OrganisationFounded': {
      const { kind, difficultArea, name, parent } = event.data;
      const names = [{ from, value: name }];
      return { ...state, founded: from, kind, difficultArea, names, parents: [{ from, value: parent }] };
    }
    case 'OrganisationRenamed':
      return { ...state, names: [...state.names, { from, value: event.data.name }] };
    case 'OrganisationMoved':
      return { ...state, parents: [...state.parents, { from, value: event.data.parent }] };
    case 'OverseerAssigned':
      return { ...state, overseers: [...state.overseers, { from, value: event.data.member }] };
    case 'SourceReviewed':
      return { ...state, reviewedMonths: [...state.reviewedMonths, event.data.month] };
    case 'MemberEnrolled':
    case 'MemberLeftRoll':
      return { ...state, roll: rollAfter(state.roll, event) };
    case 'OrganisationDissolved': {
      const { successor } = event.data;
      return { ...state, dissolved: { on: from, ...(successor === undefined ? {} : { successor }) } };
    }
    case 'MemberConfirmed': {
      const { member, officialSince } = event.data;
      return {
        ...state,
        roll: state.roll.map((s) => (s.member === member && lasts(s, officialSince) ? { ...s, officialSince } : s)),
      };
    }
    default:
      return standingAfter(state, event);
  }
}

/** Whether a stay goes on past a day. One that ended later was a stay of an official member from that day to its end. */
function lasts({ to }: Spell, day: Day): boolean {
  return to === undefined || to > day;
}

function rollAfter(
  roll: readonly Spell[],
  event: Extract<Recorded<OrganisationEvent>, { type: 'MemberEnrolled' | 'MemberLeftRoll' }>,
): readonly Spell[] {
  const { member } = event.data;
  const on = dayOf(event);
  if (event.type === 'MemberLeftRoll') {
    return roll.map((s) => (s.member === member && s.to === undefined ? { ...s, to: on } : s));
  }
  const { officialSince } = event.data;
  return [...roll, { member, from: on, ...(officialSince ? { officialSince } : {}) }];
}

/** What changes how a unit stands: who sits in its committee, what it may decide, by which local rules, and how it was spoken to. */
function standingAfter(state: OrganisationState, event: Recorded<OrganisationEvent>): OrganisationState {
  const from = event.meta.on;
  const contact = (what: 'urged' | 'praised' | 'visited'): OrganisationState => ({
    ...state,
    contacts: [...(state.contacts ?? []), { on: from, what }],
  });
  switch (event.type) {
    case 'CommitteeSeated': {
      const { committee, standing } = event.data;
      const seats = { committee: [...(state.committee ?? []), { from, value: committee }] };
      return { ...state, ...seats, standing: [...(state.standing ?? []), { from, value: standing }] };
    }
    case 'EmpowermentGranted':
    case 'EmpowermentRevoked':
      return {
        ...state,
        empowered: [...(state.empowered ?? []), { from, value: event.type === 'EmpowermentGranted' }],
      };
    case 'LocalRulesAdopted':
      return { ...state, localRules: [...(state.localRules ?? []), { from, value: event.data.rules }] };
    case 'UnitUrged':
      return contact('urged');
    case 'UnitPraised':
      return contact('praised');
    case 'VisitRecorded':
      return contact('visited');
    case 'OrganisationMerged':
    case 'OrganisationSplit':
      // What these did to rolls and places stands in events of their own; here they only say when.
      return { ...state };
    default:
      return state;
  }
}

/** How an organisation's stream folds. */
export const organisation: Evolution<OrganisationState, OrganisationEvent> = { initial, evolve };
