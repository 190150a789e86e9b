import type { Supplement } from '@dossier/contract';
import type { Day, Recorded } from '@dossier/kernel';
import type { DossierEvent, DossierEventOf, DossierEventType, Vote } from './events';
import { ENDINGS, hasResolved } from './events';
import type { DossierState, Probation } from './state';

type Effect<T extends DossierEventType> = (
  state: DossierState,
  data: DossierEventOf<T>['data'],
  on: Day,
) => Partial<DossierState>;

/** What each event leaves behind in the state, besides the day it was done. An event that is not here leaves no more. */
const EFFECTS: { readonly [T in DossierEventType]?: Effect<T> } = {
  CandidateListed: (_, { person, cell, declared, identity, readmission }) => ({
    person,
    cell,
    declared,
    ...(readmission ? { readmission } : {}),
    ...(identity ? { birth: identity.birth } : {}),
  }),
  MentorAssigned: (_, { member }, on) => ({ mentor: { member, since: on, replacement: false } }),
  MentorReplaced: (state, { member, before, reason }, on) => ({
    mentor: { member, since: on, replacement: true },
    ...inProbation(state, (probation) => ({
      // One who has died can write no more.
      mentors: [...probation.mentors.filter((m) => reason !== 'died' || m !== before), member],
    })),
  }),
  TrainingProposed: (state, data) => ({ training: { ...state.training, class: data.class } }),
  TrainingCertified: (_, data) => ({ training: { class: data.class, issuedOn: data.issuedOn } }),
  DossierOpened: (_, { procedure }, on) => ({ procedure, openedOn: on }),
  DocumentFiled: (state, { form, writtenOn }) => ({
    documents: { ...state.documents, [form]: writtenOn },
    ...supplied(state, 'document', form),
  }),
  IntroducerNamed: (state, { member, togetherSince, waived }) => ({
    introducers: [...state.introducers.filter((i) => i.member !== member), { member, togetherSince, waived }],
  }),
  UnionEndorsed: (state, data) =>
    hasResolved(data) ? { endorsedBy: [...new Set([...state.endorsedBy, data.union])] } : {},
  VerificationRequested: (state, { place }) => ({ verifications: { ...state.verifications, [place]: 'asked' } }),
  VerificationAnswered: (state, { place, clear }) => ({
    verifications: { ...state.verifications, [place]: clear ? 'clear' : 'unclear' },
    ...supplied(state, 'verification', place),
  }),
  RemarkRecorded: (state, { by }) => supplied(state, 'remark', by),
  OpinionCollected: (state, { from }, on) => ({
    opinions: [...state.opinions.filter((side) => side !== from), from],
    opinionDays: { ...state.opinionDays, [from]: on },
    ...supplied(state, 'opinion', from),
  }),
  TemporaryActivityNoted: (_, { place, until }, on) => ({ away: { place, from: on, ...(until ? { until } : {}) } }),
  ConsentRequested: (state, { matter }, on) => ({ consents: { ...state.consents, [matter]: { requested: on } } }),
  ConsentGranted: (state, { matter }, on) => ({
    consents: { ...state.consents, [matter]: { requested: state.consents[matter]?.requested ?? on, granted: on } },
  }),
  ConsentDenied: (state, { matter }, on) => ({
    consents: { ...state.consents, [matter]: { requested: state.consents[matter]?.requested ?? on, denied: on } },
  }),
  CellVoted: (state, { vote }, on) => voted(state, 'cell', vote, on),
  CommitteeVoted: (state, { vote }, on) => voted(state, 'grassroots-committee', vote, on),
  SubCommitteeAppraised: (_, { agrees }, on) => ({ appraisal: { agrees, on } }),
  DossierReturned: (_, { items }) => ({ supplement: items }),
  AdmissionRefused: (state, _, on) => decided(state, on),
  AdmissionDecided: (state, { vote, again }, on) => {
    const now = { ...decided(state, on), ...voted(state, 'decider', vote, on) };
    if (again === undefined) return now;
    const { admittedOn: from, probationEndsOn: endsOn } = again;
    return { ...now, ...endsAnew({ ...state, ...now }, { from, endsOn }) };
  },
  CeremonyHeld: (state, { member, probationEndsOn }, on) => ({
    ...(member ? { member } : {}),
    ...(probationEndsOn ? { probation: probationOf(state, on, probationEndsOn) } : {}),
  }),
  CandidateTransferred: (state, { from, to, stage, across }) => ({
    cell: to,
    move: { from, to, stage, across, forwarded: false, received: false, redirected: false },
    votes: withoutVotes(state, stage === 'before-submission' ? ['cell', 'grassroots-committee'] : []),
  }),
  DossierForwarded: (state) => (state.move ? { move: { ...state.move, forwarded: true } } : {}),
  DossierReceived: (state) => (state.move ? { move: { ...state.move, received: true } } : {}),
  DecisionRedirected: (state) => (state.move ? { move: { ...state.move, redirected: true } } : {}),
  ReexaminationAsked: () => ({ reexamination: 'open' }),
  ReexaminationAnswered: (_, { confirmed }) => ({ reexamination: confirmed ? 'confirmed' : 'rejected' }),
  NewMemberCourseCompleted: (state, { issuedOn }) => inProbation(state, () => ({ course: issuedOn })),
  ProbationReported: (state, { by, writtenOn, member }, on) =>
    inProbation(state, (probation) => ({
      reportedOn: { ...probation.reportedOn, [by]: on },
      ...(by === 'probationer'
        ? { selfReport: writtenOn }
        : { reportedBy: [...probation.reportedBy, member ?? state.mentor?.member ?? ''] }),
    })),
  ProbationProlonged: (state, { endsOn }) => endsAnew(state, { endsOn }),
  RecognitionVoted: (state, { body, vote }, on) => voted(state, `recognition/${body}`, vote, on),
  ErasureVoted: (state, { body, vote }, on) => voted(state, `erasure/${body}`, vote, on),
  MemberRecognised: (_, { officialFrom }) => ({ officialFrom }),
  ErasureAppealed: () => ({ appeal: 'open' }),
  // An appeal that is still open dies with whoever appealed.
  CandidateDied: ({ appeal }) => (appeal === 'open' ? { appeal: undefined } : {}),
  StepRedone: (state, { undone }) => undo(state, undone),
  ProcedureAdopted: (state, { to, undone, probationEndsOn }) => ({
    procedure: to,
    ...undo(state, undone),
    ...(probationEndsOn && state.done.CeremonyHeld && !state.probation
      ? { probation: probationOf(state, state.done.CeremonyHeld, probationEndsOn) }
      : {}),
  }),
  CorrectionProposed: (state, { corrects, happenedOn, replacement, reason, ground, by }) => ({
    proposals: { ...state.proposals, [corrects]: { corrects, happenedOn, replacement, reason, ground, by } },
  }),
  EntryCorrected: (state, { corrects }) => {
    const { [corrects]: _approved, ...proposals } = state.proposals;
    return { proposals };
  },
};

