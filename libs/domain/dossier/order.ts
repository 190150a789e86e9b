import type { DossierCommand } from '@dossier/contract';
import { fold, type Day, type Recorded, type Refusal } from '@dossier/kernel';
import { inOneOrder } from '../one-order';
import { ACTION_OF, isRecordAction, mayFollowEnd } from './actions';
import { ENDINGS, type DossierEvent, type DossierEventType } from './events';
import { effectiveHistory } from './history';
import { dossier, dossierOn, isTaken, type DossierState } from './state';

// What is entered late is counted in the order of the days. Here is what a day must not lie before, so that nothing is
// recorded that counts for nothing in its place, or that makes nothing of what is recorded behind it.

type Action = DossierCommand['type'];
type Entry = Recorded<DossierEvent>;
type Refused = { readonly refused: Refusal };

const ENDING_EVENTS = Object.keys(ENDINGS) as readonly (keyof typeof ENDINGS)[];

/** What a vote rests on: it cannot be held on a day before any of it was there. */
const EVIDENCE: readonly DossierEventType[] = [
  'MentorAssigned',
  'MentorReplaced',
  'DocumentFiled',
  'IntroducerNamed',
  'UnionEndorsed',
  'BiographyStamped',
  'VerificationAnswered',
  'RemarkRecorded',
  'OpinionCollected',
];

/** Ways out end everything: they cannot lie before a step that was taken. */
const ENDS: readonly Action[] = [
  'DelistCandidate',
  'WithdrawCandidate',
  'RecordDeath',
  'LetLeave',
  'AnnulDecision',
  'RefuseAdmission',
  'DecideRecognition',
  'EraseProbationer',
];

/** The bodies over the cell to which a candidate has gone vote and decide on nothing of before. */
const AT_THE_PLACE: readonly DossierEventType[] = ['CandidateTransferred'];

/** What says how far a dossier has come when somebody goes, and on which roll they are. */
const STAGES: readonly DossierEventType[] = [
  'CandidateTransferred',
  'DossierReceived',
  'DossierSubmitted',
  'DossierReturned',
  'StepRedone',
  'AdmissionDecided',
  'DecisionAnnulled',
  'CeremonyHeld',
  'AppealResolved',
];

const NOT_BEFORE: { readonly [A in Action]?: readonly DossierEventType[] } = {
  HoldCellVote: [...EVIDENCE, ...AT_THE_PLACE],
  AppraiseBySubCommittee: AT_THE_PLACE,
  HoldCommitteeVote: AT_THE_PLACE,
  DecideAdmission: AT_THE_PLACE,
  ReceiveDecision: AT_THE_PLACE,
  HoldCeremony: AT_THE_PLACE,
  HoldRecognitionVote: AT_THE_PLACE,
  HoldErasureVote: AT_THE_PLACE,
  MoveCandidate: STAGES,
};

/** The last day of what an end must not lie before: of every step and every vote, not of what only says something of the record. */
function lastStep({ done, votes }: DossierState): readonly Day[] {
  const steps = Object.entries(done).filter(([step]) => !isOfTheRecord(step as DossierEventType));
  return [...steps.map(([, day]) => day), ...Object.values(votes).map(({ on }) => on)];
}

function isOfTheRecord(type: DossierEventType): boolean {
  return type !== 'ProcedureAdopted' && isRecordAction(ACTION_OF[type]);
}

/** The earliest day a step may bear: not before the listing; a vote not before its evidence, an ending not before anything. */
export function earliestDay(action: Action, state: DossierState): Day {
  const { done } = state;
  const days = ENDS.includes(action) ? lastStep(state) : (NOT_BEFORE[action] ?? []).map((step) => done[step] ?? '');
  return [done.CandidateListed ?? '', ...days].reduce((latest, day) => (day > latest ? day : latest));
}

/** A day is too early; from another one on it can be. */
export function notBefore(from: Day, on: Day): Refused {
  return { refused: { code: 'before-earlier-step', condition: 'on', have: on, need: from, from, who: 'cell' } };
}

/** The dossier as it stood on a day, by everything that is known now. */
export function stoodOn(day: Day, history: readonly Entry[]): DossierState {
  return fold(dossierOn(day), history);
}

/** The days after one on which anything happened, in their order. */
export function laterDays(history: readonly Entry[], on: Day): readonly Day[] {
  const days = effectiveHistory(history).map(({ meta }) => meta.on);
  return [...new Set(days)].filter((day) => day > on);
}

/**
 * Why an event cannot bear its day in the order of the days: what it changes would be gone again, or it ends a dossier that
 * goes on behind it. Of a day that is not before another nothing is asked.
 */
export function outOfOrder(
  event: DossierEvent,
  on: Day,
  state: DossierState,
  history: readonly Entry[] | undefined,
): Refused | undefined {
  const last = history?.at(-1);
  if (history === undefined || last === undefined || on >= state.lastOn || isOfTheRecord(event.type)) return undefined;
  const entered = (day: Day): Entry =>
    ({
      ...event,
      stream: last.stream,
      order: last.order + 1,
      revision: state.revision + 1,
      meta: { ...last.meta, on: day },
    }) as Entry;
  const stands = (day: Day): boolean => !isLost(entered(day), state, history) && !endsTooEarly(entered(day), history);
  return stands(on) ? undefined : notBefore(laterDays(history, on).find(stands) ?? state.lastOn, on);
}

/** Whether something of what an event changes when it is recorded is not changed when it is counted in its place. */
function isLost(entry: Entry, before: DossierState, history: readonly Entry[]): boolean {
  const recorded = dossier.evolve(before, entry);
  const counted = fold(dossier, [...history, entry]);
  if (isTaken(entry) && (counted.done[entry.type] ?? '') < entry.meta.on) return true;
  const undone: readonly DossierEventType[] = ('undone' in entry.data ? entry.data.undone : undefined) ?? [];
  if (undone.some((step) => counted.done[step] !== undefined)) return true;
  return (Object.keys(recorded) as (keyof DossierState)[])
    .filter((part) => !['done', 'next', 'revision', 'lastOn'].includes(part))
    .some((part) => {
      const [was, is, stays] = [before[part], recorded[part], counted[part]].map(inOneOrder);
      return was !== is && was === stays;
    });
}

/** Whether an event would end a dossier before something that may not follow the end. */
function endsTooEarly(entry: Entry, history: readonly Entry[]): boolean {
  const before = followingAnEnd(effectiveHistory(history));
  const after = followingAnEnd(effectiveHistory([...history, entry]));
  return after.some(({ revision }) => !before.some((known) => known.revision === revision));
}

/** What happened, in the order of the days, after an end that it may not follow. */
export function followingAnEnd(events: readonly Entry[]): readonly Entry[] {
  let state = dossier.initial;
  return events.filter((event) => {
    const met = state;
    state = dossier.evolve(met, event);
    return afterEnd(event, met) !== undefined;
  });
}

/** Why a step cannot stand where it does: the dossier had ended by then, and this is nothing that may follow its end. */
export function afterEnd({ type }: Entry, before: DossierState): Refusal | undefined {
  const { outcome, done } = before;
  if (outcome === undefined || isOfTheRecord(type) || mayFollowEnd(ACTION_OF[type], before)) return undefined;
  const ending = ENDING_EVENTS.find((event) => ENDINGS[event] === outcome);
  return {
    code: 'dossier-ended',
    condition: 'outcome',
    have: outcome,
    need: (ending && done[ending]) ?? null,
    who: 'nobody',
  };
}
