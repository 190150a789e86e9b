import type { DossierCommand, Excused, Supplement } from '@dossier/contract';
import type { Calendar } from '@dossier/calendar';
import type { Day } from '@dossier/kernel';
import {
  dueOf,
  type AskedFacts,
  type ExcusedFacts,
  type Facts,
  type IntroducerFacts,
  type MemberFacts,
  type ProbationFacts,
  type ProcedureVersion,
} from '@dossier/procedure';
import { isOfficial, officialsOn } from '../organisation';
import { between, deciderOf, type DossierContext } from './context';
import { isHandedUp } from './next';
import type { DossierState } from './state';

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

/** What there is of each value, without the names of what there is not. */
function known<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** A dossier and its surroundings as the rules see them on a day, whatever is asked of it. */
export function factsOf(
  state: DossierState,
  context: DossierContext,
  procedure: ProcedureVersion,
  { on, calendar }: { readonly on: Day; readonly calendar: Calendar },
): Facts {
  const { cell } = context;
  const places = Object.values(state.verifications);
  const bodies = between(context, procedure);
  const handedUp = isHandedUp(state);
  return {
    on,
    done: state.done,
    difficultArea: cell?.difficultArea ?? false,
    committeeBetween: bodies.committee && !handedUp,
    subCommitteeBetween: bodies.subCommittee && !handedUp,
    introducers: state.introducers.map((i) => ({ ...memberFacts(i.member, on, context), ...i })),
    // A union introduces its own: the resolution of another than the candidate was listed under does not count.
    unionEndorsed: state.declared !== undefined && state.endorsedBy.includes(state.declared.union),
    documents: state.documents,
    verifications: {
      requested: places.length,
      answered: places.filter((p) => p !== 'asked').length,
      unclear: places.filter((p) => p === 'unclear').length,
    },
    opinions: state.opinions,
    opinionDays: state.opinionDays,
    cellOfficials: cell ? officialsOn(cell, on) : 0,
    votes: state.votes,
    consents: state.consents,
    supplementMissing: state.supplement.map(nameOf),
    temporarilyAway: state.away !== undefined && (state.away.until === undefined || on <= state.away.until),
    dueDays: Object.fromEntries(state.deadlines.map((deadline) => [deadline.id, dueOf(deadline, calendar)])),
    ...known({
      committeeSitting: bodies.sitting,
      decider: deciderOf(context, procedure),
      birth: state.birth,
      schooling: state.declared?.schooling,
      grassroots: context.grassroots,
      certificateIssuedOn: state.training?.issuedOn,
      openedOn: state.openedOn,
      lastVerification: state.done.VerificationAnswered,
      mentor: state.mentor && memberFacts(state.mentor.member, on, context),
      mentorSince: state.mentor?.since,
      appraisal: state.appraisal,
      move: state.move,
      reexamination: state.reexamination,
      probation: probationFacts(state),
      readmission: state.readmission,
      appeal: state.appeal,
    }),
  } as Facts;
}

/** The facts of one action. A decision that is to be made again after the ceremony still stands behind it: it can be annulled. */
export function factsFor(action: DossierCommand['type'], facts: Facts): Facts {
  const { AdmissionDecided: decided, CeremonyHeld: held } = facts.done;
  if (action !== 'AnnulDecision' || decided !== undefined || held === undefined) return facts;
  return { ...facts, done: { ...facts.done, AdmissionDecided: held } };
}

function nameOf({ code }: Supplement): string {
  return code;
}

function probationFacts({ probation }: DossierState): ProbationFacts | undefined {
  if (probation === undefined) return undefined;
  const { endsOn, selfReport, course, mentors, reportedBy } = probation;
  return {
    endsOn,
    mentorsMissing: mentors.filter((member) => !reportedBy.includes(member)),
    ...known({ selfReport, course }),
  };
}

/** What a command brings, beside the facts of the dossier. */
export function askedFacts(
  command: DossierCommand,
  on: Day,
  state: DossierState,
  context: DossierContext,
): Pick<Facts, 'asked' | 'named' | 'consent'> {
  const named = namedMember(command, on, state, context);
  return known({
    asked: brought(command, on, state, context),
    named,
    consent: command.type === 'HoldCeremony' ? command.consent : undefined,
  }) as Pick<Facts, 'asked' | 'named' | 'consent'>;
}

/** The member a command names to serve: a mentor to assign, an introducer to name. */
function namedMember(
  command: DossierCommand,
  on: Day,
  state: DossierState,
  context: DossierContext,
): IntroducerFacts | undefined {
  switch (command.type) {
    case 'AssignMentor':
    case 'ReplaceMentor':
    case 'NameIntroducer': {
      const togetherSince = command.type === 'NameIntroducer' ? command.togetherSince : on;
      return { ...memberFacts(command.member, on, context), togetherSince, waived: isWaived(command.member, state) };
    }
    default:
      return undefined;
  }
}

function brought(command: DossierCommand, on: Day, state: DossierState, context: DossierContext): AskedFacts {
  return known({
    kin: 'sent' in command ? command.sent?.kin : undefined,
    method: 'method' in command ? command.method : undefined,
    body: 'body' in command ? command.body : undefined,
    convened: 'convened' in command ? command.convened : undefined,
    excused: 'excused' in command ? command.excused?.map((excused) => excusedFacts(excused, on, context)) : undefined,
    numberOf: context.numberOf,
    extension: command.type === 'ExtendDeadline' ? extensionOf(command, state) : undefined,
    reason: command.type === 'ReplaceMentor' ? command.reason : undefined,
    reportBy: command.type === 'ReportProbation' ? command.by : undefined,
    writtenOn: command.type === 'ReportProbation' ? command.writtenOn : undefined,
  });
}

function excusedFacts({ member, ground }: Excused, on: Day, context: DossierContext): ExcusedFacts {
  const { registered } = context.members[member]?.state ?? {};
  const { officialSince, departed } = memberFacts(member, on, context);
  return {
    member,
    ground,
    onRoll: context.cell?.roll.some((spell) => spell.member === member && isOfficial(spell, on)) ?? false,
    official:
      registered !== undefined && registered <= on && officialSince !== undefined && officialSince <= on && !departed,
  };
}

function extensionOf(
  { deadline: id, place, days }: Extract<DossierCommand, { type: 'ExtendDeadline' }>,
  { deadlines }: DossierState,
): AskedFacts['extension'] {
  const running = deadlines.find((deadline) => deadline.id === id && deadline.subject === place);
  return {
    running: running !== undefined,
    allowed: running?.extension ?? 0,
    days,
    already: running?.extended !== undefined,
  };
}
