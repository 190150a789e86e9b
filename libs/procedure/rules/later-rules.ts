import { addDays } from '@dossier/calendar';
import { shortVote } from './dossier-rules';
import { int, list, text, type Rule } from './rule';

// Rules of moving to another cell, and of the probation after the ceremony.

/** After a move to another decider the old one has handed the dossier on and the new one has it. Values: none. */
const handedOn: Rule = ({ move }) => {
  if (move === undefined || !move.across || move.stage === 'before-submission') return undefined;
  if (!move.forwarded) return { code: 'step-missing', have: null, need: 'DossierForwarded', who: 'decider' };
  return move.received ? undefined : { code: 'step-missing', have: null, need: 'DossierReceived', who: 'decider' };
};

/**
 * A dossier is under way to another place. What lies with a decider stays there when the new cell has the same one.
 * Values: forwarded (whether it must have been sent on, or must not yet).
 */
const moveUnderWay: Rule = ({ move, done }, values) => {
  const stays = move !== undefined && !move.across && (move.stage === 'with-decider' || move.stage === 'decided');
  if (move === undefined || move.received || stays) {
    return { code: 'no-move-under-way', have: null, need: 'CandidateTransferred', who: 'cell' };
  }
  if (move.forwarded === values['forwarded']) return undefined;
  return move.forwarded
    ? { code: 'already-done', have: done['DossierForwarded'] ?? null, need: null, who: 'nobody' }
    : { code: 'step-missing', have: null, need: 'DossierForwarded', who: 'decider' };
};

/** After a move within one decider's reach the decision has been directed to the new cell. Values: none. */
const decisionRedirected: Rule = ({ move }) =>
  move === undefined || move.stage !== 'decided' || move.across || move.redirected
    ? undefined
    : { code: 'step-missing', have: null, need: 'DecisionRedirected', who: 'decider' };

/** The decision is to be directed to another cell, once: the candidate moved after it, within one decider's reach. Values: none. */
const redirectable: Rule = ({ move, done }) => {
  if (move === undefined || move.stage !== 'decided' || move.across) {
    return { code: 'no-move-under-way', have: move?.stage ?? null, need: 'decided', who: 'nobody' };
  }
  return move.redirected
    ? { code: 'already-done', have: done['DecisionRedirected'] ?? null, need: null, who: 'nobody' }
    : undefined;
};

/**
 * A decision that came too long after the candidate had been ordered elsewhere does not hold: the decider that made it
 * annuls it, and what is decided anew after that stands. Values: deadline (of the move), which the decision must keep.
 */
const decidedNearMove: Rule = ({ move, done, dueDays }, values) => {
  const due = dueDays[text(values, 'deadline')];
  const decided = done['AdmissionDecided'];
  if (done['DecisionAnnulled'] !== undefined) return undefined;
  if (move === undefined || !move.across || due === undefined || decided === undefined || decided <= due) {
    return undefined;
  }
  return { code: 'decision-after-move', have: decided, need: due, who: 'decider' };
};

/** No place that receives the candidate is waiting for a second look at the dossier. Values: none. */
const noOpenReexamination: Rule = ({ reexamination }) => {
  if (reexamination === 'open') {
    return { code: 'reexamination-open', have: null, need: 'ReexaminationAnswered', who: 'decider' };
  }
  return reexamination === 'rejected'
    ? { code: 'reexamination-rejected', have: null, need: 'AnnulDecision', who: 'decider' }
    : undefined;
};

/** A second look has been asked for and not yet answered. Values: none. */
const reexaminationAsked: Rule = ({ reexamination }) =>
  reexamination === 'open'
    ? undefined
    : { code: 'step-missing', have: null, need: 'ReexaminationAsked', who: 'decider' };

/** The twelve months of probation are over. Values: none. */
const probationOver: Rule = ({ probation, on }) => {
  if (probation === undefined) return { code: 'step-missing', have: null, need: 'CeremonyHeld', who: 'cell' };
  const from = addDays(probation.endsOn, 1);
  return on >= from ? undefined : { code: 'probation-running', have: on, need: probation.endsOn, from, who: 'nobody' };
};

