import type { Declared } from '@dossier/contract';
import type { Day, Evolution, Recorded } from '@dossier/kernel';
import type { StartedDeadline, Step } from '@dossier/procedure';
import type { DossierEvent, DossierEventType } from './events';

/** The four phases of the work, and the two ways out. */
export type Phase = 'nomination' | 'mentor-assignment' | 'training' | 'approval' | 'admitted' | 'ended';

export interface Introducer {
  readonly member: string;
  readonly togetherSince: Day;
  readonly waived: boolean;
}

export interface DossierState {
  readonly person?: string;
  readonly cell?: string;
  readonly declared?: Declared;
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
  readonly verifications: Readonly<Record<string, 'asked' | 'clear' | 'unclear'>>;
  readonly opinions: readonly string[];
  readonly votes: Readonly<Record<string, { readonly carried: boolean; readonly on: Day }>>;
  readonly deadlines: readonly StartedDeadline[];
  readonly next: Pick<Step, 'action' | 'by'> | null;
  readonly outcome?: 'admitted' | 'refused' | 'delisted' | 'withdrawn';
}

const initial: DossierState = {
  done: {},
  documents: {},
  introducers: [],
  verifications: {},
  opinions: [],
  votes: {},
  deadlines: [],
  next: null,
};

/** Which of the four phases a dossier is in, computed from what was done. */
export function phaseOf({ done, outcome }: Pick<DossierState, 'done' | 'outcome'>): Phase {
  if (outcome === 'admitted') return 'admitted';
  if (outcome !== undefined) return 'ended';
  if (done.PaperworkPermitted !== undefined) return 'approval';
  if (done.TrainingProposed !== undefined) return 'training';
  return done.MentorAssigned === undefined ? 'nomination' : 'mentor-assignment';
}

/** A step is taken when its event happened; a vote only when it carried. */
function isTaken(event: Recorded<DossierEvent>): boolean {
  return event.type === 'CellVoted' || event.type === 'CommitteeVoted' ? event.data.vote.carried : true;
}

/** The clocks that run after an event: those it ends are gone, those it starts anew replace their former selves. */
export function runningDeadlines<D extends { readonly id: string; readonly until: string }>(
  before: readonly D[],
  event: Recorded<DossierEvent>,
): readonly (D | StartedDeadline)[] {
  const ended = isTaken(event) ? event.type : undefined;
  const { deadlines = [] } = event.data;
  const started = deadlines.map((deadline) => deadline.id);
  return [...before.filter(({ id, until }) => until !== ended && !started.includes(id)), ...deadlines];
}

/** Folds one event into a dossier's state. Reads the event alone: what the regulation implied is written in it. */
function evolve(state: DossierState, event: Recorded<DossierEvent>): DossierState {
  const { on } = event.meta;
  return {
    ...state,
    ...specifics(state, event, on),
    done: isTaken(event) ? { ...state.done, [event.type]: on } : state.done,
    deadlines: runningDeadlines(state.deadlines, event),
    next: event.data.next ?? null,
  };
}

function specifics(state: DossierState, event: Recorded<DossierEvent>, on: Day): Partial<DossierState> {
  switch (event.type) {
    case 'CandidateListed': {
      const { person, cell, declared, identity } = event.data;
      return { person, cell, declared, ...(identity ? { birth: identity.birth } : {}) };
    }
    case 'MentorAssigned':
      return { mentor: { member: event.data.member, since: on, replacement: false } };
    case 'MentorReplaced':
      return { mentor: { member: event.data.member, since: on, replacement: true } };
    case 'TrainingProposed':
      return { training: { ...state.training, class: event.data.class } };
    case 'TrainingCertified':
      return { training: { class: event.data.class, issuedOn: event.data.issuedOn } };
    case 'DossierOpened':
      return { procedure: event.data.procedure, openedOn: on };
    case 'DocumentFiled':
      return { documents: { ...state.documents, [event.data.form]: event.data.writtenOn } };
    case 'IntroducerNamed': {
      const { member, togetherSince, waived } = event.data;
      const others = state.introducers.filter((i) => i.member !== member);
      return { introducers: [...others, { member, togetherSince, waived }] };
    }
    case 'VerificationRequested':
      return { verifications: { ...state.verifications, [event.data.place]: 'asked' } };
    case 'VerificationAnswered':
      return { verifications: { ...state.verifications, [event.data.place]: event.data.clear ? 'clear' : 'unclear' } };
    case 'OpinionCollected':
      return { opinions: [...state.opinions.filter((from) => from !== event.data.from), event.data.from] };
    default:
      return votesAndEnds(state, event, on);
  }
}

function votesAndEnds(state: DossierState, event: Recorded<DossierEvent>, on: Day): Partial<DossierState> {
  switch (event.type) {
    case 'CellVoted':
      return { votes: { ...state.votes, cell: { carried: event.data.vote.carried, on } } };
    case 'CommitteeVoted':
      return { votes: { ...state.votes, 'grassroots-committee': { carried: event.data.vote.carried, on } } };
    case 'AdmissionDecided':
      return { votes: { ...state.votes, decider: { carried: event.data.vote.carried, on } } };
    case 'CeremonyHeld':
      return { outcome: 'admitted' };
    case 'AdmissionRefused':
      return { outcome: 'refused' };
    case 'CandidateDelisted':
      return { outcome: 'delisted' };
    case 'CandidateWithdrew':
      return { outcome: 'withdrawn' };
    default:
      return {};
  }
}

/** How a dossier's stream folds. */
export const dossier: Evolution<DossierState, DossierEvent> = { initial, evolve };
