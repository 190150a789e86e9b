import { isDeepStrictEqual } from 'node:util';
import { nameWord, refusalSentence, type Explanation, type DossierCommand } from '@dossier/contract';
import {
  ACTION_OF,
  dossier as dossierStream,
  effectiveHistory,
  followingAnEnd,
  isLiving,
  mayFollowEnd,
  type DossierEvent,
  type DossierState,
} from '@dossier/domain';
import { fold, type Day, type Recorded, type Refusal } from '@dossier/kernel';
import { dueOf, kindOf } from '@dossier/procedure';
import type { DossierRow, WorkRow } from '@dossier/views';
import type { World } from '../scenario';
import { exposedIn, unfounded, type Bodies } from './grounds';

type Entry = Recorded<DossierEvent>;

/** What a command came to: its events, or why not. */
export type Answer = { readonly refused: Refusal } | { readonly events: readonly Recorded[] };

/** A command and its answer. */
export interface Asked {
  readonly command: DossierCommand;
  readonly answer: Answer;
}

/** Everything there is to look at once one command on a dossier has been answered. */
export interface Moment {
  readonly dossier: string;
  readonly today: Day;
  readonly world: World;
  readonly before: DossierState;
  readonly after: DossierState;
  readonly asked: Asked;
  /** Commands that were only tried in the same place, on the same day. */
  readonly tried: readonly Asked[];
  /** What was said beforehand of what is possible; undefined of a dossier that did not exist. */
  readonly explained: Explanation | undefined;
  /** The dossier's events by now. */
  readonly events: readonly Entry[];
  /** The state as a store that remembers folds it. */
  readonly stored: DossierState;
  readonly rows: Rows;
  readonly rebuilt: Rows;
  /** Who each dossier is about, by its id. */
  readonly persons: ReadonlyMap<string, string>;
  /** Which bodies had to agree before each decision, by its revision. */
  readonly bodies: ReadonlyMap<number, Bodies>;
}

/** The rows that views hold of one dossier. */
export interface Rows {
  readonly card: DossierRow | undefined;
  readonly work: WorkRow | undefined;
  readonly facts: readonly unknown[];
}

const json = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Whether two values are the same once they have been through a store: a part that is undefined is none. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  for (const name of Object.keys(a)) if (!same(a[name], b[name])) return false;
  for (const name of Object.keys(b)) if (b[name] !== undefined && a[name] === undefined) return false;
  return true;
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

function difference(one: unknown, other: unknown): string {
  const [a, b] = [json(one) as Record<string, unknown>, json(other) as Record<string, unknown>];
  const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  return names
    .filter((name) => !isDeepStrictEqual(a?.[name], b?.[name]))
    .map((name) => `${name}: ${shown(a?.[name])} against ${shown(b?.[name])}`)
    .join('; ');
}

function everyDecisionRestsOnVotes({ events, bodies }: Moment): string | undefined {
  return unfounded(events, bodies);
}

function onePersonHasOneLivingDossier({ world, after, dossier, persons }: Moment): string | undefined {
  if (!isLiving(after)) return undefined;
  const others = [...persons].filter(([other, who]) => other !== dossier && who === persons.get(dossier));
  const living = others.filter(([other]) => isLiving(world.states.get(`dossier-${other}`) as DossierState));
  return living.length === 0 ? undefined : `${dossier} and ${living.map(([other]) => other).join(', ')}`;
}

function nothingFollowsAnEnd({ before, asked: { answer } }: Moment): string | undefined {
  if ('refused' in answer || before.outcome === undefined) return undefined;
  const after = answer.events.find(
    ({ stream, type }) =>
      stream.startsWith('dossier-') && !mayFollowEnd(ACTION_OF[type as DossierEvent['type']], before),
  );
  return after && `${after.type} after ${before.outcome}`;
}

/** In the order of the days nothing follows an end either; where a correction leaves it so, it says so. */
function nothingFollowsAnEndByDays({ events }: Moment): string | undefined {
  const exposed = exposedIn(events);
  const after = followingAnEnd(effectiveHistory(events)).find(({ revision }) => !exposed.has(revision));
  return after && `${after.type} of ${after.meta.on}, revision ${after.revision}`;
}

