import type { DossierCommand, PlainDossierCommand } from '@dossier/contract';
import type { Day, Recorded, Refusal } from '@dossier/kernel';
import { because } from '../asked';
import { inOneOrder } from '../one-order';
import { ACTION_OF, isRecordAction } from './actions';
import type { DossierContext } from './context';
import { complete } from './complete';
import type { DossierEvent, DossierEventOf } from './events';
import { exposedBy, objectionsTo, wouldFollowEnd } from './exposes';
import { followsFrom } from './follows';
import { HAPPENING, type Answer, type Beside, type Happens, type Of, type Under } from './happening';
import { effectiveHistory } from './history';
import { lastProposal, stateBefore } from './replay';
import { renumbered } from './renumbering';
import { cellCannot, rulesOfEntry, type Regulation } from './standing';
import { unknownMember } from './naming';
import { dossier, type DossierState } from './state';

type Entry = Recorded<DossierEvent>;
type Correcting = Of<'CorrectEntry'> | Of<'ProposeCorrection'> | Of<'ApproveCorrection'>;

/** What an entry should have said, and on what ground. */
interface Restatement {
  readonly corrects: number;
  readonly happenedOn?: Day | undefined;
  readonly replacement: PlainDossierCommand;
  readonly reason: string;
  readonly ground: string;
}

/**
 * Corrects an entry: the whole event is stated again and stands in the place of the old one, which stays in the log. A
 * correction is not refused because the truth breaks a rule; what it leaves without ground is written into it instead.
 * After a decision it takes two: one proposes, another approves.
 */
export function correct(
  command: Correcting,
  state: DossierState,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): Answer {
  if (command.type === 'ApproveCorrection') return approve(command, state, context, under, regulation);
  const stated = restate(command, state, context, under, regulation);
  if ('refused' in stated || command.type === 'CorrectEntry') return stated;
  const early = beforeTheLast(command.corrects, context, under);
  if (early) return early;
  const { corrects, replacement, reason, ground } = command;
  const { identity, details, ...clear } = replacement as PlainDossierCommand & { identity?: never; details?: never };
  return {
    type: 'CorrectionProposed',
    data: {
      dossier: command.dossier,
      corrects,
      happenedOn: stated.data.replacement.on,
      replacement: clear as PlainDossierCommand,
      reason,
      ground,
      by: under.account ?? '',
      ...(identity ? { identity } : {}),
      ...(details ? { details } : {}),
    },
  };
}

function approve(
  { corrects, number, proposal: read }: Of<'ApproveCorrection'>,
  state: DossierState,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): Answer {
  const last = lastProposal(context.history ?? [], corrects);
  if (state.proposals[corrects] === undefined || last === undefined)
    return because('step-missing', 'corrects', null, 'CorrectionProposed', 'cell');
  const { data: proposal, revision } = last;
  const early = beforeTheLast(corrects, context, under);
  if (early) return early;
  if (proposal.by === (under.account ?? ''))
    return because('second-person-needed', 'account', proposal.by, null, 'decider');
  if (read !== undefined && read !== revision) return because('proposal-changed', 'proposal', read, revision, 'caller');
  const { identity, details, happenedOn, reason, ground } = proposal;
  const replacement = {
    ...proposal.replacement,
    ...(identity ? { identity } : {}),
    ...(details ? { details } : {}),
  } as PlainDossierCommand;
  const stated = restate({ corrects, happenedOn, replacement, reason, ground }, state, context, under, regulation);
  if ('refused' in stated) return stated;
  return { ...stated, data: { ...stated.data, proposedBy: proposal.by, approval: number } };
}

/** In the order of the days an approval follows what it approves, and a proposal what was settled of the entry before. */
function beforeTheLast(
  corrects: number,
  { history = [] }: DossierContext,
  { on }: Under,
): ReturnType<typeof because> | undefined {
  const last = history
    .filter(
      ({ type, data }) => (type === 'CorrectionProposed' || type === 'EntryCorrected') && data.corrects === corrects,
    )
    .reduce<Day>((latest, { meta }) => (meta.on > latest ? meta.on : latest), on);
  return last > on ? because('before-earlier-step', 'on', on, last, 'decider') : undefined;
}

type Stated =
  | { readonly refused: Refusal }
  | {
      readonly type: 'EntryCorrected';
      readonly data: Omit<DossierEventOf<'EntryCorrected'>['data'], 'applied' | 'deadlines' | 'next'>;
      readonly beside?: readonly Beside[];
    };

