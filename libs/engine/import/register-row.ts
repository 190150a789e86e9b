import type { Aggregate } from '@dossier/contract';
import type { CellValue } from './cells';

/** A row's cells as they were read, by the key of their column. */
export type Values = Readonly<Record<string, CellValue | undefined>>;

/** What a row asks for, before its schema has looked at it. */
export interface Read {
  readonly aggregate: Aggregate;
  readonly command: object;
  readonly on: CellValue | undefined;
}

/** A row of the register as a command on a unit, a member or a dossier. */
export function registerRow(v: Values): Read {
  const { step: type, on, unit, member } = v;
  const unitFields = ON_UNITS[String(type)];
  if (unitFields) return { aggregate: 'organisation', on, command: { type, organisation: unit, ...unitFields(v) } };
  switch (type) {
    case 'MoveMember':
      return { aggregate: 'member', on, command: { type, member, cell: unit } };
    case 'DisciplineMember':
      return { aggregate: 'member', on, command: { type, member, form: v['reason'] } };
    case 'DepartMember':
      return { aggregate: 'member', on, command: { type, member, reason: v['reason'] } };
    default:
      return { aggregate: 'dossier', on, command: { type, dossier: v['dossier'], ...dossierFields(v) } };
  }
}

type Fields = (values: Values) => object;

/** Steps on a unit, which stands in the column of the cell. */
const ON_UNITS: Readonly<Record<string, Fields | undefined>> = {
  ReviewSource: ({ month, listed, added, removed }) => ({ month, listed, entered: added, left: removed }),
  AssignOverseer: ({ member }) => ({ member }),
  RenameOrganisation: ({ name2 }) => ({ name: name2 }),
  MoveOrganisation: ({ parent }) => ({ parent }),
  // One row for each unit that goes: it merges into the unit that stands where a new parent would.
  MergeOrganisations: ({ unit, parent, number, name2 }) => ({
    organisation: parent,
    from: unit === undefined ? undefined : [unit],
    number,
    name: name2,
  }),
  DissolveOrganisation: ({ parent, number }) => ({ successor: parent, number }),
  SeatCommittee: ({ convened, standing }) => ({ committee: convened, standing }),
  GrantEmpowerment: ({ convened, number }) => ({ members: convened, number }),
  RevokeEmpowerment: ({ number }) => ({ number }),
  UrgeUnit: noted,
  PraiseUnit: noted,
  RecordVisit: noted,
};

function noted({ note }: Values): { readonly details?: object } {
  return note === undefined ? {} : { details: { note } };
}

const counted = ({ number, yes, no, convened }: Values) => ({ number, yes, no, convened });
const ballots = (v: Values) => ({ ...counted(v), method: v['method'] });
const numbered: Fields = ({ number }) => ({ number });
const numberAndNote: Fields = (v) => ({ number: v['number'], ...noted(v) });
const consent: Fields = ({ matter, number }) => ({ matter, number });
/** The body below the decider that votes in the probation: the register says cell or committee. */
const bodyVote: Fields = (v) => ({
  body: v['side'] === 'committee' ? 'grassroots-committee' : v['side'],
  ...ballots(v),
});

/** Whether the answer is yes: the same column holds other answers, which are left for the schema to refuse. */
function agreed({ result }: Values): CellValue | undefined {
  return result === 'yes' ? true : result === 'no' ? false : result;
}

/** Steps of a dossier. What is not here needs nothing beside the dossier and the day. */
const ON_DOSSIERS: Readonly<Record<string, Fields | undefined>> = {
  ListCandidate: (v) => ({
    cell: v['unit'],
    proposedBy: v['proposedBy'],
    ...personFields(v),
    assignment: v['number'],
    ...noted(v),
  }),
  AssignMentor: ({ member }) => ({ member }),
  ReplaceMentor: ({ member, reason }) => ({ member, reason }),
  ReportMentor: (v) => ({ opinion: v['result'], ...noted(v) }),
  ProposeTraining: (v) => ({ class: v['class'] }),
  CertifyTraining: (v) => ({ class: v['class'], number: v['number'], issuedOn: v['date'] }),
  PermitPaperwork: numbered,
  FileDocument: ({ form, date, pages }) => ({ form, writtenOn: date, pages }),
  NameIntroducer: ({ member, date }) => ({ member, togetherSince: date }),
  EndorseByUnion: (v) => ({ union: v['union'], ...counted(v) }),
  RequestVerification: ({ place }) => ({ place }),
  AnswerVerification: (v) => ({
    place: v['place'],
    clear: v['result'] === undefined ? undefined : v['result'] === 'clear',
    ...noted(v),
  }),
  RecordRemark: (v) => ({ by: v['side'], ...noted(v) }),
  CollectOpinion: (v) => ({ from: v['side'], ...noted(v) }),
  NoteTemporaryActivity: ({ place, date }) => ({ place, until: date }),
  RequestConsent: consent,
  GrantConsent: consent,
  DenyConsent: consent,
  HoldCellVote: ballots,
  AppraiseBySubCommittee: (v) => ({ number: v['number'], agrees: agreed(v), ...noted(v) }),
  HoldCommitteeVote: ballots,
  SubmitDossier: numbered,
  DecideAdmission: ballots,
  RefuseAdmission: (v) => ({ ...ballots(v), ...noted(v) }),
  GiveNotice: ({ result, number }) => ({ answer: result, number }),
  HoldCeremony: ({ number, member }) => ({ consent: number, admittedAs: member }),
  MoveCandidate: ({ unit, date, number }) => ({ to: unit, orderedOn: date, number }),
  ForwardDossier: numbered,
  RedirectDecision: numbered,
  AskReexamination: numberAndNote,
  AnswerReexamination: (v) => ({ confirmed: agreed(v), number: v['number'], ...noted(v) }),
  CompleteNewMemberCourse: ({ number, date }) => ({ number, issuedOn: date }),
  ReportProbation: (v) => ({ by: v['side'], writtenOn: v['date'], member: v['member'], ...noted(v) }),
  HoldRecognitionVote: bodyVote,
  DecideRecognition: ballots,
  HoldErasureVote: bodyVote,
  EraseProbationer: (v) => ({ ...ballots(v), ...noted(v) }),
  AppealErasure: noted,
  ResolveAppeal: (v) => ({ outcome: v['result'], number: v['number'], ...noted(v) }),
  DelistCandidate: noted,
  WithdrawCandidate: (v) => ({ reason: v['reason'], ...noted(v) }),
  LetLeave: numberAndNote,
  AnnulDecision: (v) => ({ ground: v['reason'], number: v['number'], ...noted(v) }),
};

function dossierFields(v: Values): object {
  return ON_DOSSIERS[String(v['step'])]?.(v) ?? {};
}

function personFields(v: Values): object {
  const { name, birth, mother, ethnicity, village, sex, schooling, union, local, demobilised } = v;
  return {
    identity: { name, birth, mother, ethnicity, village },
    declared: {
      sex,
      schooling,
      minority: ethnicity === undefined ? undefined : String(ethnicity).toLowerCase() !== 'kinh',
      union: union ?? 'none',
      local: local ?? false,
      demobilised: demobilised ?? false,
    },
  };
}
