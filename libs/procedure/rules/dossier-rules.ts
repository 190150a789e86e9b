import { addMonths } from '@dossier/calendar';
import type { Facts, VoteFacts } from '../facts';
import { int, list, text, type Finding, type Rule } from './rule';

/** These steps must have been taken, on this day or before it. Values: steps (events' names). */
const stepsTaken: Rule = (facts, values) => {
  for (const step of list(values, 'steps')) {
    const taken = facts.done[step];
    if (taken === undefined) return { code: 'step-missing', have: null, need: step, who: 'cell' };
    if (taken > facts.on) return { code: 'before-earlier-step', have: facts.on, need: taken, from: taken, who: 'cell' };
  }
  return undefined;
};

/** One of these steps has been taken, on this day or before it. Values: steps. */
const anyStepTaken: Rule = (facts, values) => {
  const steps = list(values, 'steps');
  const days = steps.flatMap((step) => facts.done[step] ?? []).sort();
  const [earliest] = days;
  if (earliest === undefined) return { code: 'step-missing', have: null, need: steps[0] ?? null, who: 'decider' };
  return earliest <= facts.on
    ? undefined
    : { code: 'before-earlier-step', have: facts.on, need: earliest, from: earliest, who: 'cell' };
};

/** These steps must not have been taken yet. Values: steps. */
const stepsNotTaken: Rule = (facts, values) => {
  const step = list(values, 'steps').find((name) => facts.done[name] !== undefined);
  return step === undefined
    ? undefined
    : { code: 'already-done', have: facts.done[step] ?? null, need: null, who: 'nobody' };
};

/** The event that is missing when a vote is. */
const VOTES: Readonly<Record<string, string>> = {
  cell: 'CellVoted',
  'grassroots-committee': 'CommitteeVoted',
  'recognition/cell': 'RecognitionVoted',
  'recognition/grassroots-committee': 'RecognitionVoted',
  'erasure/cell': 'ErasureVoted',
  'erasure/grassroots-committee': 'ErasureVoted',
};

/** The body of a vote on some matter: 'recognition/cell' is the cell's. */
export function whose(body: string): string {
  return body.slice(body.indexOf('/') + 1);
}

/** A vote that fell short, by its numbers. */
export function shortVote({ yes, needed }: VoteFacts, who: string): Finding {
  const numbers = yes === undefined || needed === undefined ? undefined : { have: yes, need: needed };
  return { code: 'vote-short', ...(numbers ?? { have: 'short', need: 'carried' }), who };
}

/** What a body's vote leaves in the way on this day: that it was not held, fell short, or was held later than this day. */
export function missingVote(facts: Facts, body: string): Finding | undefined {
  const vote = facts.votes[body];
  if (vote === undefined) {
    return { code: 'step-missing', have: null, need: VOTES[body] ?? 'CommitteeVoted', who: whose(body) };
  }
  if (!vote.carried) return shortVote(vote, whose(body));
  return vote.on <= facts.on
    ? undefined
    : { code: 'before-earlier-step', have: facts.on, need: vote.on, from: vote.on, who: 'cell' };
}

/** The grassroots committee's vote, where a committee stands between the cell and the decider. Values: body, for a matter other than admission. */
const committeeAgreed: Rule = (facts, values) =>
  facts.committeeBetween
    ? missingVote(facts, 'body' in values ? text(values, 'body') : 'grassroots-committee')
    : undefined;

/** A body's last vote must have carried, on this day or before it. Values: body. */
const voteCarried: Rule = (facts, values) => missingVote(facts, text(values, 'body'));

/** A body that has already agreed does not vote again. Values: body. */
const notYetCarried: Rule = (facts, values) => {
  const vote = facts.votes[text(values, 'body')];
  return vote?.carried ? { code: 'already-done', have: vote.on, need: null, who: 'nobody' } : undefined;
};

/** The certificate of the awareness class still serves on this day. Values: months from its issue. */
const certificateFresh: Rule = (facts, values) => {
  if (facts.certificateIssuedOn === undefined) {
    return { code: 'step-missing', have: null, need: 'TrainingCertified', who: 'training-centre' };
  }
  const last = addMonths(facts.certificateIssuedOn, int(values, 'months'));
  return facts.on <= last
    ? undefined
    : { code: 'certificate-stale', have: facts.certificateIssuedOn, need: last, who: 'cell' };
};

