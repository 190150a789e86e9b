import type { AskedFacts } from '../facts';
import { missingVote } from './dossier-rules';
import { list, text, type Rule } from './rule';

// Rules that judge what a command brings. An explanation names them as requirements; it cannot answer them.

/** Whether a command that names the body which votes names another than this one. */
function ofAnother(body: string, asked: AskedFacts | undefined): boolean {
  return asked?.body !== undefined && asked.body !== body;
}

/** A member sent to verify is not of the candidate's kin. Values: none. */
const verifierNotKin: Rule = ({ asked }) =>
  asked?.kin ? { code: 'verifier-is-kin', have: true, need: false, who: 'cell' } : undefined;

/** The meeting votes in one of these ways. Values: methods, body (whose meeting). */
const voteMethod: Rule = ({ asked }, values) => {
  if (ofAnother(text(values, 'body'), asked)) return undefined;
  const methods = list(values, 'methods');
  const method = asked?.method;
  if (method !== undefined && methods.includes(method)) return undefined;
  return { code: 'vote-method', have: method ?? null, need: methods.join('/'), who: text(values, 'body') };
};

/**
 * A cell's vote is counted against all its official members, less those of them whom a listed ground leaves out; one who
 * is merely absent stays in, and a probationer was never in the number. Values: grounds.
 */
const cellDenominator: Rule = ({ asked, cellOfficials }, values) => {
  if (ofAnother('cell', asked)) return undefined;
  const excused = asked?.excused ?? [];
  const unknown = excused.find(({ ground, onRoll }) => !onRoll || !list(values, 'grounds').includes(ground));
  if (unknown) return { code: 'not-to-be-excused', have: unknown.member, need: unknown.ground, who: 'cell' };
  const need = cellOfficials - new Set(excused.map(({ member }) => member)).size;
  return asked?.convened === need
    ? undefined
    : { code: 'denominator-wrong', have: asked?.convened ?? null, need, who: 'cell' };
};

/**
 * A committee's vote is counted against all who sit in it, less those a listed ground leaves out. How many sit is on
 * record where the unit said so; where it did not, nothing can be compared. Who sits is not: whoever is left out is at
 * least an official member, as all who sit are. Values: grounds, body ('grassroots-committee' or 'decider').
 */
const committeeDenominator: Rule = ({ asked, decider, committeeSitting }, values) => {
  const body = text(values, 'body');
  if (ofAnother(body, asked)) return undefined;
  const deciding = decider?.empowered === true ? decider.committee : decider?.standing;
  const sitting = body === 'grassroots-committee' ? committeeSitting : deciding;
  if (sitting === undefined) return undefined;
  const excused = asked?.excused ?? [];
  const unknown = excused.find(({ ground, official }) => !official || !list(values, 'grounds').includes(ground));
  if (unknown) return { code: 'not-to-be-excused', have: unknown.member, need: unknown.ground, who: body };
  const need = sitting - new Set(excused.map(({ member }) => member)).size;
  return asked?.convened === need
    ? undefined
    : { code: 'denominator-wrong', have: asked?.convened ?? null, need, who: body };
};

/**
 * Bodies vote in their turn: the cell first, the committee between on what the cell agreed to, and none again that has
 * agreed. A vote on which nothing was decided in time has lapsed and is held again, by the cell and then by the committee.
 * Values: matter; lapses (the deadline by which a vote of the cell lapses, where there is one).
 */
const bodyInTurn: Rule = (facts, values) => {
  const { asked, votes, committeeBetween, on, dueDays } = facts;
  const matter = text(values, 'matter');
  const body = asked?.body ?? 'cell';
  if (body !== 'cell' && !committeeBetween) {
    return { code: 'no-such-body-between', have: body, need: null, who: 'nobody' };
  }
  const own = votes[`${matter}/${body}`];
  const cell = votes[`${matter}/cell`];
  const due = 'lapses' in values ? dueDays[text(values, 'lapses')] : undefined;
  const again = body === 'cell' ? due !== undefined && on > due : own !== undefined && own.on < (cell?.on ?? '');
  if (own?.carried && !again) return { code: 'already-done', have: own.on, need: null, who: 'nobody' };
  return body === 'cell' ? undefined : missingVote(facts, `${matter}/cell`);
};

/** One decision for each person, with its own number. Values: none. */
const decisionNumberOwn: Rule = ({ asked }) =>
  asked?.numberOf === undefined
    ? undefined
    : { code: 'decision-number-taken', have: asked.numberOf, need: null, who: 'decider' };

/** A deadline is extended once, while it runs, by no more than the rule allows. Values: none; the deadline carries them. */
const extensionAllowed: Rule = ({ asked }) => {
  const { running = false, allowed = 0, days = 0, already = false } = asked?.extension ?? {};
  if (!running) return { code: 'deadline-not-running', have: null, need: null, who: 'nobody' };
  if (already) return { code: 'already-extended', have: null, need: null, who: 'nobody' };
  return days >= 1 && days <= allowed
    ? undefined
    : { code: 'extension-too-long', have: days, need: allowed, who: 'decider' };
};

/** A mentor who goes elsewhere has written an opinion before. Values: none. */
const handedOver: Rule = ({ asked, mentorSince, done, probation }) => {
  if (asked?.reason !== 'moved' || probation === undefined || mentorSince === undefined) return undefined;
  const reported = done['MentorReported'];
  return reported !== undefined && reported >= mentorSince
    ? undefined
    : { code: 'handover-missing', have: reported ?? null, need: 'MentorReported', who: 'mentor' };
};

/** A probationer's own review is written after the twelve months, not before. Values: none. */
const writtenAfterProbation: Rule = ({ asked, probation }) => {
  if (asked?.reportBy !== 'probationer' || asked.writtenOn === undefined || probation === undefined) return undefined;
  return asked.writtenOn > probation.endsOn
    ? undefined
    : { code: 'written-too-early', have: asked.writtenOn, need: probation.endsOn, who: 'candidate' };
};

export const argumentRules = {
  'verifier-not-kin': verifierNotKin,
  'vote-method': voteMethod,
  'cell-denominator': cellDenominator,
  'committee-denominator': committeeDenominator,
  'body-in-turn': bodyInTurn,
  'decision-number-own': decisionNumberOwn,
  'extension-allowed': extensionAllowed,
  'handed-over': handedOver,
  'written-after-probation': writtenAfterProbation,
} satisfies Record<string, Rule>;
