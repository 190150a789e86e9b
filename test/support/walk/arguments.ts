import { addDays } from '@dossier/calendar';
import type { DossierCommand, Excused, Identity, PlainDossierCommand, Redoable, Supplement } from '@dossier/contract';
import {
  covers,
  isRedoable,
  officialsOn,
  passedUnnoted,
  type DossierContext,
  type DossierEventType,
  type DossierState,
} from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import { versionInForce } from '@dossier/procedure';
import type { World } from '../scenario';
import type { Chance } from './chance';
import { listing } from './persons';
import { CELL_IDS } from './province';

export type Action = DossierCommand['type'];
type Of<T extends Action> = Omit<Extract<DossierCommand, { type: T }>, 'type' | 'dossier'>;

/** What is at hand when a command is made up. */
export interface Scene {
  readonly chance: Chance;
  readonly world: World;
  readonly dossier: string;
  readonly state: DossierState;
  readonly context: DossierContext;
  readonly on: Day;
  readonly today: Day;
  /** What a refusal said is needed. */
  readonly need?: string;
  /** What was said before on this dossier, by the revision it was recorded at. */
  readonly said: ReadonlyMap<number, PlainDossierCommand>;
  /** Who was listed before, in whatever dossier. */
  readonly met: readonly Identity[];
  /** Whether bodies mostly vote against. */
  readonly against: boolean;
}

const FORMS = ['1-KNĐ', '2-KNĐ', '3-KNĐ', '4-KNĐ', '4A-KNĐ', '1-HSĐV', '2-HSĐV'] as const;
const SIDES = ['residence', 'union', 'helping-cell'] as const;
const REMARKS = ['place', 'cell', 'committee'] as const;
const MATTERS = ['over-sixty', 'prestige', 'political', 'readmission', 'late-ceremony', 'annulment'] as const;
const PLACES = ['que', 'noi-o', 'nuoc-ngoai'] as const;
const GROUNDS = ['charter', 'age-or-schooling', 'political', 'moved-late', 'moved-late', 'undeclared-past'] as const;

/** What is asked for by a refusal, where it is one of these; else one of them. */
function wanted<T extends string>({ need, chance }: Scene, of: readonly T[]): T {
  const named = of.find((value) => value === need);
  return named ?? chance.one(of);
}

function number(chance: Chance, kind: string): string {
  return `${chance.percent(5) ? 1 : chance.from(2, 9999)}-${kind}`;
}

/** A few days back from the day of the step, or that very day. */
function lately({ chance, on }: Scene): Day {
  return chance.percent(70) ? on : addDays(on, -chance.below(20));
}

function officials({ context: { cell }, on }: Scene): readonly string[] {
  return (cell?.roll ?? [])
    .filter((spell) => covers(spell, on) && spell.officialSince !== undefined && spell.officialSince <= on)
    .map(({ member }) => member);
}

/** Mostly an official member of the cell; sometimes anybody, and sometimes nobody. */
function member(scene: Scene): string {
  const { chance, world, state } = scene;
  const near = officials(scene).filter((id) => id !== state.mentor?.member);
  if (near.length > 0 && chance.percent(88)) return chance.one(near);
  const all = [...world.states.keys()].filter((stream) => stream.startsWith('member-'));
  return chance.percent(90) ? chance.one(all).slice('member-'.length) : 'nobody-knows';
}

/** Mostly the candidate's own union: another's resolution does not count. */
function unionOf({ state: { declared }, chance }: Scene): 'youth-union' | 'trade-union' {
  const own = declared?.union === 'trade-union' ? 'trade-union' : 'youth-union';
  return chance.percent(90) ? own : chance.one(['youth-union', 'trade-union']);
}

interface Ballots {
  readonly number: string;
  readonly yes: number;
  readonly no: number;
  readonly convened: number;
  readonly method?: 'ballot' | 'card';
  readonly excused?: Excused[];
}

/** A vote of so many, near what it takes. */
function ballots(scene: Scene, of: number, roll: readonly string[] = []): Ballots {
  const { chance, against } = scene;
  const [left] = roll;
  const excused: Excused[] =
    left !== undefined && chance.percent(10)
      ? [{ member: chance.percent(90) ? left : 'nobody-knows', ground: chance.one(['temporary-activity', 'exempt']) }]
      : [];
  const convened = chance.percent(5) ? Math.max(0, of + chance.from(-1, 1)) : of - excused.length;
  const twoThirds = Math.ceil((2 * convened) / 3);
  const yes = chance.weighed([
    [convened, against ? 1 : 6],
    [twoThirds, against ? 1 : 4],
    [twoThirds - 1, against ? 4 : 1],
    [Math.floor(convened / 2) + 1, against ? 1 : 2],
    [Math.floor(convened / 2), against ? 3 : 0.5],
    [0, against ? 2 : 0.2],
  ]);
  const method = chance.weighed<'ballot' | 'card' | undefined>([
    ['ballot', 8],
    ['card', 1],
    [undefined, 0.5],
  ]);
  return {
    number: number(chance, 'NQ/CB'),
    yes: Math.max(0, yes),
    no: chance.percent(2) ? convened + 1 : Math.max(0, convened - Math.max(0, yes)),
    convened,
    ...(method === undefined ? {} : { method }),
    ...(excused.length === 0 ? {} : { excused }),
  };
}

