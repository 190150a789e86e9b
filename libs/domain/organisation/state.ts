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

/** The official members on a cell's roll on a day. */
export function officialsOn(state: OrganisationState, on: Day): number {
  return state.roll.filter((s) => covers(s, on) && s.officialSince !== undefined && s.officialSince <= on).length;
}

function evolve(state: OrganisationState, event: Recorded<OrganisationEvent>): OrganisationState {
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
    case 'MemberEnrolled': {
      const { member, officialSince } = event.data;
      return { ...state, roll: [...state.roll, { member, from, ...(officialSince ? { officialSince } : {}) }] };
    }
    case 'MemberLeftRoll': {
      const { member } = event.data;
      return {
        ...state,
        roll: state.roll.map((s) => (s.member === member && s.to === undefined ? { ...s, to: from } : s)),
      };
    }
    default:
      return state;
  }
}

/** How an organisation's stream folds. */
export const organisation: Evolution<OrganisationState, OrganisationEvent> = { initial, evolve };
