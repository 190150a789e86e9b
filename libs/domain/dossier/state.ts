import type { ConsentMatter, Declared, Readmission, Supplement } from '@dossier/contract';
import type { Day, Evolution, Recorded } from '@dossier/kernel';
import type { ConsentFacts, DossierDeadline, MoveFacts, Step, VoteFacts } from '@dossier/procedure';
import { runningDeadlines } from './deadlines';
import { effects } from './effects';
import { hasResolved, type DossierEvent, type DossierEventType, type Outcome, type Proposal } from './events';
import { disturbs, effectiveHistory } from './history';
import { stillUndone } from './redo';

/** The four phases of the work, the probation after them, and the way out. */
export type Phase = 'nomination' | 'mentor-assignment' | 'training' | 'approval' | 'probation' | 'recognised' | 'ended';

export interface Introducer {
  readonly member: string;
  readonly togetherSince: Day;
  readonly waived: boolean;
}

/** A probation: when it ends, who mentored in it, and what has been written. */
export interface Probation {
  readonly from: Day;
  readonly endsOn: Day;
  readonly mentors: readonly string[];
  readonly reportedBy: readonly string[];
  readonly selfReport?: Day;
  /** The last day each side handed its review in. */
  readonly reportedOn?: { readonly probationer?: Day; readonly mentor?: Day };
  readonly course?: Day;
}

export interface DossierState {
  readonly person?: string;
  readonly cell?: string;
  readonly declared?: Declared;
  readonly readmission?: Readmission;
  /** Opened from the sealed identity; undefined once that has been erased. */
  readonly birth?: Day;
  /** The last day each step was taken. A vote that fell short is not a step taken. */
  readonly done: Readonly<Partial<Record<DossierEventType, Day>>>;
  readonly mentor?: { readonly member: string; readonly since: Day; readonly replacement: boolean };
  readonly training?: { readonly class: string; readonly issuedOn?: Day };
  readonly procedure?: string;
  readonly openedOn?: Day;
  readonly documents: Readonly<Record<string, Day>>;
  readonly introducers: readonly Introducer[];
  /** The unions that have resolved to introduce the candidate. */
  readonly endorsedBy: readonly string[];
  readonly verifications: Readonly<Record<string, 'asked' | 'clear' | 'unclear'>>;
  readonly opinions: readonly string[];
  readonly opinionDays: Readonly<Record<string, Day>>;
  readonly consents: Readonly<Partial<Record<ConsentMatter, ConsentFacts>>>;
  /** The last vote of each body; on recognition and erasure as 'recognition/cell'. */
  readonly votes: Readonly<Record<string, VoteFacts>>;
  readonly appraisal?: { readonly agrees: boolean; readonly on: Day } | undefined;
  /** What a returned dossier still lacks. */
  readonly supplement: readonly Supplement[];
  readonly move?: MoveFacts & { readonly from: string; readonly to: string };
  readonly reexamination?: 'open' | 'confirmed' | 'rejected' | undefined;
  readonly away?: { readonly place: string; readonly from: Day; readonly until?: Day };
  /** Steps that were undone to be done again and have not been yet: no decision rests on them. */
  readonly redoing: readonly DossierEventType[];
  /** The member the admitted person became. */
  readonly member?: string;
  readonly probation?: Probation;
  readonly officialFrom?: Day;
  readonly appeal?: 'open' | 'upheld' | 'overturned' | undefined;
  readonly proposals: Readonly<Record<string, Proposal>>;
  readonly deadlines: readonly DossierDeadline[];
  readonly next: Pick<Step, 'action' | 'by'> | null;
  readonly outcome?: Outcome | undefined;
  /** The first day the body that decides said yes or no. Nothing takes it back, though the decision itself be undone. */
  readonly decidedOn?: Day;
  /** The last revision folded, and the latest day. */
  readonly revision: number;
  readonly lastOn: Day;
}

const initial: DossierState = {
  done: {},
  documents: {},
  introducers: [],
  endorsedBy: [],
  verifications: {},
  opinions: [],
  opinionDays: {},
  consents: {},
  votes: {},
  supplement: [],
  redoing: [],
  proposals: {},
  deadlines: [],
  next: null,
  revision: -1,
  lastOn: '',
};

/** Which phase a dossier is in, computed from what was done. */
export function phaseOf({ done, outcome }: Pick<DossierState, 'done' | 'outcome'>): Phase {
  if (outcome === 'recognised') return 'recognised';
  if (outcome !== undefined) return 'ended';
  if (done.CeremonyHeld !== undefined) return 'probation';
  if (done.PaperworkPermitted !== undefined) return 'approval';
  if (done.TrainingProposed !== undefined) return 'training';
  return done.MentorAssigned === undefined ? 'nomination' : 'mentor-assignment';
}

/**
 * Whether a dossier still holds its person: it is under way, or it made a member of them, or it may yet be taken up again
 * on appeal. A person has one such dossier.
 */
export function isLiving({ outcome, appeal }: Pick<DossierState, 'outcome' | 'appeal'>): boolean {
  return outcome === undefined || outcome === 'recognised' || appeal === 'open';
}

/** A step is taken when its event happened; a vote only when it carried. */
export function isTaken(event: Recorded<DossierEvent>): boolean {
  switch (event.type) {
    case 'UnionEndorsed':
      return hasResolved(event.data);
    case 'CellVoted':
    case 'CommitteeVoted':
    case 'RecognitionVoted':
    case 'ErasureVoted':
      return event.data.vote.carried;
    default:
      return true;
  }
}

/** Folds one event into a dossier's state. Reads the event alone: what the regulation implied is written in it. */
function evolve(state: DossierState, event: Recorded<DossierEvent>): DossierState {
  const { on } = event.meta;
  const undone: readonly DossierEventType[] = ('undone' in event.data ? event.data.undone : undefined) ?? [];
  const done: Partial<Record<DossierEventType, Day>> = { ...state.done };
  for (const step of undone) delete done[step];
  if (isTaken(event)) done[event.type] = on;
  const newest = event.revision > state.revision;
  const changed = { ...state, ...effects(state, event) };
  return {
    ...changed,
    redoing: stillUndone(changed, event),
    done,
    deadlines: runningDeadlines(state.deadlines, event),
    next: newest ? (event.data.next ?? null) : state.next,
    revision: newest ? event.revision : state.revision,
    lastOn: on > state.lastOn ? on : state.lastOn,
  };
}

/** How a dossier's stream folds to the state of a day: what happened later is not in it. */
export function dossierOn(on: Day): Evolution<DossierState, DossierEvent> {
  return { initial, evolve, disturbs, effective: (events) => effectiveHistory(events, { on }) };
}

/** How a dossier's stream folds. Corrections and entries of an earlier day make it fold anew, in the order of the days. */
export const dossier: Evolution<DossierState, DossierEvent> = {
  initial,
  evolve,
  disturbs,
  effective: (events) => effectiveHistory(events),
};
