import { RULES, type Facts, type Guard, type IntroducerFacts, type MemberFacts } from '@dossier/procedure';

// What the tests of single rules share: a dossier of which nothing is known, and how a rule is asked about it.

/** An official member of the candidate's own grassroots organisation. */
export const official: MemberFacts = {
  member: 'm1',
  officialSince: '2010-05-19',
  grassroots: 'hua-bum',
  departed: false,
  disciplined: false,
};

export const introducer: IntroducerFacts = { ...official, togetherSince: '2020-01-01', waived: false };

/** A dossier of which nothing is known, not even where it is, on 10/4/2023. */
export const nothing: Facts = {
  on: '2023-04-10',
  done: {},
  difficultArea: false,
  committeeBetween: true,
  introducers: [],
  unionEndorsed: false,
  documents: {},
  verifications: { requested: 0, answered: 0, unclear: 0 },
  opinions: [],
  cellOfficials: 0,
  votes: {},
  dueDays: {},
};

/** What a rule finds in a dossier of the official member's organisation, of which only this is known besides. */
export function ask(rule: string, values: Guard['values'], known: Partial<Facts>) {
  return RULES[rule]?.({ ...nothing, grassroots: 'hua-bum', ...known }, values);
}

/** The code of what a rule finds; undefined where nothing stands in the way. */
export function code(rule: string, values: Guard['values'], known: Partial<Facts>): string | undefined {
  return ask(rule, values, known)?.code;
}