function theLogFoldsToTheState({ events, after, stored, today }: Moment): string | undefined {
  const folded = fold(dossierStream, events);
  if (!same(folded, after)) return `folded from the start it differs: ${difference(folded, after)}`;
  if (!same(stored, after)) return `folded by a store that remembers it differs: ${difference(stored, after)}`;
  const now = effectiveHistory(events, { on: today, knownAt: today });
  const standing = now.reduce(dossierStream.evolve, dossierStream.initial);
  return same(standing, after)
    ? undefined
    : `as it stands and is known today it differs: ${difference(standing, after)}`;
}

function rowsFollowTheLog({ rows, rebuilt, after }: Moment): string | undefined {
  for (const name of ['card', 'work', 'facts'] as const) {
    if (!same(rows[name], rebuilt[name]))
      return `${name} built step by step differs: ${difference(rows[name], rebuilt[name])}`;
  }
  const { card, work } = rows;
  if (card === undefined || work === undefined) return after.revision < 0 ? undefined : 'there is no row';
  // A view sees no identity, and so no birth.
  const { birth: _, ...state } = after;
  if (!same(card.state, state)) return `the card differs from the state: ${difference(card.state, state)}`;
  const work_ = [work.cell, work.mentor, work.next, work.deadlines, work.outcome, work.revision, work.lastOn];
  const state_ = [
    after.cell ?? '',
    after.mentor?.member ?? null,
    after.next,
    after.deadlines,
    after.outcome ?? null,
    after.revision,
    after.lastOn,
  ];
  return same(work_, state_) ? undefined : `the worklist differs from the state: ${difference(work_, state_)}`;
}

/** Rules whose refusals come of the past as it is judged anew, and not of the command's own values. */
const LOOKING_BACK: readonly string[] = ['AdoptProcedure', 'CorrectEntry', 'ProposeCorrection', 'ApproveCorrection'];

function explainingAgreesWithDeciding({ explained, asked, tried }: Moment): string | undefined {
  if (explained === undefined) return undefined;
  for (const { command, answer } of [asked, ...tried]) {
    const line = explained.actions.find(({ action }) => action === command.type);
    if (line === undefined) return `${command.type} is not explained`;
    const refused = 'refused' in answer ? answer.refused : undefined;
    if (!line.possible) {
      if (!same(refused, line.refusal))
        return `${command.type} was to be refused by ${shown(line.refusal)} and got ${shown(refused ?? 'accepted')}`;
      continue;
    }
    // A rule with a mark of how it was checked stands in the regulation: then it was named as a requirement.
    if (refused?.verified === undefined || LOOKING_BACK.includes(command.type)) continue;
    if (!line.requires.some(({ id }) => id === refused.condition))
      return `${command.type} was possible and is refused by a rule that was not named: ${shown(refused)}`;
  }
  return undefined;
}

function everythingHasWords({ asked, tried, events }: Moment): string | undefined {
  for (const { answer } of [asked, ...tried]) {
    if (!('refused' in answer)) continue;
    for (const lang of ['vi', 'en'] as const) {
      const sentence = refusalSentence(answer.refused, lang);
      if (sentence.includes(answer.refused.code) || /[{}[\]]|\b(undefined|null|NaN)\b/.test(sentence))
        return `${lang}: "${sentence}" of ${shown(answer.refused)}`;
    }
  }
  const last = events.at(-1);
  const mute = last && (['vi', 'en'] as const).find((lang) => nameWord(last.type, lang) === last.type);
  return mute && `${last.type} has no word in ${mute}`;
}