/** A new certificate is only needed when there is none, or the old one no longer serves. Values: months. */
const certificateNeeded: Rule = (facts, values) => {
  if (facts.certificateIssuedOn === undefined) return undefined;
  const last = addMonths(facts.certificateIssuedOn, int(values, 'months'));
  return facts.on > last
    ? undefined
    : { code: 'already-done', have: facts.certificateIssuedOn, need: null, who: 'nobody' };
};

/** The papers are not older than so many months since the dossier was opened. Values: months. */
const papersFresh: Rule = (facts, values) => {
  if (facts.openedOn === undefined) return { code: 'step-missing', have: null, need: 'DossierOpened', who: 'cell' };
  const last = addMonths(facts.openedOn, int(values, 'months'));
  return facts.on <= last ? undefined : { code: 'papers-stale', have: facts.openedOn, need: last, who: 'cell' };
};

/** These papers are in the dossier. Values: forms (codes). */
const documentsFiled: Rule = (facts, values) => {
  const form = list(values, 'forms').find((code) => facts.documents[code] === undefined);
  return form === undefined ? undefined : { code: 'document-missing', have: null, need: form, who: 'cell' };
};

/** One paper was written before another, or on the same day. Values: first, second (codes). */
const documentOrder: Rule = (facts, values) => {
  const first = facts.documents[text(values, 'first')];
  const second = facts.documents[text(values, 'second')];
  if (first === undefined || second === undefined || first <= second) return undefined;
  return { code: 'application-after-biography', have: first, need: second, who: 'candidate' };
};

/** Every place asked about the candidate's history has answered, and clearly. Values: none. */
const verificationAnswered: Rule = ({ verifications }) => {
  const { requested, answered, unclear } = verifications;
  if (requested === 0) return { code: 'step-missing', have: null, need: 'VerificationRequested', who: 'cell' };
  if (answered < requested) return { code: 'verification-open', have: answered, need: requested, who: 'verifier' };
  return unclear > 0 ? { code: 'verification-unclear', have: unclear, need: 0, who: 'verifier' } : undefined;
};

/** The opinions of these sides have been collected. Values: from. */
const opinionsCollected: Rule = (facts, values) => {
  const side = list(values, 'from').find((name) => !facts.opinions.includes(name));
  return side === undefined ? undefined : { code: 'opinion-missing', have: null, need: side, who: 'cell' };
};

/** The cell has at least so many official members: with fewer it cannot meet to vote. Values: officials. */
const cellQuorum: Rule = (facts, values) => {
  const need = int(values, 'officials');
  return facts.cellOfficials >= need
    ? undefined
    : { code: 'cell-too-small', have: facts.cellOfficials, need, who: 'grassroots-committee' };
};

/** The step is taken by the day a deadline runs out, or with consent from above. Values: deadline. */
const inTimeOrConsent: Rule = (facts, values) => {
  const due = facts.dueDays[text(values, 'deadline')];
  if (due === undefined || facts.on <= due || facts.consent !== undefined) return undefined;
  return { code: 'late-without-consent', have: facts.on, need: due, who: 'decider' };
};

export const dossierRules = {
  'steps-taken': stepsTaken,
  'any-step-taken': anyStepTaken,
  'steps-not-taken': stepsNotTaken,
  'committee-agreed': committeeAgreed,
  'vote-carried': voteCarried,
  'not-yet-carried': notYetCarried,
  'certificate-fresh': certificateFresh,
  'certificate-needed': certificateNeeded,
  'papers-fresh': papersFresh,
  'documents-filed': documentsFiled,
  'document-order': documentOrder,
  'verification-answered': verificationAnswered,
  'opinions-collected': opinionsCollected,
  'cell-quorum': cellQuorum,
} satisfies Record<string, Rule>;

/** Judges what a command brings: a consent handed over with it. */
export const consentRules = { 'in-time-or-consent': inTimeOrConsent } satisfies Record<string, Rule>;
