import { addMonths } from '@dossier/calendar';
import type { DossierCommand, PlainDossierCommand } from '@dossier/contract';
import type { Day, Recorded, Refusal } from '@dossier/kernel';
import { because } from '../asked';
import { ACTION_OF, isRecordAction } from './actions';
import type { DossierContext } from './context';
import { complete } from './complete';
import type { DossierEvent, DossierEventOf, Exposed, Facets, Follows } from './events';
import { standInTheWay } from '@dossier/procedure';
import { askedFacts, factsOf } from './facts';
import { facetsOf, HAPPENING, type Answer, type Happens, type Of, type Under } from './happening';
import { effectiveHistory } from './history';
import { contextOn, objection, stepsOf } from './replay';
import { cellCannot, rulesFor, type Regulation } from './standing';
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
  { corrects, number }: Of<'ApproveCorrection'>,
  state: DossierState,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): Answer {
  const proposed = context.history?.filter(
    (event): event is Recorded<DossierEventOf<'CorrectionProposed'>> & Entry =>
      event.type === 'CorrectionProposed' && event.data.corrects === corrects,
  );
  const proposal = proposed?.at(-1)?.data;
  if (state.proposals[corrects] === undefined || proposal === undefined)
    return because('step-missing', 'corrects', null, 'CorrectionProposed', 'cell');
  if (proposal.by === (under.account ?? ''))
    return because('second-person-needed', 'account', proposal.by, null, 'decider');
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

type Stated =
  | { readonly refused: Refusal }
  | {
      readonly type: 'EntryCorrected';
      readonly data: Omit<DossierEventOf<'EntryCorrected'>['data'], 'applied' | 'deadlines' | 'next'>;
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
  const then = contextThen(context, state, replacement, on);
  const nobody = cellCannot(on, then) ?? unknownMember(replacement, then);
  if (nobody) return nobody;
  const rules = rulesFor(
    { ...before, ...(entry.meta.procedure === undefined ? {} : { procedure: entry.meta.procedure }) },
    on,
    then,
    regulation,
  );
  if (rules === undefined) return because('no-procedure-in-force', 'on', on, null, 'decider');
  const at: Under = { ...under, ...rules, on };
  const happens = HAPPENING[replacement.type] as Happens<DossierCommand['type']>;
  const happened = happens(replacement, before, then, at);
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
  if (on > today) return because('day-in-future', 'happenedOn', on, today, 'nobody');
  const listed = events.find(({ type }) => type === 'CandidateListed')?.meta.on ?? on;
  if (entry.type !== 'CandidateListed')
    return on < listed ? because('before-earlier-step', 'happenedOn', on, listed, 'cell') : undefined;
  // Everything else rests on the listing: it cannot come after any of it.
  const others = events.filter(({ revision }) => revision !== corrects).map(({ meta }) => meta.on);
  const next = others.reduce((earliest, day) => (day < earliest ? day : earliest), on);
  return next < on ? because('after-later-step', 'happenedOn', on, next, 'cell') : undefined;
}

/** The state an entry met, or would have met on the day it is restated to. */
function stateBefore(events: readonly Entry[], corrects: number, on: Day): DossierState {
  return events
    .filter(({ revision, meta }) => meta.on < on || (meta.on === on && revision < corrects))
    .filter(({ revision }) => revision !== corrects)
    .reduce((state, event) => dossier.evolve(state, event), dossier.initial);
}

/** The surroundings on the day of the entry. A listing is restated for the person it was made for. */
function contextThen(
  context: DossierContext,
  state: DossierState,
  replacement: PlainDossierCommand,
  on: Day,
): DossierContext {
  const then = contextOn(context, on);
  if (replacement.type !== 'ListCandidate') return then;
  return { ...then, ...(state.person === undefined ? {} : { person: state.person }) };
}

function saysTheSame(entry: Entry, stated: DossierEvent, on: Day): boolean {
  const bare = ({ applied: _a, deadlines: _d, next: _n, ...data }: Record<string, unknown>): string =>
    JSON.stringify(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1)));
  const before = bare(entry.data as unknown as Record<string, unknown>);
  return entry.meta.on === on && before === bare(stated.data as unknown as Record<string, unknown>);
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

/** What later entries say that followed from the corrected one: facets, the end of a prolonged probation, official from when. */
function followsFrom(events: readonly Entry[], corrects: number): Readonly<Record<string, Follows>> {
  const follows: Record<string, Follows> = {};
  let state = dossier.initial;
  for (const event of events) {
    const value = event.revision === corrects ? undefined : followOf(event, state);
    if (value) follows[event.revision] = value;
    state = dossier.evolve(state, value ? ({ ...event, data: { ...event.data, ...value } } as Entry) : event);
  }
  return follows;
}

function followOf(event: Entry, before: DossierState): Follows | undefined {
  switch (event.type) {
    case 'AdmissionDecided':
    case 'CeremonyHeld': {
      const { facets } = event.data;
      const now = facetsNow(before, event.meta.on, facets);
      return JSON.stringify(now) === JSON.stringify(facets) ? undefined : { facets: now };
    }
    case 'ProbationProlonged': {
      const endsOn = before.probation && addMonths(before.probation.endsOn, event.data.months);
      return endsOn === undefined || endsOn === event.data.endsOn ? undefined : { endsOn };
    }
    case 'MemberRecognised': {
      const officialFrom = before.probation?.endsOn;
      return officialFrom === undefined || officialFrom === event.data.officialFrom ? undefined : { officialFrom };
    }
    default:
      return undefined;
  }
}

/** The facets as they follow now, in the order of the old ones. Of a person whose data was erased the age band stays as it was. */
function facetsNow(before: DossierState, on: Day, old: Facets): Facets {
  const now = facetsOf(before, on);
  const kept = before.birth === undefined ? { ...now, ageBand: old.ageBand } : now;
  return Object.fromEntries(Object.keys(old).map((name) => [name, kept[name as keyof Facets]])) as unknown as Facets;
}

/** What the rules of arguments have against the entry as it reads now: a member who was not official, a vote counted wrongly. */
function objectionsTo(
  stated: DossierEvent,
  corrects: number,
  replacement: PlainDossierCommand,
  met: { readonly on: Day; readonly before: DossierState; readonly then: DossierContext; readonly at: Under },
): readonly Exposed[] {
  const { on, before, then, at } = met;
  const facts = factsOf(before, then, at.procedure, { on, calendar: at.calendar });
  const asked = askedFacts(replacement, on, before, then);
  const refusal = standInTheWay(at.procedure, replacement.type, { ...facts, ...asked }, 'arguments');
  return refusal && at.procedure.actions[replacement.type] ? [{ revision: corrects, type: stated.type, refusal }] : [];
}

/** The steps that stood by the rules before a correction and do not after it, each with the rule that now objects. */
function exposedBy(
  before: readonly Entry[],
  after: readonly Entry[],
  corrects: number,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): readonly Exposed[] {
  const objections = (events: readonly Entry[]): Map<number, Refusal> => {
    const found = new Map<number, Refusal>();
    for (const { event, before: met } of stepsOf(events)) {
      const rules = rulesFor(met, event.meta.on, contextOn(context, event.meta.on), regulation);
      const refusal = rules && objection(event, met, context, rules.procedure, under);
      if (refusal) found.set(event.revision, refusal);
    }
    return found;
  };
  const old = objections(before);
  return [...objections(after)]
    .filter(([revision]) => revision === corrects || !old.has(revision))
    .map(([revision, refusal]) => ({
      revision,
      type: after.find((event) => event.revision === revision)?.type ?? '',
      refusal,
    }));
}