/** The correction of an entry as an event, or why it cannot be made. */
function restate(
  { corrects, happenedOn, replacement, reason, ground }: Restatement,
  state: DossierState,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): Stated {
  const { history = [] } = context;
  const events = effectiveHistory(history);
  const entry = events.find(({ revision }) => revision === corrects);
  const on = happenedOn ?? entry?.meta.on ?? under.on;
  const wrong = cannotRestate(entry, corrects, replacement, on, events, under);
  if (wrong || entry === undefined) return wrong ?? because('entry-unknown', 'corrects', corrects);
  const before = stateBefore(events, corrects, on);
  const { then = context } = context;
  const nobody = cellCannot(on, then) ?? unknownMember(replacement, then);
  if (nobody) return nobody;
  const rules = rulesOfEntry(entry, before, on, then, regulation);
  if (rules === undefined) return because('no-procedure-in-force', 'on', on, null, 'decider');
  const at: Under = { ...under, ...rules, on };
  const happens = HAPPENING[replacement.type] as Happens<DossierCommand['type']>;
  const happened = happens(ofTheSameMember(entry, replacement), before, then, at);
  if ('refused' in happened) return happened;
  const stated = complete(happened, replacement.type, before, then, at);
  if (stated.type !== entry.type) return because('another-kind-of-entry', 'replacement', stated.type, entry.type);
  if (saysTheSame(entry, stated, on)) return because('nothing-changed', 'corrects', corrects, null, 'nobody');
  const { identity, details, ...data } = stated.data as { identity?: never; details?: never };
  const draft: Omit<DossierEventOf<'EntryCorrected'>['data'], 'applied' | 'deadlines' | 'next'> = {
    dossier: replacement.dossier,
    corrects,
    replacement: { type: stated.type, on, data },
    follows: {},
    exposes: [],
    reason,
    ground,
    ...(identity ? { identity } : {}),
    ...(details ? { details } : {}),
  };
  const follows = followsFrom(withDraft(history, draft, under), corrects);
  const after = withDraft(history, { ...draft, follows }, under);
  const displaced =
    (on === entry.meta.on ? undefined : wouldFollowEnd(events, after, corrects, on)) ?? offItsRoll(state, after);
  if (displaced) return displaced;
  const beside = renumbered(replacement.dossier, events, after);
  return {
    type: 'EntryCorrected',
    data: {
      ...draft,
      follows,
      exposes: [
        ...objectionsTo(stated, corrects, replacement, { on, before, then, at }),
        ...exposedBy(events, after, corrects, context, under, regulation),
      ],
    },
    ...(beside.length === 0 ? {} : { beside }),
  };
}

function cannotRestate(
  entry: Entry | undefined,
  corrects: number,
  replacement: PlainDossierCommand,
  on: Day,
  events: readonly Entry[],
  { today }: Under,
): { readonly refused: Refusal } | undefined {
  if (entry === undefined) return because('entry-unknown', 'corrects', corrects);
  if (isRecordAction(ACTION_OF[entry.type]) || entry.type === 'StepRedone')
    return because('entry-not-correctable', 'corrects', entry.type, null, 'nobody');
  if (ACTION_OF[entry.type] !== replacement.type)
    return because('another-kind-of-entry', 'replacement', replacement.type, ACTION_OF[entry.type]);
  if (replacement.dossier !== entry.data.dossier)
    return because('another-dossier', 'replacement', replacement.dossier, entry.data.dossier);
  if (entry.type === 'CeremonyHeld' && replacement.type === 'HoldCeremony') {
    const { member } = entry.data;
    const { admittedAs = member } = replacement;
    if (member !== undefined && admittedAs !== member)
      return because('member-code-stands', 'admittedAs', admittedAs ?? null, member, 'nobody');
  }
  if (on > today) return because('day-in-future', 'happenedOn', on, today, 'nobody');
  const listed = events.find(({ type }) => type === 'CandidateListed')?.meta.on ?? on;
  if (entry.type !== 'CandidateListed')
    return on < listed ? because('before-earlier-step', 'happenedOn', on, listed, 'cell') : undefined;
  // Everything else rests on the listing: it cannot come after any of it.
  const others = events.filter(({ revision }) => revision !== corrects).map(({ meta }) => meta.on);
  const next = others.reduce((earliest, day) => (day < earliest ? day : earliest), on);
  return next < on ? because('after-later-step', 'happenedOn', on, next, 'cell') : undefined;
}

function saysTheSame(entry: Entry, stated: DossierEvent, on: Day): boolean {
  const bare = ({ applied: _a, deadlines: _d, next: _n, ...data }: Record<string, unknown>): string => inOneOrder(data);
  const before = bare(entry.data as unknown as Record<string, unknown>);
  return entry.meta.on === on && before === bare(stated.data as unknown as Record<string, unknown>);
}

/** A correction writes nothing into the stream of the member that the ceremony made: the code stays what it was. */
function ofTheSameMember({ type, data }: Entry, replacement: PlainDossierCommand): PlainDossierCommand {
  return type === 'CeremonyHeld' && replacement.type === 'HoldCeremony' && data.member !== undefined
    ? { ...replacement, admittedAs: data.member }
    : replacement;
}

/** Nor onto the rolls: one who is a member in one cell is not put into another by a correction, but by a move. */
function offItsRoll(
  { member, cell, outcome }: DossierState,
  after: readonly Entry[],
): ReturnType<typeof because> | undefined {
  if (member === undefined || outcome !== undefined) return undefined;
  const now = after.reduce(dossier.evolve, dossier.initial).cell;
  return now === cell ? undefined : because('member-on-roll', 'cell', now ?? null, cell ?? null, 'nobody');
}

/** The history as it counts once a correction is made. */
function withDraft(
  history: readonly Entry[],
  draft: Omit<DossierEventOf<'EntryCorrected'>['data'], 'applied' | 'deadlines' | 'next'>,
  { on }: Under,
): readonly Entry[] {
  const last = history.at(-1);
  if (last === undefined) return [];
  const data = { ...draft, applied: [], deadlines: [], next: null };
  const correction = { ...last, type: 'EntryCorrected', revision: last.revision + 1, data, meta: { ...last.meta, on } };
  return effectiveHistory([...history, correction as unknown as Entry]);
}
