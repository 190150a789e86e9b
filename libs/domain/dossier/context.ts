import type { Identity } from '@dossier/contract';
import type { Recorded } from '@dossier/kernel';
import type { DeciderFacts, ProcedureVersion } from '@dossier/procedure';
import type { MemberState } from '../member';
import type { HandOver, OrganisationState, UnitAbove } from '../organisation';
import type { TrainingState } from '../training';
import type { DossierEvent } from './events';

/** A member the command or the dossier names, and the grassroots organisation of the member's cell on that day. */
export interface KnownMember {
  readonly state: MemberState;
  readonly grassroots?: string;
}

/** A cell and what stands above it on a day. */
export interface CellContext {
  readonly cellId: string;
  readonly cell?: OrganisationState;
  /** The grassroots organisation the cell stands under on that day: the cell itself where no committee is between. */
  readonly grassroots?: string;
  /** Whether a grassroots committee stands above the cell. Whether it is between depends on who decides. */
  readonly committeeBetween: boolean;
  /** The units above, nearest first. */
  readonly above?: readonly UnitAbove[];
  /** The code of the local rules that hold for the cell on that day. */
  readonly localRules?: string;
}

/** What deciding on a dossier needs to know of others, read when the command is decided. */
export interface DossierContext extends CellContext {
  readonly members: Readonly<Record<string, KnownMember>>;
  readonly class?: TrainingState;
  /** The random id of the person to be listed, from the key store. */
  readonly person?: string;
  /** For a move: the cell the candidate goes to. */
  readonly to?: CellContext;
  /** For what puts a member on the roll of a cell: what has become of that cell since the day of the command. */
  readonly handOvers?: readonly HandOver[];
  /** For a decision: the dossier that has its number already, among those of one decider and year. */
  readonly numberOf?: string;
  /** For a ceremony: whether the code of the new member is taken, and who the person is. */
  readonly codeTaken?: boolean;
  readonly identity?: Identity;
  /** For a correction, for moving to another version, and for a day before the last: everything that happened. */
  readonly history?: readonly Recorded<DossierEvent>[];
  /** And the surroundings on each day of it, of each cell the dossier stands in, or will once it is corrected. */
  readonly past?: ReadonlyMap<string, DossierContext>;
  /** For a correction: the surroundings that the corrected entry meets. */
  readonly then?: DossierContext;
}

/** The body that decides on a cell's dossiers under a version; undefined where the version or the tree does not say. */
export function deciderOf({ above = [] }: CellContext, { decider }: ProcedureVersion): DeciderFacts | undefined {
  if (decider === undefined) return undefined;
  const unit = above.find(
    ({ kind = '', empowered }) => decider.kinds.includes(kind) || (decider.empowered && empowered),
  );
  if (unit === undefined) return undefined;
  const { organisation, kind = '', committee, standing } = unit;
  return {
    unit: organisation,
    kind,
    // A committee of a kind that decides anyway needs no empowerment to.
    empowered: !decider.kinds.includes(kind),
    ...(committee === undefined ? {} : { committee }),
    ...(standing === undefined ? {} : { standing }),
  };
}

/** Which bodies stand between a cell and the one that decides, and how many sit in the committee. */
export function between(
  context: CellContext,
  procedure: ProcedureVersion,
): { readonly committee: boolean; readonly subCommittee: boolean; readonly sitting?: number } {
  const { above = [] } = context;
  const decider = deciderOf(context, procedure);
  const committee = above.find(({ kind }) => kind === 'grassroots-committee');
  const subCommittee = above.some(({ kind }) => kind === 'sub-committee');
  if (decider === undefined) return { committee: context.committeeBetween, subCommittee };
  return {
    committee: committee !== undefined && committee.organisation !== decider.unit,
    subCommittee,
    ...(committee?.committee === undefined ? {} : { sitting: committee.committee }),
  };
}
