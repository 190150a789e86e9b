import type { DossierCommand, PlainDossierCommand } from '@dossier/contract';
import type { Day, Evolution, Recorded } from '@dossier/kernel';
import { look, type Looking } from '../looking';
import { member } from '../member';
import { training } from '../training';
import { cellOn, memberOn } from '../tree';
import type { DossierContext } from './context';
import type { DossierEvent, DossierEventOf } from './events';
import { deciderOf } from './context';
import { numbersStream } from './happening/deciding';
import { effectiveHistory } from './history';
import { identityOfDossier } from './identity';
import { decisionNumbers } from './numbers';
import { rulesFor, type Regulation } from './standing';
import type { DossierState } from './state';

/** A dossier's stream as it is, for what looks at everything that happened. */
export const everything: Evolution<readonly Recorded<DossierEvent>[], DossierEvent> = {
  initial: [],
  evolve: (events, event) => [...events, event],
};

/** Commands that look at everything that happened, and at the surroundings on each day of it. */
const LOOKING_BACK: readonly DossierCommand['type'][] = [
  'CorrectEntry',
  'ProposeCorrection',
  'ApproveCorrection',
  'AdoptProcedure',
];

/** What deciding on a dossier needs to know of others on the day of the command. */
export function* surroundingsOf(
  command: DossierCommand,
  state: DossierState,
  on: Day,
  regulation: Regulation,
): Looking<DossierContext> {
  const named = command.type === 'ListCandidate' ? command.cell : (state.cell ?? '');
  const now = yield* around(named, membersNamed(command, state), state, on);
  const further = yield* askedOf(command, state, now, on, regulation);
  if (!LOOKING_BACK.includes(command.type)) return { ...now, ...further };
  return { ...now, ...further, ...(yield* lookingBack(command, state, on)) };
}

/** What explaining a dossier needs to know of others on a day. */
export function* surroundings(state: DossierState, on: Day): Looking<DossierContext> {
  return yield* around(state.cell ?? '', membersNamed(undefined, state), state, on);
}

function* around(cell: string, ids: Iterable<string>, _state: DossierState, on: Day): Looking<DossierContext> {
  const members: Record<string, DossierContext['members'][string]> = {};
  for (const id of ids) members[id] = yield* memberOn(id, on);
  return { ...(yield* cellOn(cell, on)), members };
}

function membersNamed(command: DossierCommand | undefined, state: DossierState): Set<string> {
  const ids = new Set(state.introducers.map((introducer) => introducer.member));
  if (state.mentor) ids.add(state.mentor.member);
  if (command && 'member' in command && command.member !== undefined) ids.add(command.member);
  if (command?.type === 'RequestVerification' && command.sent) ids.add(command.sent.member);
  return ids;
}

type Further = { -readonly [K in keyof DossierContext]?: DossierContext[K] };

/** What one command needs besides. */
function* askedOf(
  command: DossierCommand,
  state: DossierState,
  context: DossierContext,
  on: Day,
  regulation: Regulation,
): Looking<Further> {
  switch (command.type) {
    case 'ProposeTraining':
    case 'CertifyTraining':
      return { class: yield* look(`training-${command.class}`, training) };
    case 'MoveCandidate':
      return { to: yield* cellOn(command.to, on) };
    case 'DecideAdmission': {
      const rules = rulesFor(state, on, context, regulation);
      const decider = rules && deciderOf(context, rules.procedure)?.unit;
      if (decider === undefined) return {};
      const numbers = yield* look(numbersStream(decider, on), decisionNumbers);
      const holder = Object.hasOwn(numbers, command.number) ? numbers[command.number] : undefined;
      return holder === undefined || holder === command.dossier ? {} : { numberOf: holder };
    }
    case 'HoldCeremony': {
      const taken = yield* look(`member-${command.admittedAs ?? command.dossier}`, member);
      const { identity } = yield* look(`dossier-${command.dossier}`, identityOfDossier);
      return { codeTaken: taken.registered !== undefined, ...(identity ? { identity } : {}) };
    }
    default:
      return {};
  }
}

/** Everything that happened, and the surroundings on each day of it. */
function* lookingBack(command: DossierCommand, state: DossierState, on: Day): Looking<Further> {
  const history = yield* look(`dossier-${command.dossier}`, everything);
  const restated = replacementOf(command, history);
  const days = new Set([...history.map(({ meta }) => meta.on), on]);
  if ('happenedOn' in command && command.happenedOn !== undefined) days.add(command.happenedOn);
  for (const event of history) if (event.type === 'CorrectionProposed') days.add(event.data.happenedOn);
  const ids = membersNamed(restated, state);
  for (const { data } of history) if ('member' in data && data.member !== undefined) ids.add(data.member);
  const restatedOn = restatedDay(command, history);
  const past = new Map<Day, DossierContext>();
  const cells = cellsByDay(history);
  for (const day of days) {
    // A listing may be restated for another cell: it is that one which has to stand on its day.
    const listed = restated?.type === 'ListCandidate' && day === restatedOn ? restated.cell : undefined;
    const context = yield* around(listed ?? cells(day) ?? state.cell ?? '', ids, state, day);
    const classes =
      restated && 'class' in restated ? { class: yield* look(`training-${restated.class}`, training) } : {};
    past.set(day, { ...context, ...classes });
  }
  return { history, past };
}

/** What a command restates: its own words, or those of the proposal it approves. */
function replacementOf(
  command: DossierCommand,
  history: readonly Recorded<DossierEvent>[],
): PlainDossierCommand | undefined {
  if ('replacement' in command) return command.replacement;
  if (command.type !== 'ApproveCorrection') return undefined;
  const proposed = history.filter(
    (event): event is Recorded<DossierEventOf<'CorrectionProposed'>> & Recorded<DossierEvent> =>
      event.type === 'CorrectionProposed' && event.data.corrects === command.corrects,
  );
  return proposed.at(-1)?.data.replacement as PlainDossierCommand | undefined;
}

/** The day to which a command restates an entry. */
function restatedDay(command: DossierCommand, history: readonly Recorded<DossierEvent>[]): Day | undefined {
  if (command.type === 'ApproveCorrection') {
    const proposed = history.filter(({ type }) => type === 'CorrectionProposed').at(-1);
    return (proposed?.data as { happenedOn?: Day } | undefined)?.happenedOn;
  }
  if (!('replacement' in command)) return undefined;
  const entry = effectiveHistory(history).find(({ revision }) => revision === command.corrects);
  return command.happenedOn ?? entry?.meta.on;
}

/** In which cell a dossier stood on a day. */
function cellsByDay(history: readonly Recorded<DossierEvent>[]): (day: Day) => string | undefined {
  const stays = history.flatMap(({ type, data, meta }) =>
    type === 'CandidateListed'
      ? [{ from: meta.on, cell: (data as { cell: string }).cell }]
      : type === 'CandidateTransferred'
        ? [{ from: meta.on, cell: (data as { to: string }).to }]
        : [],
  );
  return (day) => stays.filter(({ from }) => from <= day).at(-1)?.cell ?? stays[0]?.cell;
}