function cellVote(scene: Scene): Ballots {
  const { cell } = scene.context;
  return ballots(scene, cell ? officialsOn(cell, scene.on) : 0, officials(scene));
}

/** How many sit in a body above the cell, as the unit said, or a guess. */
function seats({ context: { above = [] }, chance }: Scene, of: 'committee' | 'standing'): number {
  const told = above.flatMap((unit) => unit[of] ?? []);
  return told.length > 0 && chance.percent(95) ? chance.one(told) : chance.from(5, 15);
}

function ofDecider(scene: Scene): Ballots {
  const unit = scene.context.above?.find(({ kind, empowered }) => empowered || kind !== 'grassroots-committee');
  const most = unit?.empowered === true ? unit.committee : unit?.standing;
  return { ...ballots(scene, most ?? seats(scene, 'standing')), number: number(scene.chance, 'QĐ/HU') };
}

function body(scene: Scene, matter: string): 'cell' | 'grassroots-committee' {
  const { chance, state, context } = scene;
  const agreed = state.votes[`${matter}/cell`]?.carried === true;
  return (context.committeeBetween && agreed) !== chance.percent(6) ? 'grassroots-committee' : 'cell';
}

function bodyVote(scene: Scene, matter: string): Ballots & { body: 'cell' | 'grassroots-committee' } {
  const who = body(scene, matter);
  return { body: who, ...(who === 'cell' ? cellVote(scene) : ballots(scene, seats(scene, 'committee'))) };
}

function className({ chance, world, on }: Scene): string {
  const held = [...world.states.keys()]
    .filter((stream) => stream.startsWith('training-'))
    .map((stream) => stream.slice('training-'.length));
  // A class begins on the fourth of its month and is over on the ninth.
  const [next] = held.filter((name) => `${name.slice('lop-'.length)}-09` >= on).sort();
  return next !== undefined && chance.percent(93) ? next : chance.one([...held, 'lop-khong-co']);
}

function supplement({ chance }: Scene): Supplement {
  return chance.one<Supplement>([
    { kind: 'document', code: '3-KNĐ' },
    { kind: 'verification', code: 'que' },
    { kind: 'opinion', code: 'residence' },
    { kind: 'remark', code: 'cell' },
  ]);
}

/** Something said before, restated: mostly the same command with other values, sometimes on another day or another command. */
function restated(scene: Scene): Of<'CorrectEntry'> {
  const { chance, said, dossier, state, on } = scene;
  const entries = [...said];
  const [corrects, before] =
    entries.length > 0 && chance.percent(95) ? chance.one(entries) : [chance.below(state.revision + 3), undefined];
  const type = before !== undefined && chance.percent(95) ? before.type : chance.one(PLAIN);
  const again = commandOf(type, scene) as PlainDossierCommand;
  const moved = chance.percent(40) ? { happenedOn: addDays(on, -chance.below(90)) } : {};
  const same = before !== undefined && chance.percent(moved.happenedOn === undefined ? 5 : 50);
  return {
    corrects,
    replacement: same ? before : chance.percent(98) ? again : { ...again, dossier: `${dossier}-khac` },
    reason: 'ghi nhầm khi vào sổ',
    ground: number(chance, 'CV/CB'),
    ...moved,
  };
}