function clocksRunForward({ after, world, asked: { answer } }: Moment): string | undefined {
  const { calendar } = world.regulation;
  for (const deadline of after.deadlines) {
    const due = dueOf(deadline, calendar);
    if (deadline.due < deadline.start || (due !== undefined && due < deadline.start))
      return `${deadline.id} starts on ${deadline.start} and is due on ${due ?? deadline.due}`;
    if (!['act', 'serves', 'waits'].includes(kindOf(deadline))) return `${deadline.id} is of no known kind`;
  }
  const twice = after.deadlines.find((one, index) =>
    after.deadlines.some((other, at) => at > index && other.id === one.id && other.subject === one.subject),
  );
  if (twice) return `${twice.id} runs twice`;
  if ('refused' in answer) return undefined;
  const last = answer.events.find(({ stream }) => stream.startsWith('dossier-')) as Entry | undefined;
  if (last === undefined || last.meta.on < after.lastOn || ('vote' in last.data && !last.data.vote.carried))
    return undefined;
  const ended = after.deadlines.find(
    ({ id, until, untilHaving, subject }) =>
      until === last.type &&
      untilHaving === undefined &&
      (subject === undefined || ('place' in last.data && last.data.place === subject)) &&
      !last.data.deadlines.some((started) => started.id === id),
  );
  return ended && `${ended.id} still runs after ${last.type}`;
}

function theStateIsPlainData({ after, events }: Moment): string | undefined {
  const odd = oddIn(after, 'state') ?? oddIn(events.at(-1)?.data, 'event');
  return odd && `${odd} is no plain data`;
}

/** The first place in a value that JSON would lose or change. */
function oddIn(value: unknown, place: string): string | undefined {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : place;
  if (Array.isArray(value)) {
    return value.map((item, index) => oddIn(item ?? Number.NaN, `${place}[${index}]`)).find((odd) => odd !== undefined);
  }
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return place;
  return Object.entries(value)
    .map(([name, part]) => oddIn(part, `${place}.${name}`))
    .find((odd) => odd !== undefined);
}

function whatIsUndoneIsNotDone({ after, asked: { answer } }: Moment): string | undefined {
  if ('refused' in answer) return undefined;
  const own = answer.events.find(({ stream }) => stream.startsWith('dossier-')) as Entry | undefined;
  const undone = own && 'undone' in own.data ? (own.data.undone ?? []) : [];
  const left = undone.find((step) => after.done[step] !== undefined);
  return left && `${left} is done on ${shown(after.done[left])} after ${own?.type} of ${own?.meta.on}`;
}

function oneIsOfficialFromTheEndOfProbation({ after }: Moment): string | undefined {
  if (after.officialFrom === undefined || after.officialFrom === after.probation?.endsOn) return undefined;
  return `official from ${after.officialFrom}, probation to ${shown(after.probation?.endsOn)}`;
}

/** Ways out that take nobody off a roll: they are for those who were never put on one. */
const FOR_CANDIDATES: readonly (string | undefined)[] = ['refused', 'delisted', 'withdrawn'];

function membersLeaveByTheRoll({ after: { member, outcome } }: Moment): string | undefined {
  return member !== undefined && FOR_CANDIDATES.includes(outcome) ? `${member} is ${outcome} and on a roll` : undefined;
}

function aRefusalChangesNothing({ before, stored, asked: { answer } }: Moment): string | undefined {
  return 'refused' in answer && !same(stored, before) ? difference(stored, before) : undefined;
}

type Invariant = (moment: Moment) => string | undefined;

/** What must hold after every step of a walk, each by the sentence it is. A function answers what breaks it. */
export const ALWAYS: Readonly<Record<string, Invariant>> = {
  'what is explained is what is decided': explainingAgreesWithDeciding,
  'every refusal and every event has words in both languages': everythingHasWords,
  'a refusal changes nothing': aRefusalChangesNothing,
};

/** What must hold besides after every step that was accepted: a refusal leaves what held before it. */
export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'state and events are plain data': theStateIsPlainData,
  'no decision stands without the votes it needs': everyDecisionRestsOnVotes,
  'a person has one living dossier': onePersonHasOneLivingDossier,
  'nothing follows an end but what may': nothingFollowsAnEnd,
  'nothing follows an end in the order of the days': nothingFollowsAnEndByDays,
  'the log folds to the state': theLogFoldsToTheState,
  'rows follow the log, step by step as from the start': rowsFollowTheLog,
  'clocks run forward, once each, and end with what ends them': clocksRunForward,
  'what is undone is done no more': whatIsUndoneIsNotDone,
  'who became a member is not let go as a candidate': membersLeaveByTheRoll,
  'one is official from the exact end of probation': oneIsOfficialFromTheEndOfProbation,
};
