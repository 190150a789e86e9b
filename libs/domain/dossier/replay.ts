import type { Day, Recorded, Refusal } from '@dossier/kernel';
import { reaches, standInTheWay, votesNeeded, type ProcedureVersion } from '@dossier/procedure';
import { because } from '../asked';
import { ACTION_OF, isRecordAction, mayFollowEnd } from './actions';
import type { DossierContext } from './context';
import type { DossierEvent, DossierEventOf } from './events';
import { factsFor, factsOf } from './facts';
import { thresholdOf } from './happening/votes';
import type { Under } from './happening/happens';
import { dossier, type DossierState } from './state';

type Entry = Recorded<DossierEvent>;

/** A history step by step: each event with the state it met. */
export function stepsOf(events: readonly Entry[]): readonly { readonly event: Entry; readonly before: DossierState }[] {
  let state = dossier.initial;
  return events.map((event) => {
    const before = state;
    state = dossier.evolve(before, event);
    return { event, before };
  });
}

/** The state an entry met, or would have met on the day it is restated to. */
export function stateBefore(events: readonly Entry[], corrects: number, on: Day): DossierState {
  return events
    .filter(({ revision, meta }) => meta.on < on || (meta.on === on && revision < corrects))
    .filter(({ revision }) => revision !== corrects)
    .reduce((state, event) => dossier.evolve(state, event), dossier.initial);
}

/** The last proposal to correct an entry, approved or not. */
export function lastProposal(
  history: readonly Entry[],
  corrects: number,
): Recorded<DossierEventOf<'CorrectionProposed'>> | undefined {
  return history
    .filter(
      (event): event is Recorded<DossierEventOf<'CorrectionProposed'>> & Entry =>
        event.type === 'CorrectionProposed' && event.data.corrects === corrects,
    )
    .at(-1);
}

/** Under which name the surroundings of a day are kept: a dossier may leave one cell and be taken up by another within it. */
export function placeOn(on: Day, cell: string): string {
  return `${on} ${cell}`;
}

/** The surroundings an entry met; those of the command itself where they were not looked up. */
export function contextOf(
  { type, data, meta }: Entry,
  { cell }: DossierState,
  context: DossierContext,
): DossierContext {
  const stands = type === 'CandidateListed' ? data.cell : cell;
  return context.past?.get(placeOn(meta.on, stands ?? '')) ?? context;
}

/** The body whose vote an event records, and in which matter where it is not the admission; undefined where it records none. */
export function ballotOf({ type, data }: Entry): { readonly body: string; readonly matter?: string } | undefined {
  switch (type) {
    case 'CellVoted':
      return { body: 'cell' };
    case 'CommitteeVoted':
      return { body: 'grassroots-committee' };
    case 'RecognitionVoted':
      return { body: data.body, matter: 'recognition' };
    default:
      return undefined;
  }
}

/** What of an event a version does not allow, as things stood when it happened; undefined when it allows all of it. */
export function objection(
  event: Entry,
  before: DossierState,
  context: DossierContext,
  procedure: ProcedureVersion,
  { calendar }: Pick<Under, 'calendar'>,
): Refusal | undefined {
  const action = ACTION_OF[event.type];
  // What the version does not know it does not forbid in hindsight; it only offers it no more.
  if (isRecordAction(action) || procedure.actions[action] === undefined) return undefined;
  if (!mayFollowEnd(action, before))
    return because('dossier-ended', 'outcome', before.outcome ?? null, null, 'nobody').refused;
  const { on } = event.meta;
  const facts = factsOf(before, contextOf(event, before, context), procedure, { on, calendar });
  return standInTheWay(procedure, action, factsFor(action, facts), 'state') ?? voteObjection(event, procedure);
}

/** A vote that carried then and would not carry by the version's own majority. */
function voteObjection(event: Entry, procedure: ProcedureVersion): Refusal | undefined {
  const ballot = ballotOf(event);
  if (ballot === undefined || !('vote' in event.data) || !event.data.vote.carried) return undefined;
  const { yes, convened } = event.data.vote;
  const threshold = thresholdOf(procedure, ballot.body, ballot.matter);
  if (reaches(threshold, yes, convened)) return undefined;
  const { id, basis, verified } = threshold;
  const need = votesNeeded(threshold, convened);
  const refusal = { code: 'vote-short', condition: id, have: yes, need, who: ballot.body, verified };
  return basis ? { ...refusal, basis } : refusal;
}
