import type { DossierCommand, PlainDossierCommand } from '@dossier/contract';
import type { Day, Evolution, Recorded } from '@dossier/kernel';
import { look, type Looking } from '../looking';
import { member } from '../member';
import { training } from '../training';
import { cellOn, handOversOf, memberOn } from '../tree';
import type { DossierContext } from './context';
import type { DossierEvent } from './events';
import { deciderOf } from './context';
import { numbersStream } from './happening/deciding';
import { effectiveHistory } from './history';
import { identityOfDossier } from './identity';
import { decisionNumbers, otherHolder } from './numbers';
import { lastProposal, placeOn, stateBefore } from './replay';
import { rulesFor, rulesOfEntry, type Regulation, type Rules } from './standing';
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
  const now = yield* around(named, membersNamed(command, state), on);
  const further = yield* askedOf(command, state, now, on, regulation);
  if (!LOOKING_BACK.includes(command.type))
    return { ...now, ...further, ...(yield* whenLate(command.dossier, state, on)) };
  return { ...now, ...further, ...(yield* lookingBack(command, state, on, regulation)) };
}

/** What explaining a dossier needs to know of others on a day. */
export function* surroundings(dossier: string, state: DossierState, on: Day): Looking<DossierContext> {
  const now = yield* around(state.cell ?? '', membersNamed(undefined, state), on);
  return { ...now, ...(yield* whenLate(dossier, state, on)) };
}

/** What is entered for a day before the last is judged in its place among everything that happened. */
function* whenLate(dossier: string, { lastOn }: DossierState, on: Day): Looking<Further> {
  return on < lastOn ? { history: yield* look(`dossier-${dossier}`, everything) } : {};
}

function* around(cell: string, ids: Iterable<string>, on: Day): Looking<DossierContext> {
  const members: Record<string, DossierContext['members'][string]> = {};
  for (const id of ids) members[id] = yield* memberOn(id, on);
  return { ...(yield* cellOn(cell, on)), members };
}

function membersNamed(command: DossierCommand | undefined, state: DossierState): Set<string> {
  const ids = new Set(state.introducers.map((introducer) => introducer.member));
  if (state.mentor) ids.add(state.mentor.member);
  // The probationer's own file: what is written there goes on from what it says.
  if (state.member !== undefined) ids.add(state.member);
  if (command && 'member' in command && command.member !== undefined) ids.add(command.member);
  if (command?.type === 'RequestVerification' && command.sent) ids.add(command.sent.member);
  if (command && 'excused' in command) for (const { member: id } of command.excused ?? []) ids.add(id);
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
      return yield* goingTo(command.to, on);
    case 'DecideAdmission':
      return yield* numberOf(command, on, context, rulesFor(state, on, context, regulation));
    case 'HoldCeremony': {
      const taken = yield* look(`member-${command.admittedAs ?? command.dossier}`, member);
      const { identity } = yield* look(`dossier-${command.dossier}`, identityOfDossier);
      const handOvers = yield* handOversOf(context.cellId);
      return { codeTaken: taken.registered !== undefined, handOvers, ...(identity ? { identity } : {}) };
    }
    case 'ResolveAppeal':
      return { handOvers: yield* handOversOf(context.cellId) };
    default:
      return {};
  }
}

/** The cell a candidate goes to on a day, and what has become of it since. */
function* goingTo(cell: string, on: Day): Looking<Further> {
  const to = yield* cellOn(cell, on);
  return { to, handOvers: yield* handOversOf(to.cellId) };
}

/** Which other dossier has a decision's number already, among those of its decider and year. */
function* numberOf(
  { number, dossier }: { readonly number: string; readonly dossier: string },
  on: Day,
  context: DossierContext,
  rules: Rules | undefined,
): Looking<Further> {
  const decider = rules && deciderOf(context, rules.procedure)?.unit;
  if (decider === undefined) return {};
  const holder = otherHolder(yield* look(numbersStream(decider, on), decisionNumbers), number, dossier);
  return holder === undefined ? {} : { numberOf: holder };
}

