import type { DossierCommand } from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import type { Facts, IntroducerFacts, MemberFacts } from '@dossier/procedure';
import type { AskedOf } from '../asked';
import type { MemberState } from '../member';
import { officialsOn, type OrganisationState } from '../organisation';
import type { TrainingState } from '../training';
import type { DossierState } from './state';

/** A member the command or the dossier names, and the grassroots organisation of the member's cell on that day. */
export interface KnownMember {
  readonly state: MemberState;
  readonly grassroots?: string;
}

/** What deciding on a dossier needs to know of others, read when the command is decided. */
export interface DossierContext {
  readonly cellId: string;
  readonly cell?: OrganisationState;
  /** The grassroots organisation the cell stands under on that day: the cell itself where no committee is between. */
  readonly grassroots?: string;
  readonly committeeBetween: boolean;
  readonly members: Readonly<Record<string, KnownMember>>;
  readonly class?: TrainingState;
  /** The random id of the person to be listed, from the key store. */
  readonly person?: string;
}

function memberFacts(id: string, on: Day, { members }: DossierContext): MemberFacts {
  const known = members[id];
  const { officialSince, departed, disciplined } = known?.state ?? { cells: [] };
  return {
    member: id,
    ...(officialSince === undefined ? {} : { officialSince }),
    ...(known?.grassroots === undefined ? {} : { grassroots: known.grassroots }),
    departed: departed !== undefined && departed <= on,
    disciplined: disciplined !== undefined && disciplined <= on,
  };
}

/** Whether naming this member as introducer is free of the months together: it replaces a mentor who left. */
export function isWaived(member: string, { mentor }: DossierState): boolean {
  return mentor?.replacement === true && mentor.member === member;
}

function named(
  command: DossierCommand,
  on: Day,
  state: DossierState,
  context: DossierContext,
): IntroducerFacts | undefined {
  if (!('member' in command)) return undefined;
  const togetherSince = command.type === 'NameIntroducer' ? command.togetherSince : on;
  return { ...memberFacts(command.member, on, context), togetherSince, waived: isWaived(command.member, state) };
}

/** The states of a dossier and its surroundings as the rules see them on the day of the command. */
export function factsOf({ command, on }: AskedOf<DossierCommand>, state: DossierState, context: DossierContext): Facts {
  const { cell, grassroots } = context;
  const places = Object.values(state.verifications);
  const asked = named(command, on, state, context);
  return {
    on,
    done: state.done,
    difficultArea: cell?.difficultArea ?? false,
    committeeBetween: context.committeeBetween,
    introducers: state.introducers.map((i) => ({ ...memberFacts(i.member, on, context), ...i })),
    unionEndorsed: state.done.UnionEndorsed !== undefined,
    documents: state.documents,
    verifications: {
      requested: places.length,
      answered: places.filter((p) => p !== 'asked').length,
      unclear: places.filter((p) => p === 'unclear').length,
    },
    opinions: state.opinions,
    cellOfficials: cell ? officialsOn(cell, on) : 0,
    votes: state.votes,
    dueDays: Object.fromEntries(state.deadlines.map((d) => [d.id, d.due])),
    ...(state.birth === undefined ? {} : { birth: state.birth }),
    ...(state.declared === undefined ? {} : { schooling: state.declared.schooling }),
    ...(grassroots === undefined ? {} : { grassroots }),
    ...(state.training?.issuedOn === undefined ? {} : { certificateIssuedOn: state.training.issuedOn }),
    ...(state.openedOn === undefined ? {} : { openedOn: state.openedOn }),
    ...(state.mentor === undefined ? {} : { mentor: memberFacts(state.mentor.member, on, context) }),
    ...(command.type === 'HoldCeremony' && command.consent !== undefined ? { consent: command.consent } : {}),
    ...(asked === undefined ? {} : { named: asked }),
  };
}
