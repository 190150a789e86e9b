import { addMonths } from '@dossier/calendar';
import { because } from '../../asked';
import { decidingBody, restingOnEnd } from './deciding';
import { noted, type Part } from './happens';
import { becomesOfficial, departs, returns, writing } from './membership';
import { counted, doesNotAddUp, fellShort, moreThanMembers, thresholdOf } from './votes';

/** What is undone where an erasure is overturned: an erasure after that rests on votes of its own. */
const ERASING = ['ErasureVoted', 'ProbationerErased'] as const;

/** The probation after the ceremony, and its end one way or the other. */
export const probation: Part<
  | 'CompleteNewMemberCourse'
  | 'ReportProbation'
  | 'ProlongProbation'
  | 'HoldRecognitionVote'
  | 'DecideRecognition'
  | 'HoldErasureVote'
  | 'EraseProbationer'
  | 'AppealErasure'
  | 'ResolveAppeal'
> = {
  CompleteNewMemberCourse({ dossier, number, issuedOn }, { probation: running }, _context, { on }) {
    if (issuedOn > on) return because('day-in-future', 'issuedOn', issuedOn, on, 'nobody');
    if (running && issuedOn < running.from)
      return because('before-earlier-step', 'issuedOn', issuedOn, running.from, 'cell');
    return { type: 'NewMemberCourseCompleted', data: { dossier, number, issuedOn } };
  },

  ReportProbation(command, { mentor, probation: running }, _context, { on }) {
    const { dossier, by, writtenOn, member } = command;
    if (writtenOn > on) return because('day-in-future', 'writtenOn', writtenOn, on, 'nobody');
    const writer = member ?? mentor?.member;
    if (by === 'mentor' && (writer === undefined || !running?.mentors.includes(writer)))
      return because('not-a-mentor', 'member', writer ?? null, null, 'cell');
    const who = by === 'mentor' && writer !== undefined ? { member: writer } : {};
    return { type: 'ProbationReported', data: { dossier, by, writtenOn, ...who, ...noted(command) } };
  },

  ProlongProbation(command, state, _context, under) {
    const { dossier, months, number } = command;
    const { procedure } = under;
    const { probation: running } = state;
    const most = procedure.actions['ProlongProbation']?.guards.find(({ rule }) => rule === 'steps-not-taken');
    const allowed = most?.values['most'];
    if (typeof allowed === 'number' && months > allowed)
      return because('extension-too-long', 'months', months, allowed, 'decider');
    if (running === undefined) return because('step-missing', 'probation', null, 'CeremonyHeld', 'cell');
    const endsOn = addMonths(running.endsOn, months);
    const undone = restingOnEnd(state, endsOn, under);
    return { type: 'ProbationProlonged', data: { dossier, months, endsOn, number, ...undone, ...noted(command) } };
  },

  HoldRecognitionVote(command, _state, context, under) {
    const { dossier, body } = command;
    const wrong = noSuchBody(body, context) ?? (body === 'cell' ? moreThanMembers(command, context, under) : undefined);
    if (wrong) return wrong;
    const vote = counted(command, thresholdOf(under.procedure, body, 'recognition'));
    return doesNotAddUp(command) ?? { type: 'RecognitionVoted', data: { dossier, body, vote } };
  },

  DecideRecognition(command, state, context, under) {
    const { dossier } = command;
    const wrong = doesNotAddUp(command);
    if (wrong) return wrong;
    const threshold = thresholdOf(under.procedure, decidingBody(context, under), 'recognition');
    const vote = counted(command, threshold);
    if (!vote.carried) return fellShort(vote, threshold);
    const { member, probation: running } = state;
    if (running === undefined) return because('step-missing', 'probation', null, 'CeremonyHeld', 'cell');
    // Official from the exact end of the probation, however late the bodies (K6).
    const officialFrom = running.endsOn;
    return {
      type: 'MemberRecognised',
      data: { dossier, vote, officialFrom, ...(member === undefined ? {} : { member }) },
      ...(member === undefined ? {} : { beside: becomesOfficial(writing(state, context, under.on), officialFrom) }),
    };
  },

  HoldErasureVote(command, _state, context, under) {
    const { dossier, body } = command;
    const wrong = noSuchBody(body, context) ?? (body === 'cell' ? moreThanMembers(command, context, under) : undefined);
    if (wrong) return wrong;
    const vote = counted(command, thresholdOf(under.procedure, body, 'erasure'));
    return doesNotAddUp(command) ?? { type: 'ErasureVoted', data: { dossier, body, vote } };
  },

  EraseProbationer(command, state, context, under) {
    const { dossier } = command;
    const { member } = state;
    const wrong = doesNotAddUp(command);
    if (wrong) return wrong;
    const threshold = thresholdOf(under.procedure, decidingBody(context, under), 'erasure');
    const vote = counted(command, threshold);
    if (!vote.carried) return fellShort(vote, threshold);
    return {
      type: 'ProbationerErased',
      data: { dossier, vote, ...(member === undefined ? {} : { member }), ...noted(command) },
      beside: departs(writing(state, context, under.on), 'erased'),
    };
  },

  AppealErasure(command, { outcome }) {
    if (outcome !== 'erased') return because('step-missing', 'outcome', null, 'ProbationerErased', 'decider');
    return { type: 'ErasureAppealed', data: { dossier: command.dossier, ...noted(command) } };
  },

  ResolveAppeal(command, state, context, { on }) {
    const { dossier, outcome, number } = command;
    const { member, done } = state;
    const back = outcome === 'overturned' ? returns(writing(state, context, on), context.handOvers) : [];
    const undone = outcome === 'overturned' ? ERASING.filter((step) => done[step] !== undefined) : [];
    return {
      type: 'AppealResolved',
      data: {
        dossier,
        outcome,
        number,
        ...(member === undefined ? {} : { member }),
        ...(undone.length === 0 ? {} : { undone }),
        ...noted(command),
      },
      ...(back.length === 0 ? {} : { beside: back }),
    };
  },
};

/** A committee can vote only where one stands between the cell and the decider. */
function noSuchBody(
  body: string,
  { committeeBetween, cellId }: { readonly committeeBetween: boolean; readonly cellId: string },
): ReturnType<typeof because> | undefined {
  return body === 'cell' || committeeBetween
    ? undefined
    : because('no-committee-between', 'cell', cellId, null, 'nobody');
}