/** Everything that happened, and the surroundings on each day of it, in each cell the dossier stands in. */
function* lookingBack(command: DossierCommand, state: DossierState, on: Day, regulation: Regulation): Looking<Further> {
  const history = yield* look(`dossier-${command.dossier}`, everything);
  const events = effectiveHistory(history);
  const restated = restatedBy(command, history, events);
  const ids = membersNamed(restated?.replacement, state);
  for (const { data } of [...history, ...events])
    if ('member' in data && data.member !== undefined) ids.add(data.member);
  const then = restated && (yield* thenOf(restated, events, ids, state, regulation));
  const days = new Set([...events.map(({ meta }) => meta.on), on, ...(restated ? [restated.on] : [])]);
  const cells = new Set(events.flatMap(cellOf));
  // An entry may be restated for another cell: from then on it is that one which the later steps have to stand in.
  const goes = restated && restatedCell(restated.replacement, then);
  if (goes !== undefined) cells.add(goes);
  const past = new Map<string, DossierContext>();
  for (const day of days) {
    for (const cell of cells) past.set(placeOn(day, cell), yield* around(cell, ids, day));
  }
  return { history, past, ...(then ? { then } : {}) };
}

/** An entry as a command has it: by its own words, or those of the proposal it approves. */
interface Restated {
  readonly entry: Recorded<DossierEvent>;
  readonly replacement: PlainDossierCommand;
  readonly on: Day;
}

function restatedBy(
  command: DossierCommand,
  history: readonly Recorded<DossierEvent>[],
  events: readonly Recorded<DossierEvent>[],
): Restated | undefined {
  if (!('corrects' in command)) return undefined;
  const entry = events.find(({ revision }) => revision === command.corrects);
  const said = 'replacement' in command ? command : lastProposal(history, command.corrects)?.data;
  if (entry === undefined || said === undefined) return undefined;
  const { replacement, happenedOn = entry.meta.on } = said;
  return { entry, replacement: replacement as PlainDossierCommand, on: happenedOn };
}

/** What the entry meets as it is restated: the cell it stood in on that day, and what its command needs besides. */
function* thenOf(
  { entry, replacement, on }: Restated,
  events: readonly Recorded<DossierEvent>[],
  ids: Iterable<string>,
  state: DossierState,
  regulation: Regulation,
): Looking<DossierContext> {
  const before = stateBefore(events, entry.revision, on);
  const cell = replacement.type === 'ListCandidate' ? replacement.cell : before.cell;
  const then = yield* around(cell ?? state.cell ?? '', ids, on);
  switch (replacement.type) {
    // A listing is restated for the person it was made for.
    case 'ListCandidate':
      return { ...then, ...(state.person === undefined ? {} : { person: state.person }) };
    case 'ProposeTraining':
    case 'CertifyTraining':
      return { ...then, class: yield* look(`training-${replacement.class}`, training) };
    case 'MoveCandidate':
      return { ...then, ...(yield* goingTo(replacement.to, on)) };
    case 'DecideAdmission':
      return {
        ...then,
        ...(yield* numberOf(replacement, on, then, rulesOfEntry(entry, before, on, then, regulation))),
      };
    default:
      return then;
  }
}

/** The cells that an entry puts the dossier in. */
function cellOf({ type, data }: Recorded<DossierEvent>): readonly string[] {
  if (type === 'CandidateListed') return [data.cell];
  return type === 'CandidateTransferred' ? [data.to] : [];
}

function restatedCell(replacement: PlainDossierCommand, then: DossierContext | undefined): string | undefined {
  if (replacement.type === 'ListCandidate') return replacement.cell;
  return replacement.type === 'MoveCandidate' ? (then?.to?.cellId ?? replacement.to) : undefined;
}
