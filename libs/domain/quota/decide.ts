import type { Period, QuotaCommand } from '@dossier/contract';
import type { Refusal } from '@dossier/kernel';
import { because, inFuture, type AskedOf } from '../asked';
import { endedBy, type OrganisationState } from '../organisation';
import type { QuotaEvent } from './events';
import { checkpointsOf, daysOf } from './period';
import { allocatedSum, type QuotaState } from './state';

export interface QuotaContext {
  readonly organisation?: OrganisationState;
  /** For an allocation: the unit that receives, the units above it, and its own quota of the period. */
  readonly receiver?: {
    readonly above: readonly string[];
    readonly known: boolean;
    readonly state?: OrganisationState;
    readonly quota: QuotaState;
  };
  /** For an adjustment of a quota that was allocated: the quota of the unit that allocated it, unless that has ended. */
  readonly giver?: QuotaState;
  /** Units that have ended into the one that receives or adjusts: what was given to them was given to it. */
  readonly endedInto?: readonly string[];
  /** For settling a commitment: how many count by its due day, read from the board. */
  readonly admitted?: number;
}

/** What one decision writes: in the unit's own quota, and at the other end of an allocation, in one append. */
export type QuotaDecision =
  | {
      readonly own: readonly QuotaEvent[];
      readonly other?: { readonly organisation: string; readonly events: readonly QuotaEvent[] };
    }
  | { readonly refused: Refusal };

/** Decides on a quota: assigned, allocated down the tree, adjusted by a dated decision, committed to, settled. */
export function decideQuota(asked: AskedOf<QuotaCommand>, state: QuotaState, context: QuotaContext): QuotaDecision {
  const { command, on } = asked;
  const future = inFuture(asked);
  if (future) return future;
  if (context.organisation?.founded === undefined) return because('unit-unknown', 'organisation', command.organisation);
  const ended = endedBy(context.organisation, on);
  if (ended) return ended;
  if (command.type === 'AssignQuota') return assign(command, state);
  if (state.assigned === undefined) return because('quota-unknown', 'period', command.organisation);
  if (on < state.assigned.on) return because('before-earlier-step', 'on', on, state.assigned.on, 'nobody');
  if (state.period && periodName(state.period) !== periodName(command.period)) {
    return because('period-differs', 'period', periodName(state.period), periodName(command.period));
  }
  switch (command.type) {
    case 'AllocateQuota':
      return allocate(command, state, context, on);
    case 'AdjustQuota':
      // A target of an earlier day entered late would stand behind the newer one on the board and before it here.
      if (state.adjustedOn !== undefined && on < state.adjustedOn) {
        return because('before-earlier-step', 'on', on, state.adjustedOn, 'nobody');
      }
      return adjust(command, state, context);
    case 'MakeCommitment':
      return commit(command, state, on);
    case 'SettleCommitment':
      return settle(command, state, context, on);
  }
}

type Of<T extends QuotaCommand['type']> = Extract<QuotaCommand, { type: T }>;

function assign(
  { organisation, period, target, countsBy, number }: Of<'AssignQuota'>,
  state: QuotaState,
): QuotaDecision {
  if (state.assigned) return because('already-done', 'assigned', state.assigned.target);
  return { own: [assigned({ organisation, period, target, countsBy, number, by: null })] };
}

function assigned(data: Omit<Extract<QuotaEvent, { type: 'QuotaAssigned' }>['data'], 'checkpoints'>): QuotaEvent {
  return { type: 'QuotaAssigned', data: { ...data, checkpoints: checkpointsOf(data.period) } };
}