/** What one event changes of a state. */
export function effects(state: DossierState, event: Recorded<DossierEvent>): Partial<DossierState> {
  const { on } = event.meta;
  const effect = EFFECTS[event.type] as Effect<DossierEventType> | undefined;
  const changed = effect?.(state, event.data as never, on) ?? {};
  return { ...changed, ...ended(state, event) };
}

/** How a dossier ends. An annulment may send it on instead, and an appeal may take it up again. */
function ended(state: DossierState, event: Recorded<DossierEvent>): Partial<DossierState> {
  if (event.type === 'DecisionAnnulled' && !event.data.ends)
    return { votes: withoutVotes(state, ['decider']), reexamination: undefined };
  if (event.type === 'AppealResolved') {
    const { outcome } = event.data;
    return outcome === 'overturned'
      ? { appeal: outcome, outcome: undefined, votes: withoutErasing(state) }
      : { appeal: outcome };
  }
  const outcome = event.type in ENDINGS ? ENDINGS[event.type as keyof typeof ENDINGS] : undefined;
  return outcome === undefined ? {} : { outcome };
}

function inProbation(state: DossierState, change: (probation: Probation) => Partial<Probation>): Partial<DossierState> {
  return state.probation ? { probation: { ...state.probation, ...change(state.probation) } } : {};
}