/** Likely values of each command, and now and then unlikely ones. */
const ARGUMENTS: { readonly [T in Action]: (scene: Scene) => Of<T> } = {
  ListCandidate: (s) => listing(s.chance, s.on, s.said.get(0), s.met),
  AssignMentor: (s) => ({ member: member(s) }),
  ReplaceMentor: (s) => ({ member: member(s), reason: s.chance.one(['moved', 'disciplined', 'died', 'other']) }),
  ReportMentor: (s) => ({ opinion: s.chance.one(['good', 'needs-work']) }),
  ProposeTraining: (s) => ({ class: className(s) }),
  CertifyTraining: (s) => ({
    class: s.chance.percent(95) ? (s.state.training?.class ?? className(s)) : className(s),
    number: number(s.chance, 'GCN'),
    issuedOn: lately(s),
  }),
  PermitPaperwork: (s) => ({ number: number(s.chance, 'CV/ĐU') }),
  OpenDossier: () => ({}),
  FileDocument: (s) => {
    const missing = FORMS.slice(0, 3).filter((form) => s.state.documents[form] === undefined);
    const form = FORMS.find((known) => known === s.need) ?? missing[0] ?? s.chance.one(FORMS);
    return { form, writtenOn: s.chance.percent(97) ? lately(s) : addDays(s.on, 3) };
  },
  NameIntroducer: (s) => ({ member: member(s), togetherSince: addDays(s.on, -s.chance.from(300, 2000)) }),
  EndorseByUnion: (s) => ({ union: unionOf(s), ...bare(ballots(s, s.chance.from(3, 20))) }),
  StampBiography: () => ({}),
  RequestVerification: (s) => {
    const place = s.chance.one(PLACES);
    return {
      place,
      ...(place === 'nuoc-ngoai' ? { abroad: true } : {}),
      ...(s.chance.percent(15) ? { sent: { member: member(s), kin: s.chance.percent(20) } } : {}),
    };
  },
  AnswerVerification: (s) => {
    const open = Object.keys(s.state.verifications).filter((place) => s.state.verifications[place] !== 'clear');
    return { place: s.chance.percent(96) && open[0] ? open[0] : s.chance.one(PLACES), clear: s.chance.percent(88) };
  },
  RecordRemark: (s) => ({ by: wanted(s, REMARKS) }),
  CollectOpinion: (s) => ({ from: wanted(s, SIDES) }),
  NoteTemporaryActivity: (s) => ({
    place: 'noi-tam-tru',
    ...(s.chance.percent(85) ? { until: addDays(s.on, s.chance.from(-2, 60)) } : {}),
  }),
  RequestConsent: (s) => ({ matter: wanted(s, MATTERS) }),
  GrantConsent: (s) => ({ matter: openMatter(s), number: number(s.chance, 'CV/TU') }),
  DenyConsent: (s) => ({ matter: openMatter(s), number: number(s.chance, 'CV/TU') }),
  HoldCellVote: (s) => ({ ...cellVote(s), ...(s.chance.percent(5) ? { by: s.chance.one(CELL_IDS) } : {}) }),
  AppraiseBySubCommittee: (s) => ({ number: number(s.chance, 'CV/BP'), agrees: s.chance.percent(85) }),
  HoldCommitteeVote: (s) => {
    const told = s.context.above?.find(({ kind }) => kind === 'grassroots-committee')?.committee;
    return { ...ballots(s, told ?? s.chance.from(5, 15)), number: number(s.chance, 'NQ/ĐU') };
  },
  SubmitDossier: () => ({}),
  ReturnDossier: (s) => ({ items: [supplement(s)], clock: s.chance.one(['runs', 'stops']) }),
  ExtendDeadline: (s) => {
    const may = s.state.deadlines.filter(({ extension }) => extension !== undefined);
    const number_ = number(s.chance, 'CV/HU');
    if (may.length === 0) return { deadline: 'K1', days: 5, number: number_ };
    const { id, subject, extension = 0 } = s.chance.one(may);
    const place = subject === undefined ? {} : { place: subject };
    return { deadline: id, days: s.chance.from(1, extension + 2), number: number_, ...place };
  },
  DecideAdmission: (s) => {
    const held = s.state.done.CeremonyHeld;
    const again = held !== undefined && s.chance.percent(90) ? { admittedOn: s.chance.one([held, s.on]) } : {};
    return { ...ofDecider(s), ...again };
  },
  RefuseAdmission: (s) => {
    const vote = ofDecider(s);
    return s.chance.percent(85) ? { ...vote, yes: 1, no: Math.max(0, vote.convened - 1) } : vote;
  },
  GiveNotice: (s) => ({
    answer: (s.state.outcome === 'refused') !== s.chance.percent(5) ? 'no' : 'yes',
    number: number(s.chance, 'TB/HU'),
  }),
  ReceiveDecision: () => ({}),
  HoldCeremony: (s) => ({
    ...(s.chance.percent(40) ? { consent: number(s.chance, 'CV/HU') } : {}),
    ...(s.chance.percent(10) ? { admittedAs: s.chance.one(['an-1-m1', `dv-${s.dossier}`]) } : {}),
  }),
  MoveCandidate: (s) => ({
    to: s.chance.one([...CELL_IDS, 'xa-an']),
    orderedOn: addDays(s.on, s.chance.from(-40, 1)),
    number: number(s.chance, 'GT/HU'),
  }),
  ForwardDossier: (s) => ({ number: number(s.chance, 'CV/HU') }),
  ReceiveDossier: () => ({}),
  RedirectDecision: (s) => ({ number: number(s.chance, 'CV/HU') }),
  AskReexamination: (s) => ({ number: number(s.chance, 'CV/HU') }),
  AnswerReexamination: (s) => ({ confirmed: s.chance.percent(80), number: number(s.chance, 'CV/HU') }),
  CompleteNewMemberCourse: (s) => ({ number: number(s.chance, 'GCN'), issuedOn: lately(s) }),
  ReportProbation: (s) => {
    const { selfReport, mentors = [], reportedBy = [] } = s.state.probation ?? {};
    const missing = mentors.filter((id) => !reportedBy.includes(id));
    if (selfReport === undefined && s.chance.percent(80)) return { by: 'probationer', writtenOn: s.on };
    return { by: 'mentor', writtenOn: s.on, ...(s.chance.percent(95) && missing[0] ? { member: missing[0] } : {}) };
  },
  ProlongProbation: (s) => ({ months: s.chance.one([3, 6, 12, 18]), number: number(s.chance, 'QĐ/HU') }),
  HoldRecognitionVote: (s) => bodyVote(s, 'recognition'),
  DecideRecognition: ofDecider,
  // Who is against a person is for the erasure.
  HoldErasureVote: (s) => bodyVote({ ...s, against: !s.against }, 'erasure'),
  EraseProbationer: (s) => ofDecider({ ...s, against: !s.against }),
  AppealErasure: () => ({}),
  ResolveAppeal: (s) => ({ outcome: s.chance.one(['upheld', 'overturned']), number: number(s.chance, 'QĐ/TU') }),
  DelistCandidate: () => ({ details: { note: 'lý do ghi trong biên bản' } }),
  WithdrawCandidate: (s) => (s.chance.percent(50) ? { reason: s.chance.one(['own-wish', 'oath-refused']) } : {}),
  RecordDeath: () => ({}),
  LetLeave: (s) => ({ number: number(s.chance, 'QĐ/HU') }),
  AnnulDecision: (s) => ({ ground: s.chance.one(GROUNDS), number: number(s.chance, 'QĐ/HU') }),
  RedoStep: (s) => {
    const done = (Object.keys(s.state.done) as DossierEventType[]).filter(isRedoable) as Redoable[];
    const steps = [...new Set([s.chance.one(done.length > 0 ? done : (['CellVoted'] as const)), 'CellVoted' as const])];
    return {
      steps: steps.slice(0, s.chance.from(1, steps.length)),
      why: s.chance.one(['wrong-authority', 'wrong-procedure', 'lapsed']),
      number: number(s.chance, 'CV/TU'),
    };
  },
  CorrectEntry: restated,
  ProposeCorrection: restated,
  ApproveCorrection: (s) => {
    const open = Object.keys(s.state.proposals).map(Number);
    return { corrects: open.length > 0 ? s.chance.one(open) : 1, number: number(s.chance, 'CV/HU') };
  },
  AdoptProcedure: (s) => {
    const { versions } = s.world.regulation;
    const now = versionInForce(versions, s.on)?.version;
    if (now !== undefined && s.chance.percent(80)) return { version: now };
    return { version: s.chance.one([...versions.map(({ version }) => version), 'R2099']) };
  },
  NoteDeadline: (s) => {
    const { calendar } = s.world.regulation;
    const passed = passedUnnoted(s.state, { today: s.today, calendar });
    const running = [...(passed.length > 0 ? passed : s.state.deadlines)];
    if (running.length === 0) return { deadline: 'K1', start: s.on };
    const { id, start, subject } = s.chance.one(running);
    return { deadline: id, start, ...(subject === undefined ? {} : { place: subject }) };
  },
};

/** Commands that can restate an entry. */
const PLAIN: readonly Action[] = ['FileDocument', 'HoldCellVote', 'AssignMentor', 'ListCandidate', 'RecordRemark'];

function bare({ number: given, yes, no, convened }: Ballots): Pick<Ballots, 'number' | 'yes' | 'no' | 'convened'> {
  return { number: given, yes, no, convened };
}

function openMatter({ chance, state, need }: Scene): (typeof MATTERS)[number] {
  const open = MATTERS.filter((matter) => {
    const consent = state.consents[matter];
    return consent?.requested !== undefined && consent.granted === undefined;
  });
  const named = open.find((matter) => matter === need);
  return named ?? (open.length > 0 && chance.percent(95) ? chance.one(open) : chance.one(MATTERS));
}

/** A command of a kind, as somebody might give it in this scene. */
export function commandOf<T extends Action>(type: T, scene: Scene): Extract<DossierCommand, { type: T }> {
  return { type, dossier: scene.dossier, ...ARGUMENTS[type](scene) } as unknown as Extract<DossierCommand, { type: T }>;
}