function allocate(
  command: Of<'AllocateQuota'>,
  state: QuotaState,
  { receiver, endedInto = [] }: QuotaContext,
  on: string,
): QuotaDecision {
  const { organisation, period, to, target, number } = command;
  if (!receiver?.known) return because('unit-unknown', 'to', to);
  const ended = receiver.state && endedBy(receiver.state, on, 'to');
  if (ended) return ended;
  if (!receiver.above.includes(organisation)) return because('not-beneath', 'to', to, organisation);
  if (receiver.quota.assigned) return because('already-done', 'assigned', receiver.quota.assigned.target);
  const over = exceeds(state, to, target, endedInto);
  if (over) return over;
  const countsBy = state.assigned?.countsBy ?? 'ceremony';
  return {
    own: [allocated({ organisation, period, to, target, number }, state, endedInto)],
    other: {
      organisation: to,
      events: [assigned({ organisation: to, period, target, countsBy, number, by: organisation })],
    },
  };
}

type Allocated = Extract<QuotaEvent, { type: 'QuotaAllocated' }>['data'];

/** An allocation; it names the ended units whose allocations it takes the place of, so that a fold can let go of them. */
function allocated(data: Allocated, state: QuotaState, endedInto: readonly string[]): QuotaEvent {
  const instead = endedInto.filter((id) => state.allocated[id] !== undefined);
  return { type: 'QuotaAllocated', data: { ...data, ...(instead.length === 0 ? {} : { instead }) } };
}

/** A unit cannot give on more than it was given. What went to units that ended into the receiver is given to it anew. */
function exceeds(
  state: QuotaState,
  to: string,
  target: number,
  endedInto: readonly string[],
): { refused: Refusal } | undefined {
  const replaced = [to, ...endedInto].reduce((all, id) => all + (state.allocated[id] ?? 0), 0);
  const sum = allocatedSum(state) - replaced + target;
  const given = state.assigned?.target ?? 0;
  return sum > given ? because('allocated-too-much', 'target', sum, given, 'decider') : undefined;
}

function adjust(command: Of<'AdjustQuota'>, state: QuotaState, { giver, endedInto = [] }: QuotaContext): QuotaDecision {
  const { organisation, period, target, number, reason } = command;
  const before = state.assigned?.target ?? 0;
  if (target === before) return because('nothing-changed', 'target', target);
  const sum = allocatedSum(state);
  if (target < sum) return because('less-than-allocated', 'target', target, sum, 'decider');
  const own: readonly QuotaEvent[] = [
    { type: 'QuotaAdjusted', data: { organisation, period, before, target, number, reason } },
  ];
  const by = state.assigned?.by;
  if (!by || !giver) return { own };
  const over = exceeds(giver, organisation, target, endedInto);
  if (over) return over;
  return {
    own,
    other: {
      organisation: by,
      events: [allocated({ organisation: by, period, to: organisation, target, number }, giver, endedInto)],
    },
  };
}

function commit(
  { organisation, period, admitted, due }: Of<'MakeCommitment'>,
  state: QuotaState,
  on: string,
): QuotaDecision {
  if (due < on) return because('due-already-past', 'due', due, on, 'nobody');
  const { from, to } = daysOf(period);
  if (due < from || due > to) return because('due-outside-period', 'due', due, due < from ? from : to);
  if (state.commitments.some((c) => c.due === due)) return because('already-done', 'due', due);
  return { own: [{ type: 'CommitmentMade', data: { organisation, period, admitted, due } }] };
}

function settle(
  { organisation, period, due }: Of<'SettleCommitment'>,
  state: QuotaState,
  { admitted }: QuotaContext,
  on: string,
): QuotaDecision {
  const made = state.commitments.find((c) => c.due === due);
  if (!made) return because('commitment-unknown', 'due', due);
  if (made.settled) return because('already-done', 'settled', made.settled);
  if (on < due) return because('before-due', 'on', on, due, 'nobody');
  if (admitted === undefined) throw new TypeError('settling a commitment needs the number admitted by its due day');
  const type = admitted >= made.admitted ? 'CommitmentKept' : 'CommitmentMissed';
  return { own: [{ type, data: { organisation, period, due, promised: made.admitted, admitted } }] };
}

/** What a period is called in an answer: '2023' or '2020-2025'. */
export function periodName(period: Period): string {
  return 'year' in period ? String(period.year) : `${period.termFrom}-${period.termTo}`;
}
