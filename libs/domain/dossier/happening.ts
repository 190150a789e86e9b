import type { DossierCommand } from '@dossier/contract';
import type { Day, Refusal } from '@dossier/kernel';
import { reaches, votesNeeded, type ProcedureVersion } from '@dossier/procedure';
import { because } from '../asked';
import { officialsOn } from '../organisation';
import type { DossierEvent, Facets, Implied, Vote } from './events';
import { ageBand } from './facets';
import { isWaived, type DossierContext } from './facts';
import type { DossierState } from './state';

type Bare<E> = E extends { type: infer T; data: infer D }
  ? { readonly type: T; readonly data: Omit<D, keyof Implied> }
  : never;

/** A dossier event before what the regulation implies is added to it. */
export type Happened = Bare<DossierEvent>;

type Answer = Happened | { readonly refused: Refusal };
interface Under {
  readonly procedure: ProcedureVersion;
  readonly on: Day;
}

/** The event a command stands for, once no rule is in its way; or what is wrong with the numbers and ids it carries. */
export function happening(command: DossierCommand, state: DossierState, context: DossierContext, under: Under): Answer {
  const { dossier } = command;
  switch (command.type) {
    case 'ListCandidate': {
      const { cell, proposedBy, declared, identity, details } = command;
      if (identity.birth > under.on) return because('day-in-future', 'birth', null, under.on, 'nobody');
      if (context.person === undefined) throw new TypeError('a candidate is listed under a person id');
      const who = { person: context.person, identity, ...(details ? { details } : {}) };
      return { type: 'CandidateListed', data: { dossier, cell, proposedBy, declared, ...who } };
    }
    case 'AssignMentor':
      return { type: 'MentorAssigned', data: { dossier, member: command.member } };
    case 'ReplaceMentor':
      return replaceMentor(command, state);
    case 'ReportMentor':
      return { type: 'MentorReported', data: { dossier, opinion: command.opinion, ...noted(command) } };
    case 'ProposeTraining':
      if (!context.class?.planned) return because('class-unknown', 'class', command.class);
      return { type: 'TrainingProposed', data: { dossier, class: command.class } };
    case 'CertifyTraining':
      return certify(command, state, context, under.on);
    case 'PermitPaperwork':
      return { type: 'PaperworkPermitted', data: { dossier, number: command.number } };
    case 'OpenDossier':
      return { type: 'DossierOpened', data: { dossier, procedure: under.procedure.version } };
    default:
      return paperwork(command, state, context, under);
  }
}

type Early =
  | 'ListCandidate'
  | 'AssignMentor'
  | 'ReplaceMentor'
  | 'ReportMentor'
  | 'ProposeTraining'
  | 'CertifyTraining'
  | 'PermitPaperwork'
  | 'OpenDossier';
type Later = Exclude<DossierCommand, { type: Early }>;
type Paper =
  | 'FileDocument'
  | 'NameIntroducer'
  | 'EndorseByUnion'
  | 'StampBiography'
  | 'RequestVerification'
  | 'AnswerVerification'
  | 'RecordRemark'
  | 'CollectOpinion';

function paperwork(command: Later, state: DossierState, context: DossierContext, under: Under): Answer {
  const { dossier } = command;
  switch (command.type) {
    case 'FileDocument': {
      const { form, writtenOn, pages } = command;
      if (writtenOn > under.on) return because('day-in-future', 'writtenOn', writtenOn, under.on, 'nobody');
      return { type: 'DocumentFiled', data: { dossier, form, writtenOn, ...(pages === undefined ? {} : { pages }) } };
    }
    case 'NameIntroducer': {
      const { member, togetherSince } = command;
      const waived = isWaived(member, state);
      return { type: 'IntroducerNamed', data: { dossier, member, togetherSince, waived } };
    }
    case 'EndorseByUnion': {
      const { union, number, yes, no, convened } = command;
      return doesNotAddUp(command) ?? { type: 'UnionEndorsed', data: { dossier, union, number, yes, no, convened } };
    }
    case 'StampBiography':
      return { type: 'BiographyStamped', data: { dossier } };
    case 'RequestVerification':
      return { type: 'VerificationRequested', data: { dossier, place: command.place } };
    case 'AnswerVerification': {
      const { place, clear } = command;
      if (state.verifications[place] === undefined) return because('verification-not-asked', 'place', place);
      return { type: 'VerificationAnswered', data: { dossier, place, clear, ...noted(command) } };
    }
    case 'RecordRemark':
      return { type: 'RemarkRecorded', data: { dossier, by: command.by, ...noted(command) } };
    case 'CollectOpinion':
      return { type: 'OpinionCollected', data: { dossier, from: command.from, ...noted(command) } };
    default:
      return deciding(command, state, context, under);
  }
}

