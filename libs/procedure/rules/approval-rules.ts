import { addMonths } from '@dossier/calendar';
import type { Day } from '@dossier/kernel';
import type { ConsentFacts, Facts } from '../facts';
import { whose } from './dossier-rules';
import { int, list, text, type Finding, type Rule } from './rule';

// Rules of the way from the papers to the ceremony that the first written-down versions did not have.

/** What stands in the way of a consent that is needed: it was not given yet, was denied, or is of a later day. */
function missingConsent(matter: string, consent: ConsentFacts | undefined, on: Day): Finding | undefined {
  if (consent?.denied !== undefined) {
    return { code: 'consent-denied', have: consent.denied, need: matter, who: 'provincial-committee' };
  }
  if (consent?.granted === undefined) {
    return { code: 'consent-missing', have: consent?.requested ?? null, need: matter, who: 'provincial-committee' };
  }
  return consent.granted <= on
    ? undefined
    : { code: 'before-earlier-step', have: on, need: consent.granted, from: consent.granted, who: 'cell' };
}

/**
 * The matters in which this dossier needs consent from above: those in which it was asked, a re-admission always, and an
 * annulment by the place that received the person after the ceremony (38-HD/BTCTW of 29/9/2025, I.3c).
 */
function matters(facts: Facts): readonly string[] {
  const { consents = {}, readmission, move, done } = facts;
  const asked = Object.keys(consents).filter((matter) => consents[matter] !== undefined);
  const foundLater = move?.received === true && done['CeremonyHeld'] !== undefined;
  return [...asked, ...(readmission === undefined ? [] : ['readmission']), ...(foundLater ? ['annulment'] : [])];
}

/** Where consent from above is needed it has been given. Values: matters (those to look at here). */
const consentWhereNeeded: Rule = (facts, values) => {
  const looked = list(values, 'matters');
  for (const matter of matters(facts)) {
    if (!looked.includes(matter)) continue;
    const finding = missingConsent(matter, facts.consents?.[matter], facts.on);
    if (finding) return finding;
  }
  return undefined;
};

/** Every place asked has answered; an unclear answer is settled by consent in a political matter. Values: none. */
const verificationSettled: Rule = (facts) => {
  const { requested, answered, unclear } = facts.verifications;
  if (requested === 0) return { code: 'step-missing', have: null, need: 'VerificationRequested', who: 'cell' };
  if (answered < requested) return { code: 'verification-open', have: answered, need: requested, who: 'verifier' };
  if (unclear === 0 || facts.consents?.['political']?.granted !== undefined) return undefined;
  return { code: 'verification-unclear', have: unclear, need: 0, who: 'verifier' };
};

/**
 * Papers serve so long from the opening of the dossier, its last day included; on a later day those that grow old must
 * have been made again after it, and serve as long once more. Values: months, forms (codes), opinions (sides), verification (whether a place must have answered anew).
 */
const papersRenewed: Rule = (facts, values) => {
  if (facts.openedOn === undefined) return { code: 'step-missing', have: null, need: 'DossierOpened', who: 'cell' };
  const months = int(values, 'months');
  const last = addMonths(facts.openedOn, months);
  if (facts.on <= last) return undefined;
  const old = (day: Day | undefined): boolean => day === undefined || day <= last || facts.on > addMonths(day, months);
  const stale = (what: string, day: Day | undefined): Finding => ({
    code: 'paper-stale',
    have: day ?? facts.openedOn ?? null,
    need: what,
    who: 'cell',
  });
  for (const form of list(values, 'forms')) {
    const day = facts.documents[form];
    if (day !== undefined && old(day)) return stale(form, day);
  }
  for (const side of list(values, 'opinions')) {
    if (old(facts.opinionDays?.[side])) return stale(side, facts.opinionDays?.[side]);
  }
  return values['verification'] === true && old(facts.lastVerification)
    ? stale('VerificationAnswered', facts.lastVerification)
    : undefined;
};

/** The sub-committee has appraised, where one stands between. It reports; no ratio is asked of it. Values: none. */
const subCommitteeAppraised: Rule = ({ subCommitteeBetween, appraisal, on }) => {
  if (!subCommitteeBetween) return undefined;
  if (appraisal === undefined) {
    return { code: 'step-missing', have: null, need: 'SubCommitteeAppraised', who: 'sub-committee' };
  }
  return appraisal.on <= on
    ? undefined
    : { code: 'before-earlier-step', have: on, need: appraisal.on, from: appraisal.on, who: 'cell' };
};

/** There is such a body between the cell and the decider. Values: body ('sub-committee' or 'grassroots-committee'). */
const bodyBetween: Rule = (facts, values) => {
  const body = text(values, 'body');
  const there =
    body === 'sub-committee'
      ? facts.subCommitteeBetween === true
      : body === 'grassroots-committee' && facts.committeeBetween;
  return there ? undefined : { code: 'no-such-body-between', have: body, need: null, who: 'nobody' };
};

/** There is a body that may decide on this cell's dossiers. Values: none. */
const deciderKnown: Rule = ({ decider }) =>
  decider === undefined ? { code: 'decider-missing', have: null, need: null, who: 'provincial-committee' } : undefined;

/** What a returned dossier lacked has been supplied. Values: none. */
const supplementComplete: Rule = ({ supplementMissing = [] }) => {
  const [first] = supplementMissing;
  return first === undefined
    ? undefined
    : { code: 'supplement-missing', have: supplementMissing.length, need: first, who: 'cell' };
};

/** While the candidate lives elsewhere for a time, the cell that helps there has been heard. Values: none. */
const helpingCellHeard: Rule = ({ temporarilyAway, opinions }) =>
  temporarilyAway && !opinions.includes('helping-cell')
    ? { code: 'opinion-missing', have: null, need: 'helping-cell', who: 'cell' }
    : undefined;

/** The step is taken by the day a deadline runs out, or with a consent given for it. Values: deadline, matter. */
const inTimeOrConsented: Rule = (facts, values) => {
  const due = facts.dueDays[text(values, 'deadline')];
  if (due === undefined || facts.on <= due) return undefined;
  const granted = facts.consents?.[text(values, 'matter')]?.granted;
  return granted !== undefined && granted <= facts.on
    ? undefined
    : { code: 'late-without-consent', have: facts.on, need: due, who: 'decider' };
};

/** The step is taken by the day a deadline runs out. Values: deadline. */
const inTime: Rule = (facts, values) => {
  const due = facts.dueDays[text(values, 'deadline')];
  return due === undefined || facts.on <= due
    ? undefined
    : { code: 'too-late', have: facts.on, need: due, who: 'nobody' };
};

/** A vote lapses when nothing was decided on it in time: the body votes again. Values: body, deadline. */
const voteNotLapsed: Rule = (facts, values) => {
  const body = text(values, 'body');
  const due = facts.dueDays[text(values, 'deadline')];
  if (facts.votes[body]?.carried !== true || due === undefined || facts.on <= due) return undefined;
  return { code: 'vote-lapsed', have: facts.on, need: due, who: whose(body) };
};

export const approvalRules = {
  'consent-where-needed': consentWhereNeeded,
  'verification-settled': verificationSettled,
  'papers-renewed': papersRenewed,
  'sub-committee-appraised': subCommitteeAppraised,
  'body-between': bodyBetween,
  'decider-known': deciderKnown,
  'supplement-complete': supplementComplete,
  'helping-cell-heard': helpingCellHeard,
  'in-time-or-consented': inTimeOrConsented,
  'in-time': inTime,
  'vote-not-lapsed': voteNotLapsed,
} satisfies Record<string, Rule>;