/** The course for new members has been completed. Values: none. */
const courseCompleted: Rule = ({ probation }) =>
  probation?.course === undefined
    ? { code: 'step-missing', have: null, need: 'NewMemberCourseCompleted', who: 'training-centre' }
    : undefined;

/** The probationer has written, and every mentor the probation had. Values: by. */
const probationReported: Rule = ({ probation }, values) => {
  const wanted = list(values, 'by');
  if (wanted.includes('probationer') && probation?.selfReport === undefined) {
    return { code: 'report-missing', have: null, need: 'probationer', who: 'candidate' };
  }
  const [mentor] = probation?.mentorsMissing ?? [];
  return wanted.includes('mentor') && mentor !== undefined
    ? { code: 'report-missing', have: mentor, need: 'mentor', who: 'mentor' }
    : undefined;
};

/** After so many votes that fell short the cell votes no more: the deciding committee has to settle it. Values: matter, most. */
const votesNotExhausted: Rule = ({ votes }, values) => {
  const failed = votes[`${text(values, 'matter')}/cell`]?.failed ?? 0;
  return failed < int(values, 'most')
    ? undefined
    : { code: 'votes-exhausted', have: failed, need: int(values, 'most'), who: 'decider' };
};

/**
 * The bodies below have agreed, or the cell has failed so often that it is the decider's to settle. Values: matter, most,
 * alsoAfter (another matter whose failed votes lay this one before the decider too).
 */
const carriedOrExhausted: Rule = ({ votes, committeeBetween, on }, values) => {
  const matter = text(values, 'matter');
  const cell = votes[`${matter}/cell`];
  const matters = values['alsoAfter'] === undefined ? [matter] : [matter, text(values, 'alsoAfter')];
  const exhausted = matters
    .map((each) => votes[`${each}/cell`])
    .some((vote) => vote !== undefined && !vote.carried && (vote.failed ?? 0) >= int(values, 'most'));
  if (exhausted) return undefined;
  const bodies = committeeBetween ? ['cell', 'grassroots-committee'] : ['cell'];
  for (const body of bodies) {
    const vote = votes[`${matter}/${body}`];
    const need = matter === 'recognition' ? 'RecognitionVoted' : 'ErasureVoted';
    if (vote === undefined) return { code: 'step-missing', have: null, need, who: body };
    if (!vote.carried) return shortVote(vote, body);
    if (vote.on > on) return { code: 'before-earlier-step', have: on, need: vote.on, from: vote.on, who: 'cell' };
    // What the committee agreed to was an earlier resolution of the cell, which has lapsed.
    if (cell !== undefined && vote.on < cell.on) return { code: 'step-missing', have: vote.on, need, who: body };
  }
  return undefined;
};

/** Whether an appeal against an erasure is waiting for its answer. Values: open (true where one must be, false where none may). */
const appealOpen: Rule = ({ appeal, done }, values) => {
  if (values['open'] === true) {
    return appeal === 'open'
      ? undefined
      : { code: 'step-missing', have: null, need: 'ErasureAppealed', who: 'candidate' };
  }
  return appeal === undefined || appeal === 'overturned'
    ? undefined
    : { code: 'already-done', have: done['ErasureAppealed'] ?? null, need: null, who: 'nobody' };
};

export const laterRules = {
  'handed-on': handedOn,
  'move-under-way': moveUnderWay,
  'decision-redirected': decisionRedirected,
  redirectable,
  'decided-near-move': decidedNearMove,
  'no-open-reexamination': noOpenReexamination,
  'reexamination-asked': reexaminationAsked,
  'probation-over': probationOver,
  'course-completed': courseCompleted,
  'probation-reported': probationReported,
  'votes-not-exhausted': votesNotExhausted,
  'carried-or-exhausted': carriedOrExhausted,
  'appeal-open': appealOpen,
} satisfies Record<string, Rule>;
