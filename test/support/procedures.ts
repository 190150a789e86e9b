import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarOf, type Calendar, type CalendarYear } from '@dossier/calendar';
import { localRules, procedureVersion, type Facts, type IntroducerFacts } from '@dossier/procedure';
import { introducer, nothing } from './rules';

// The shipped procedures as tests of the data read them. Tests run from the root of the repository.

/** A file of the repository, as text. */
export function shipped(path: string): string {
  return readFileSync(join(process.cwd(), path), 'utf8');
}

/** The names of the JSON files in a folder of the repository, in the order of their bytes; none where there is no such folder. */
export function namesIn(folder: string): readonly string[] {
  const path = join(process.cwd(), folder);
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];
}

const read = (folder: string): readonly unknown[] =>
  namesIn(folder).map((name) => JSON.parse(shipped(`${folder}/${name}`)) as unknown);

export const versions = read('procedures/admission').map((file) => procedureVersion.parse(file));
export const locals = read('procedures/local').map((file) => localRules.parse(file));
export const calendar: Calendar = calendarOf(read('calendars/vn') as readonly CalendarYear[]);

/** A version by its name. */
export function version(name: string) {
  const found = versions.find((known) => known.version === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

export const member: IntroducerFacts = { ...introducer, togetherSince: '2015-01-01' };

/** A dossier of which everything is known, and on which a cell of nine can vote under any version. */
export const ready: Facts = {
  ...nothing,
  done: {
    CandidateListed: '2022-01-05',
    MentorAssigned: '2022-01-05',
    TrainingProposed: '2022-02-01',
    TrainingCertified: '2022-03-10',
    PaperworkPermitted: '2022-04-01',
    DossierOpened: '2022-05-10',
    BiographyStamped: '2022-06-01',
    VerificationRequested: '2022-06-02',
    VerificationAnswered: '2022-07-15',
    RemarkRecorded: '2022-07-20',
  },
  birth: '1999-09-02',
  schooling: 'upper-secondary',
  grassroots: 'hua-bum',
  certificateIssuedOn: '2022-03-08',
  openedOn: '2022-05-10',
  mentor: member,
  mentorSince: '2022-01-05',
  introducers: [member, { ...member, member: 'm2' }],
  documents: { '1-KNĐ': '2022-05-11', '2-KNĐ': '2022-05-12', '3-KNĐ': '2022-05-20' },
  verifications: { requested: 2, answered: 2, unclear: 0 },
  lastVerification: '2022-07-15',
  opinions: ['residence'],
  opinionDays: { residence: '2022-08-01' },
  cellOfficials: 9,
  decider: { unit: 'a-committee', kind: 'commune-committee', empowered: false },
  asked: { method: 'ballot', convened: 9 },
  named: member,
  consent: '12-CV/HU',
  dueDays: { K2: '2023-05-30' },
};
