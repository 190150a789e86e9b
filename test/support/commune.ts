import { addMonths } from '@dossier/calendar';
import type { Day } from '@dossier/kernel';
import {
  asks,
  but,
  DECLARED,
  dossier,
  founds,
  given,
  IDENTITY,
  registers,
  type Given,
  type Step,
  type World,
} from './scenario';

// The organisation as it stands from 1/7/2025: a province, communes right under it, and cells right under a commune or under
// a grassroots committee in it. Dossiers here are opened and decided under R2025B.

const DAY = '2020-01-01';
const SEVEN = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

const class_ = (name: string, from: Day, to: Day): Step => ({
  command: { type: 'PlanClass', class: name, organisation: 'province', name: 'Lớp nhận thức', from, to, places: 50 },
  on: from,
});

export const commune: World = given(dossier)(
  founds('province', 'provincial-committee', undefined, DAY),
  founds('xa', 'commune-committee', 'province', DAY),
  founds('xa-khac', 'commune-committee', 'province', DAY),
  founds('co-so', 'grassroots-committee', 'xa', DAY),
  founds('cell-x', 'cell', 'xa', DAY),
  founds('cell-y', 'cell', 'xa', DAY),
  founds('cell-z', 'cell', 'xa-khac', DAY),
  founds('cell-g', 'cell', 'co-so', DAY),
  ...SEVEN.map((name) => registers(`x-${name}`, 'cell-x', '2010-01-01', DAY)),
  ...SEVEN.map((name) => registers(`g-${name}`, 'cell-g', '2010-01-01', DAY)),
  ...['one', 'two', 'three'].map((name) => registers(`y-${name}`, 'cell-y', '2010-01-01', DAY)),
  ...['one', 'two', 'three'].map((name) => registers(`z-${name}`, 'cell-z', '2010-01-01', DAY)),
  class_('class-2025', '2025-07-10', '2025-07-14'),
  // The same class so many months later, for those who go the way then.
  ...Array.from({ length: 24 }, (_, index) => index + 1).map((months) =>
    class_(`class-2025-${String(months)}`, addMonths('2025-07-10', months), addMonths('2025-07-14', months)),
  ),
).world;

/** What R2025B goes by: the regulation, and the guidance on it. */
export const regulation = { document: '294-QĐ/TW', date: '2025-05-26' };
export const guidance = { document: '06-HD/TW', date: '2025-06-09' };

/** A vote as R2025B wants it: everyone convened, by ballot. */
export const vote = (number: string, yes: number, convened: number) => ({
  number,
  yes,
  no: convened - yes,
  convened,
  method: 'ballot' as const,
});

/** The way of a candidate of a cell with seven official members under R2025B, up to a step. */
export const STAGES = [
  'listed',
  'mentored',
  'trained',
  'opened',
  'papers',
  'introduced',
  'verified',
  'heard',
  'voted',
  'agreed',
  'submitted',
  'decided',
  'received',
  'celebrated',
] as const;
export type CommuneStage = (typeof STAGES)[number];

