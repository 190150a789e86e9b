import { addMonths, ageInMonths } from '@dossier/calendar';
import type { MemberFacts } from '../facts';
import { int, list, text, type Finding, type Rule } from './rule';

/**
 * Age on this day, counted by month: from the month of turning `least` to the month of turning `most`, both included.
 * Values: least, most; unless (the matter of a consent that, once asked for, lets an older candidate be considered).
 */
const age: Rule = ({ birth, on, consents }, values) => {
  if (birth === undefined) return { code: 'birth-unknown', have: null, need: null, who: 'cell' };
  const months = ageInMonths(birth, on);
  const least = int(values, 'least');
  const most = int(values, 'most');
  if (months < least * 12) {
    const from = `${addMonths(birth, least * 12).slice(0, 7)}-01`;
    return { code: 'too-young', have: Math.floor(months / 12), need: least, from, who: 'nobody' };
  }
  const asked = 'unless' in values && consents?.[text(values, 'unless')]?.requested !== undefined;
  return months > most * 12 && !asked
    ? { code: 'too-old', have: Math.floor(months / 12), need: most, who: 'provincial-committee' }
    : undefined;
};

/** What the rule of age finds. Its `have` and `from` come of the birth, which is sealed: nothing that is stored may keep them. */
export const OF_BIRTH: readonly string[] = ['too-young', 'too-old'];

/**
 * Schooling of at least a level. Values: order (levels, lowest first), least, inDifficultArea; prestige (the matter of a
 * consent by which a person of prestige in a difficult area need only read and write).
 */
const schooling: Rule = (facts, values) => {
  const order = list(values, 'order');
  const prestige = 'prestige' in values && facts.consents?.[text(values, 'prestige')]?.granted !== undefined;
  if (prestige && facts.difficultArea && facts.schooling === order[0]) return undefined;
  const need = text(values, facts.difficultArea ? 'inDifficultArea' : 'least');
  const have = facts.schooling ?? null;
  // A level that stands nowhere in the order is reached by nobody.
  const least = order.indexOf(need);
  if (have !== null && least >= 0 && order.indexOf(have) >= least) return undefined;
  return { code: 'schooling-short', have, need, who: 'candidate' };
};

/** Why a member may not mentor or introduce on this day, if so. */
function unfit(member: MemberFacts, on: string): Finding | undefined {
  if (member.departed) return { code: 'member-departed', have: member.member, need: null, who: 'cell' };
  if (member.disciplined) return { code: 'member-disciplined', have: member.member, need: null, who: 'cell' };
  if (member.officialSince === undefined || member.officialSince > on) {
    const from = member.officialSince === undefined ? {} : { from: member.officialSince };
    return { code: 'member-not-official', have: member.officialSince ?? null, need: on, ...from, who: 'cell' };
  }
  return undefined;
}

/** The named member is official, present and not under discipline. Values: none. */
const namedMemberFit: Rule = (facts) => (facts.named ? unfit(facts.named, facts.on) : undefined);

/** The named member belongs to the candidate's own grassroots organisation. Values: none. */
const namedMemberNear: Rule = ({ named, grassroots }) =>
  named === undefined || named.grassroots === grassroots
    ? undefined
    : { code: 'member-elsewhere', have: named.grassroots ?? null, need: grassroots ?? null, who: 'cell' };

/** The named introducer has worked, studied or lived with the candidate so many months, unless replacing one who left. Values: months. */
const togetherLongEnough: Rule = ({ named, on }, values) => {
  if (named === undefined || named.waived) return undefined;
  const from = addMonths(named.togetherSince, int(values, 'months'));
  return from <= on
    ? undefined
    : { code: 'together-too-short', have: named.togetherSince, need: int(values, 'months'), from, who: 'cell' };
};

/** The assigned mentor can still serve; otherwise the cell must assign another first. Values: none. */
const mentorServes: Rule = (facts) => {
  if (facts.mentor === undefined) return { code: 'step-missing', have: null, need: 'MentorAssigned', who: 'cell' };
  const why = unfit(facts.mentor, facts.on);
  const moved = why === undefined && facts.mentor.grassroots !== facts.grassroots;
  return why === undefined && !moved
    ? undefined
    : { code: 'mentor-must-be-replaced', have: moved ? 'moved' : (why?.code ?? null), need: null, who: 'cell' };
};

/**
 * Two official members introduce, or a union's resolution and one. One who has left the candidate's grassroots
 * organisation since being named no longer counts. Values: alone, withUnion (how many members).
 */
const introduced: Rule = (facts, values) => {
  const need = int(values, facts.unionEndorsed ? 'withUnion' : 'alone');
  const fit = facts.introducers.filter(
    (member) => unfit(member, facts.on) === undefined && member.grassroots === facts.grassroots,
  ).length;
  return fit >= need ? undefined : { code: 'introducers-missing', have: fit, need, who: 'cell' };
};

/**
 * One who was a member before comes back only after a wait, once, and not after everything. Values: months since leaving,
 * clearedMonths since a criminal record was cleared, barred (grounds of leaving).
 */
const readmissionAllowed: Rule = ({ readmission, on }, values) => {
  if (readmission === undefined) return undefined;
  const { leftOn, ground, recordClearedOn, readmittedBefore } = readmission;
  if (list(values, 'barred').includes(ground)) {
    return { code: 'readmission-barred', have: ground, need: null, who: 'nobody' };
  }
  if (readmittedBefore) return { code: 'readmitted-before', have: leftOn, need: null, who: 'nobody' };
  const cleared = recordClearedOn === undefined ? leftOn : addMonths(recordClearedOn, int(values, 'clearedMonths'));
  const waited = addMonths(leftOn, int(values, 'months'));
  const from = cleared > waited ? cleared : waited;
  return on >= from ? undefined : { code: 'readmission-too-early', have: on, need: from, from, who: 'nobody' };
};

export const personRules = {
  age,
  schooling,
  'mentor-serves': mentorServes,
  introduced,
  'readmission-allowed': readmissionAllowed,
} satisfies Record<string, Rule>;

/** Rules that judge the member a command names. */
export const namingRules = {
  'named-member-fit': namedMemberFit,
  'named-member-near': namedMemberNear,
  'together-long-enough': togetherLongEnough,
} satisfies Record<string, Rule>;