function deciding(
  command: Exclude<Later, { type: Paper }>,
  state: DossierState,
  context: DossierContext,
  under: Under,
): Answer {
  const { dossier } = command;
  switch (command.type) {
    case 'HoldCellVote': {
      const members = officialsOn(context.cell ?? emptyRoll, under.on);
      if (command.convened > members)
        return because('vote-larger-than-membership', 'convened', command.convened, members, 'cell');
      return doesNotAddUp(command) ?? { type: 'CellVoted', data: { dossier, vote: count(command, 'cell', under) } };
    }
    case 'HoldCommitteeVote': {
      if (!context.committeeBetween) return because('no-committee-between', 'cell', context.cellId, null, 'nobody');
      const vote = count(command, 'grassroots-committee', under);
      return doesNotAddUp(command) ?? { type: 'CommitteeVoted', data: { dossier, vote } };
    }
    case 'SubmitDossier':
      return { type: 'DossierSubmitted', data: { dossier, ...(command.number ? { number: command.number } : {}) } };
    case 'DecideAdmission': {
      const vote = count(command, 'decider', under);
      const wrong = doesNotAddUp(command);
      if (wrong) return wrong;
      if (!vote.carried) return short(vote, under);
      return { type: 'AdmissionDecided', data: { dossier, vote, facets: facets(state, under.on) } };
    }
    case 'RefuseAdmission': {
      const vote = count(command, 'decider', under);
      if (vote.carried) return because('vote-carried', 'yes', vote.yes, vote.needed, 'decider');
      return doesNotAddUp(command) ?? { type: 'AdmissionRefused', data: { dossier, vote, ...noted(command) } };
    }
    case 'ReceiveDecision':
      return { type: 'DecisionReceived', data: { dossier } };
    case 'HoldCeremony': {
      const consent = command.consent === undefined ? {} : { consent: command.consent };
      return { type: 'CeremonyHeld', data: { dossier, facets: facets(state, under.on), ...consent } };
    }
    case 'DelistCandidate':
      return { type: 'CandidateDelisted', data: { dossier, ...noted(command) } };
    case 'WithdrawCandidate':
      return { type: 'CandidateWithdrew', data: { dossier, ...noted(command) } };
  }
}

const emptyRoll = { difficultArea: false, names: [], parents: [], overseers: [], roll: [], reviewedMonths: [] };

/** The details a command carries, as a part of the event's data; nothing when it carries none. */
function noted<D>(command: { readonly details?: D | undefined }): { details?: D } {
  return command.details === undefined ? {} : { details: command.details };
}

type Of<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;

function replaceMentor({ dossier, member, reason }: Of<'ReplaceMentor'>, state: DossierState): Answer {
  const before = state.mentor?.member ?? '';
  if (before === member) return because('nothing-changed', 'member', member);
  return { type: 'MentorReplaced', data: { dossier, member, before, reason } };
}

function certify(command: Of<'CertifyTraining'>, state: DossierState, context: DossierContext, on: Day): Answer {
  const { dossier, number, issuedOn } = command;
  const to = context.class?.planned?.to;
  if (to !== undefined && state.training?.class !== command.class) {
    return because('class-not-proposed', 'class', command.class, state.training?.class ?? null);
  }
  if (to === undefined) return because('class-unknown', 'class', command.class);
  if (issuedOn > on) return because('day-in-future', 'issuedOn', issuedOn, on, 'nobody');
  if (issuedOn < to) return because('class-not-over', 'issuedOn', issuedOn, to, 'nobody');
  return { type: 'TrainingCertified', data: { dossier, class: command.class, number, issuedOn } };
}

interface Ballots {
  readonly number: string;
  readonly yes: number;
  readonly no: number;
  readonly convened: number;
}

/** Nobody votes twice: for and against together are at most those convened, and somebody was. */
function doesNotAddUp({ yes, no, convened }: Ballots): { refused: Refusal } | undefined {
  if (convened === 0) return because('vote-does-not-add-up', 'convened', 0, 1);
  return yes + no > convened ? because('vote-does-not-add-up', 'yes+no', yes + no, convened) : undefined;
}

function count({ number, yes, no, convened }: Ballots, body: string, { procedure }: Under): Vote {
  const threshold = procedure.thresholds[body];
  if (threshold === undefined) throw new TypeError(`${procedure.version} has no threshold for ${body}`);
  return {
    number,
    yes,
    no,
    convened,
    needed: votesNeeded(threshold, convened),
    carried: reaches(threshold, yes, convened),
  };
}

function short(vote: Vote, { procedure }: Under): { refused: Refusal } {
  const {
    id: condition,
    basis,
    verified,
  } = procedure.thresholds['decider'] ?? { id: 'Q3', verified: 'assumed' as const };
  const what = { code: 'vote-short', condition, have: vote.yes, need: vote.needed, who: 'decider', verified };
  return { refused: basis ? { ...what, basis } : what };
}

function facets({ cell, declared, birth }: DossierState, on: Day): Facets {
  if (cell === undefined || declared === undefined)
    throw new TypeError('a dossier that was never listed has no facets');
  return { cell, ageBand: ageBand(birth, on), ...declared };
}
