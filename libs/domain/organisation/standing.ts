import type { OrganisationCommand } from '@dossier/contract';
import { accepted, type Basis, type Decision, type Refusal } from '@dossier/kernel';
import { because } from '../asked';
import { valueOn } from '../dated';
import type { OrganisationEvent } from './events';
import type { OrganisationState } from './state';

/** Empowering a grassroots committee to decide admissions: its conditions, and that it can be taken back. */
const EMPOWERMENT: Basis = { document: '294-QĐ/TW', date: '2025-05-26', clause: '22' };
/** An organisation must have more than so many members before its committee can be empowered. 294-QĐ/TW, clause 22. */
const EMPOWERED_ABOVE = 100;

const OF_STANDING = [
  'SeatCommittee',
  'GrantEmpowerment',
  'RevokeEmpowerment',
  'AdoptLocalRules',
  'UrgeUnit',
  'PraiseUnit',
  'RecordVisit',
] as const;
type Command = Extract<OrganisationCommand, { type: (typeof OF_STANDING)[number] }>;
type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Verdict = Decision<OrganisationEvent>;

/** Commands about how a unit stands: its seats, what it may decide, its local rules, and what was said to it. */
export function isOfStanding(command: OrganisationCommand): command is Command {
  return (OF_STANDING as readonly string[]).includes(command.type);
}

/** Decides how a unit stands. That it exists on that day has been seen to. */
export function decideStanding(command: Command, state: OrganisationState, on: string): Verdict {
  switch (command.type) {
    case 'SeatCommittee':
      return seat(command, state, on);
    case 'GrantEmpowerment':
      return grant(command, state, on);
    case 'RevokeEmpowerment':
      return revoke(command, state, on);
    case 'AdoptLocalRules':
      return adopt(command, state, on);
    case 'UrgeUnit':
      return accepted({ type: 'UnitUrged', data: said(command) });
    case 'PraiseUnit':
      return accepted({ type: 'UnitPraised', data: said(command) });
    case 'RecordVisit':
      return accepted({ type: 'VisitRecorded', data: said(command) });
  }
}

function said({ organisation, details }: Of<'UrgeUnit' | 'PraiseUnit' | 'RecordVisit'>) {
  return { organisation, ...(details === undefined ? {} : { details }) };
}

function seat({ organisation, committee, standing }: Of<'SeatCommittee'>, state: OrganisationState, on: string) {
  if (state.kind === 'cell') return because('wrong-kind', 'organisation', state.kind, 'grassroots-committee');
  if (standing > committee) return because('does-not-add-up', 'standing', standing, committee);
  const same = valueOn(state.committee, on) === committee && valueOn(state.standing, on) === standing;
  if (same) return because('nothing-changed', 'committee', committee);
  return accepted({ type: 'CommitteeSeated', data: { organisation, committee, standing } } as const);
}

function grant({ organisation, members, number }: Of<'GrantEmpowerment'>, state: OrganisationState, on: string) {
  if (state.kind !== 'grassroots-committee') {
    return byClause(because('wrong-kind', 'organisation', state.kind ?? null, 'grassroots-committee', 'decider'));
  }
  if (members <= EMPOWERED_ABOVE) {
    return byClause(because('too-few-to-empower', 'members', members, EMPOWERED_ABOVE, 'decider'));
  }
  if (valueOn(state.empowered, on)) return because('already-done', 'empowered', null, null, 'nobody');
  return accepted({ type: 'EmpowermentGranted', data: { organisation, members, number, basis: EMPOWERMENT } } as const);
}

function revoke({ organisation, number }: Of<'RevokeEmpowerment'>, state: OrganisationState, on: string) {
  if (!valueOn(state.empowered, on)) {
    return byClause(because('not-empowered', 'organisation', organisation, null, 'decider'));
  }
  return accepted({ type: 'EmpowermentRevoked', data: { organisation, number } } as const);
}

function byClause({ refused }: { readonly refused: Refusal }): { readonly refused: Refusal } {
  return { refused: { ...refused, basis: EMPOWERMENT, verified: 'primary' } };
}

function adopt({ organisation, rules }: Of<'AdoptLocalRules'>, state: OrganisationState, on: string) {
  // Not having said anything and having given them up differ: who says nothing goes by the rules of the unit above.
  if (valueOn(state.localRules, on) === rules) return because('nothing-changed', 'rules', rules);
  return accepted({ type: 'LocalRulesAdopted', data: { organisation, rules } } as const);
}