export function way2025(cell = 'cell-x', prefix = 'x'): Readonly<Record<CommuneStage, readonly Step[]>> {
  const member = (name: string) => `${prefix}-${name}`;
  const letter = (form: string, day: Day) => asks('FileDocument', day, { form, writtenOn: day });
  return {
    listed: [asks('ListCandidate', '2025-07-02', { cell, proposedBy: 'cell', declared: DECLARED, identity: IDENTITY })],
    mentored: [asks('AssignMentor', '2025-07-03', { member: member('one') })],
    trained: [
      asks('ProposeTraining', '2025-07-04', { class: 'class-2025' }),
      asks('CertifyTraining', '2025-07-16', { class: 'class-2025', number: '1/GCN', issuedOn: '2025-07-15' }),
    ],
    opened: [asks('PermitPaperwork', '2025-07-17', { number: '1-CV' }), asks('OpenDossier', '2025-07-18', {})],
    papers: [letter('1-KNĐ', '2025-07-21'), letter('2-KNĐ', '2025-07-22'), letter('3-KNĐ', '2025-07-23')],
    introduced: ['one', 'two'].map((name) =>
      asks('NameIntroducer', '2025-07-24', { member: member(name), togetherSince: '2023-01-01' }),
    ),
    verified: [
      asks('StampBiography', '2025-07-25', {}),
      asks('RequestVerification', '2025-07-28', { place: 'que-quan', abroad: false }),
      asks('AnswerVerification', '2025-08-11', { place: 'que-quan', clear: true }),
      asks('RecordRemark', '2025-08-12', { by: 'cell' }),
    ],
    heard: [asks('CollectOpinion', '2025-08-13', { from: 'residence' })],
    voted: [asks('HoldCellVote', '2025-08-18', vote('1-NQ/CB', 6, 7))],
    agreed: prefix === 'g' ? [asks('HoldCommitteeVote', '2025-08-25', vote('1-NQ/ĐU', 9, 11))] : [],
    submitted: [asks('SubmitDossier', '2025-08-28', {})],
    decided: [asks('DecideAdmission', '2025-09-10', vote('10-QĐ/ĐU', 6, 9))],
    received: [asks('ReceiveDecision', '2025-09-12', {})],
    celebrated: [asks('HoldCeremony', '2025-09-20', {})],
  };
}

/** The steps up to a stage, that stage included. */
export function upTo2025(stage: CommuneStage, way = way2025()): readonly Step[] {
  return STAGES.slice(0, STAGES.indexOf(stage) + 1).flatMap((name) => way[name]);
}

/** The dossier of a candidate who has come to a stage. */
export function at(stage: CommuneStage): Given {
  return given(commune)(...upTo2025(stage));
}

/** The steps before a stage. */
export function before2025(stage: CommuneStage, way = way2025()): readonly Step[] {
  return STAGES.slice(0, STAGES.indexOf(stage)).flatMap((name) => way[name]);
}

/** The steps up to a stage, the listing with other fields. */
export function listedWith(fields: object, stage: CommuneStage, way = way2025()): readonly Step[] {
  const [listing, ...rest] = upTo2025(stage, way);
  return listing === undefined ? rest : [but(listing, fields), ...rest];
}

/** The same way so many months later, every day in it: nine opens the dossier under R2026A, thirteen under R2026B. */
export function laterBy(
  months: number,
  way: Readonly<Record<CommuneStage, readonly Step[]>> = way2025(),
): Readonly<Record<CommuneStage, readonly Step[]>> {
  const later = (step: Step): Step =>
    JSON.parse(
      JSON.stringify(step)
        .replaceAll(/\d{4}-\d{2}-\d{2}(?=")/g, (day) => addMonths(day, months))
        .replaceAll('class-2025', `class-2025-${String(months)}`),
    ) as Step;
  return Object.fromEntries(
    Object.entries(way).map(([stage, steps]) => [stage, stage === 'listed' ? steps : steps.map(later)]),
  ) as unknown as Readonly<Record<CommuneStage, readonly Step[]>>;
}

/** The papers of a probation that began on 20/9/2025: the course, and what the probationer and the mentor write. */
export const PROBATION_PAPERS = [
  asks('CompleteNewMemberCourse', '2026-03-02', { number: '7/GCN', issuedOn: '2026-02-27' }),
  asks('ReportProbation', '2026-09-22', { by: 'probationer', writtenOn: '2026-09-21' }),
  asks('ReportProbation', '2026-09-23', { by: 'mentor', writtenOn: '2026-09-22' }),
] as const;

export type Body = 'cell' | 'grassroots-committee';

/** A body votes on recognising a probationer. */
export function recognises(body: Body, on: Day, yes: number, convened: number): Step {
  return asks('HoldRecognitionVote', on, { body, ...vote('30-NQ', yes, convened) });
}

/** A body votes on erasing a probationer. */
export function erases(body: Body, on: Day, yes: number, convened: number): Step {
  return asks('HoldErasureVote', on, { body, ...vote('40-NQ', yes, convened) });
}
