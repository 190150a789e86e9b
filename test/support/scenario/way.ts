import assert from 'node:assert/strict';
import type { Day } from '@dossier/kernel';
import { asks } from './steps';
import type { Step } from './world';

// The usual way of a dossier from the listing to the ceremony, stage by stage: scenarios go it up to where they differ.

export const IDENTITY = { name: 'Lò Thị Thử', birth: '1995-04-20' } as const;
export const DECLARED = {
  sex: 'female',
  schooling: 'upper-secondary',
  minority: true,
  union: 'youth-union',
  local: true,
  demobilised: false,
} as const;

/** The names of the usual way, in its order. */
export const WAY = [
  'listed',
  'mentored',
  'proposed',
  'certified',
  'permitted',
  'opened',
  'papers',
  'introduced',
  'stamped',
  'asked',
  'answered',
  'remarked',
  'heard',
  'voted',
  'agreed',
  'submitted',
  'decided',
  'received',
  'celebrated',
] as const;
export type Stage = (typeof WAY)[number];
export type Way = Readonly<Record<Stage, readonly Step[]>>;

/** The usual way of a candidate who is listed at the beginning of a year and admitted in the summer of the next. */
export function wayFrom(year: number, cell = 'cell-a'): Way {
  const next = year + 1;
  const letter = (form: string, day: Day): Step => asks('FileDocument', day, { form, writtenOn: day });
  return {
    listed: [
      asks('ListCandidate', `${year}-01-10`, {
        cell,
        proposedBy: 'youth-union',
        declared: DECLARED,
        identity: IDENTITY,
      }),
    ],
    mentored: [asks('AssignMentor', `${year}-02-01`, { member: 'mentor' })],
    proposed: [asks('ProposeTraining', `${year}-03-01`, { class: `class-${year}` })],
    certified: [
      asks('CertifyTraining', `${year}-05-20`, { class: `class-${year}`, number: '12/GCN', issuedOn: `${year}-05-15` }),
    ],
    permitted: [asks('PermitPaperwork', `${year}-09-01`, { number: '7-CV/ĐU' })],
    opened: [asks('OpenDossier', `${year}-10-03`, {})],
    papers: [letter('1-KNĐ', `${year}-10-05`), letter('2-KNĐ', `${year}-10-06`), letter('3-KNĐ', `${year}-10-07`)],
    introduced: [
      asks('NameIntroducer', `${year}-10-10`, { member: 'mentor', togetherSince: `${year - 2}-01-01` }),
      asks('NameIntroducer', `${year}-10-10`, { member: 'friend', togetherSince: `${year - 2}-01-01` }),
    ],
    stamped: [asks('StampBiography', `${year}-11-01`, {})],
    asked: [asks('RequestVerification', `${year}-11-02`, { place: 'home-commune' })],
    answered: [asks('AnswerVerification', `${year}-12-05`, { place: 'home-commune', clear: true })],
    remarked: [asks('RecordRemark', `${next}-01-05`, { by: 'cell' })],
    heard: [asks('CollectOpinion', `${next}-02-01`, { from: 'residence' })],
    voted: [asks('HoldCellVote', `${next}-04-10`, { number: '3-NQ/CB', yes: 5, no: 2, convened: 7 })],
    agreed: [asks('HoldCommitteeVote', `${next}-04-28`, { number: '8-NQ/ĐU', yes: 8, no: 1, convened: 9 })],
    submitted: [asks('SubmitDossier', `${next}-05-05`, {})],
    decided: [asks('DecideAdmission', `${next}-06-01`, { number: '45-QĐ/HU', yes: 6, no: 2, convened: 11 })],
    received: [asks('ReceiveDecision', `${next}-06-08`, {})],
    celebrated: [asks('HoldCeremony', `${next}-06-20`, {})],
  };
}

/** The way up to a stage, that stage included. */
export function upTo(stage: Stage, way: Way): readonly Step[] {
  return WAY.slice(0, WAY.indexOf(stage) + 1).flatMap((name) => way[name]);
}

/** The way up to a stage, without it and without the stages left out. */
export function before(stage: Stage, way: Way, ...without: readonly Stage[]): readonly Step[] {
  return WAY.slice(0, WAY.indexOf(stage))
    .filter((name) => !without.includes(name))
    .flatMap((name) => way[name]);
}

/** The one step of a stage. */
export function step(stage: Stage, way: Way): Step {
  const [only] = way[stage];
  if (only === undefined) assert.fail(`${stage} has no step`);
  return only;
}