/**
 * A probation that ends on another day than it was to: what was written and voted on for the former end serves no more.
 * A mentor who had left by then has written of a time that is over.
 */
function endsAnew(state: DossierState, to: Pick<Probation, 'endsOn'> & Partial<Probation>): Partial<DossierState> {
  const { probation, mentor, votes } = state;
  if (probation === undefined) return {};
  if (probation.endsOn === to.endsOn) return { probation: { ...probation, ...to } };
  const { selfReport: _self, reportedOn: _days, ...kept } = probation;
  const reportedBy = probation.reportedBy.filter((member) => member !== mentor?.member);
  const onRecognition = Object.keys(votes).filter((body) => body.startsWith('recognition/'));
  return { probation: { ...kept, reportedBy, ...to }, votes: withoutVotes(state, onRecognition) };
}

/** The votes that are left where an erasure was overturned: those that led to it serve no more, on whichever matter. */
function withoutErasing(state: DossierState): DossierState['votes'] {
  const gone = Object.entries(state.votes).filter(
    ([body, { carried }]) => body.startsWith('erasure/') || (body.startsWith('recognition/') && !carried),
  );
  return withoutVotes(
    state,
    gone.map(([body]) => body),
  );
}

function probationOf(state: DossierState, from: Day, endsOn: Day): Probation {
  return { from, endsOn, mentors: state.mentor ? [state.mentor.member] : [], reportedBy: [] };
}

/** Once it was decided it stays so, though the decision be undone and made again. */
function decided({ decidedOn }: DossierState, on: Day): Partial<DossierState> {
  return { decidedOn: decidedOn ?? on };
}

/** A body's last vote; where it fell short, by how much, and how many of its votes did so one after the other. */
function voted(state: DossierState, body: string, { carried, yes, needed }: Vote, on: Day): Partial<DossierState> {
  const failed = (state.votes[body]?.failed ?? 0) + 1;
  return { votes: { ...state.votes, [body]: { carried, on, ...(carried ? {} : { failed, yes, needed }) } } };
}

function withoutVotes({ votes }: DossierState, bodies: readonly string[]): DossierState['votes'] {
  return Object.fromEntries(Object.entries(votes).filter(([body]) => !bodies.includes(body)));
}

/** A thing supplied after a return is no longer missing. */
function supplied({ supplement }: DossierState, kind: Supplement['kind'], code: string): Partial<DossierState> {
  return supplement.length === 0
    ? {}
    : { supplement: supplement.filter((item) => item.kind !== kind || item.code !== code) };
}

const BODY_OF: Readonly<Partial<Record<DossierEventType, string>>> = {
  CellVoted: 'cell',
  CommitteeVoted: 'grassroots-committee',
  AdmissionDecided: 'decider',
};

/** What is gone with steps that are to be done again. */
function undo(state: DossierState, undone: readonly DossierEventType[]): Partial<DossierState> {
  const bodies = undone.flatMap((step) => BODY_OF[step] ?? []);
  const verifications = Object.keys(state.verifications).map((place) => [place, 'asked'] as const);
  return {
    votes: withoutVotes(state, bodies),
    ...(undone.includes('SubCommitteeAppraised') ? { appraisal: undefined } : {}),
    ...(undone.includes('VerificationAnswered') ? { verifications: Object.fromEntries(verifications) } : {}),
    ...(undone.includes('OpinionCollected') ? { opinions: [], opinionDays: {} } : {}),
  };
}
