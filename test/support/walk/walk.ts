import { memoryEvents } from '@dossier/adapters';
import type { DossierCommand, Explanation, Identity, PlainDossierCommand } from '@dossier/contract';
import {
  dossier as dossierStream,
  explain,
  isLiving,
  lookedUp,
  surroundings,
  type DossierContext,
  type DossierEvent,
  type DossierState,
} from '@dossier/domain';
import {
  readingOf,
  transact,
  type Day,
  type Kit,
  type Outcome,
  type Recorded,
  type Refusal,
  type Remembered,
} from '@dossier/kernel';
import { pathFor } from '@dossier/procedure';
import { dossierCard, nextRow, quotaBoard, worklist, type View } from '@dossier/views';
import { asSeen, keep, perform, type Step, type World } from '../scenario';
import { between as bodiesBetween, rulesFor } from '@dossier/domain';
import type { Known, Move } from './choosing';
import type { Bodies } from './grounds';
import { ALWAYS, INVARIANTS, same, type Answer, type Asked, type Moment, type Rows } from './invariants';
import { whoIs } from './persons';
import { between, firstRelease, provinceOn, regulation } from './province';

/** How a walk begins: on which day, and with which release of the software. */
export interface Start {
  readonly day: Day;
  readonly first: boolean;
}

/** What broke, and how. */
export interface Broken {
  readonly invariant: string;
  readonly how: string;
}

const REPEATED = 'a command sent again has no effect';
const TOTAL = 'nothing throws';
const VIEWS: readonly View[] = [dossierCard, worklist, quotaBoard] as readonly View[];

/** A walk under way. It changes as moves are made. */
export interface Walk {
  world: World;
  today: Day;
  upgradable: boolean;
  moves: number;
  last: string | undefined;
  readonly kit: Kit;
  readonly dossiers: string[];
  readonly rows: ReadonlyMap<View, Map<string, unknown>>;
  readonly said: Map<string, Map<number, PlainDossierCommand>>;
  readonly bodies: Map<string, Map<number, Bodies>>;
  /** Who each dossier is about, as it says now. */
  readonly persons: Map<string, string>;
  /** Who holds the claim on a person, and under which id the person is known. */
  readonly claims: Map<string, { readonly dossier: string; readonly person: string }>;
  readonly answered: Map<string, { readonly stream: string; readonly type: string; readonly outcome: Outcome }>;
  /** What a move came to, for telling it. */
  came: string;
  /** Explanations of the world as it is: several ask for the same one. */
  explanations: { readonly of: World; readonly byDay: Map<string, Explanation> };
}

const codec: Kit['codec'] = {
  encode: async (event, place) => ({
    bytes: new TextEncoder().encode(JSON.stringify({ ...place, ...event })),
    leaf: new Uint8Array(),
  }),
  decode: async ({ bytes, order }) => ({ ...(JSON.parse(new TextDecoder().decode(bytes)) as Recorded), order }),
};

/** Begins a walk in the province as it stands on a day. */
export async function begin({ day, first }: Start): Promise<Walk> {
  const province = provinceOn(day);
  const remembered = new Map<string, Remembered>();
  const walk: Walk = {
    world: first ? { ...province, regulation: firstRelease } : province,
    today: day,
    upgradable: first,
    moves: 0,
    last: undefined,
    kit: {
      store: memoryEvents('walk'),
      codec,
      clock: { now: () => `${walk.today}T03:00:00.000Z` },
      memory: { get: (stream) => remembered.get(stream), set: (stream, what) => void remembered.set(stream, what) },
    },
    dossiers: [],
    rows: new Map(VIEWS.map((view) => [view, new Map()])),
    said: new Map(),
    bodies: new Map(),
    persons: new Map(),
    claims: new Map(),
    answered: new Map(),
    came: '',
    explanations: { of: province, byDay: new Map() },
  };
  await store(walk, province.log);
  return walk;
}

/** Writes events to the walk's store as they are. */
async function store({ kit }: Walk, events: readonly Recorded[]): Promise<void> {
  for (const { order: _, ...event } of events) {
    const { stream, revision, meta } = event;
    const encoded = await codec.encode(event, { stream, revision, meta });
    await kit.store.append([{ stream, expected: revision - 1, events: [encoded] }]);
  }
}

function stateOf({ world }: Pick<Walk, 'world'>, dossier: string): DossierState {
  return (world.states.get(`dossier-${dossier}`) as DossierState | undefined) ?? dossierStream.initial;
}

function contextOf({ world }: Pick<Walk, 'world'>, dossier: string, on: Day): DossierContext {
  return lookedUp(
    surroundings(stateOf({ world }, dossier), on),
    ({ stream, evolution }) => world.states.get(stream) ?? evolution.initial,
  );
}

/** What whoever chooses moves may know of a walk. */
export function known(walk: Walk): Known {
  return {
    world: walk.world,
    today: walk.today,
    moves: walk.moves,
    dossiers: walk.dossiers,
    last: walk.last,
    accepted: [...walk.answered.keys()].slice(-8),
    upgradable: walk.upgradable,
    state: (dossier) => stateOf(walk, dossier),
    said: (dossier) => walk.said.get(dossier) ?? new Map(),
    context: (dossier, on) => contextOf(walk, dossier, on),
    explain: (dossier, on) => explained(walk, dossier, { on, today: on }),
  };
}

function explained(walk: Walk, dossier: string, days: { readonly on: Day; readonly today: Day }): Explanation {
  if (walk.explanations.of !== walk.world) walk.explanations = { of: walk.world, byDay: new Map() };
  const { byDay } = walk.explanations;
  // Today matters to it only where it is before the day that is asked about.
  const key = `${dossier} ${days.on} ${days.on <= days.today ? '' : days.today}`;
  const told = byDay.get(key);
  if (told !== undefined) return told;
  const { regulation: known } = walk.world;
  const telling = explain(days, stateOf(walk, dossier), contextOf(walk, dossier, days.on), known);
  byDay.set(key, telling);
  return telling;
}

/** Makes one move, and answers what it broke. */
export async function make(walk: Walk, move: Move): Promise<Broken | undefined> {
  walk.moves += 1;
  try {
    if (move.kind === 'upgrade') {
      walk.world = { ...walk.world, regulation };
      walk.upgradable = false;
      walk.came = 'done';
      return undefined;
    }
    if (move.kind === 'again') return await askAgain(walk, move.id);
    await passDays(walk, move.step.today ?? move.step.on);
    return 'dossier' in move.step.command
      ? await askDossier(walk, { ...move, step: move.step as Step<DossierCommand> })
      : await askOther(walk, move.step);
  } catch (thrown) {
    return { invariant: TOTAL, how: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}

/** What happens by itself until a day. */
async function passDays(walk: Walk, until: Day): Promise<void> {
  if (until <= walk.today) return;
  for (const step of between(walk.today, until)) await askOther(walk, step, true);
  walk.today = until;
}

async function askOther(walk: Walk, step: Step, must = false): Promise<undefined> {
  const performed = perform(walk.world, step);
  if ('refused' in performed) {
    if (must) throw new Error(`${JSON.stringify(step.command)} is refused: ${JSON.stringify(performed.refused)}`);
    walk.came = performed.refused.code;
    return undefined;
  }
  walk.world = performed.world;
  walk.came = performed.events.map(({ type }) => type).join(', ');
  await store(walk, performed.events);
  return undefined;
}

async function askAgain({ kit, answered, ...walk }: Walk, id: string): Promise<Broken | undefined> {
  const first = answered.get(id);
  if (first === undefined) return undefined;
  const { stream, type, outcome } = first;
  const head = await kit.store.head();
  const again = await transact(
    kit,
    { stream, command: { id, type }, actor: { account: 'x', role: 'x', unit: 'x', policy: '1' }, on: walk.today },
    () => Promise.reject(new Error(`${type} was decided again`)),
  );
  if ((await kit.store.head()) !== head) return { invariant: REPEATED, how: `${type} was written again` };
  if (same(again, { ...outcome, repeated: true })) return undefined;
  return { invariant: REPEATED, how: `${JSON.stringify(again)} is not the first answer ${JSON.stringify(outcome)}` };
}

/** Asks one thing of a dossier, through the transaction that the engine runs it in. */
async function askDossier(
  walk: Walk,
  { id, step, tries }: { readonly id: string; readonly step: Step<DossierCommand>; readonly tries: readonly Step[] },
): Promise<Broken | undefined> {
  const { command, on, today = on } = step;
  const { dossier } = command;
  const stream = `dossier-${dossier}`;
  const before = stateOf(walk, dossier);
  const isListed = before.revision >= 0;
  const words = isListed ? explained(walk, dossier, { on, today }) : undefined;
  const tried = tries.map((other) => ({ command: other.command as DossierCommand, answer: answerTo(walk, other) }));
  let events: readonly Recorded[] = [];
  let performed: ReturnType<typeof answerTo> | undefined;
  const outcome = await transact(
    walk.kit,
    { stream, command: { id, type: command.type }, actor: ACTOR, on },
    async () => {
      performed = answerTo(walk, step);
      if ('refused' in performed) return performed;
      ({ events } = performed);
      const streams = [...new Set(events.map((event) => event.stream))];
      const of = (one: string) =>
        events.filter((event) => event.stream === one).map(({ type, data }) => ({ type, data }));
      return { writes: streams.map((one) => ({ stream: one, events: of(one) })) };
    },
  );
  if (performed === undefined) throw new Error(`${id} was answered before it was asked`);
  if (!('refused' in performed)) {
    remember(walk, step, performed, isListed ? before : undefined);
    walk.answered.set(id, { stream, type: command.type, outcome });
  }
  walk.came =
    'refused' in performed ? `refused: ${performed.refused.code}` : performed.events.map(({ type }) => type).join(', ');
  walk.last = dossier;
  const asked: Asked = { command, answer: performed };
  return brokenAt(await momentOf(walk, { dossier, today, before, asked, tried, explained: words }));
}

const ACTOR = { account: 'officer-one', role: 'secretary', unit: 'a-unit', policy: '1' };

type Done = { readonly world: World; readonly events: readonly Recorded[] };

/** What a command on a dossier comes to: a listing claims its person first; what else takes hold of one, last. */
function answerTo(walk: Walk, step: Step): Done | { readonly refused: Refusal } {
  const command = step.command as DossierCommand;
  if (command.type === 'ListCandidate' && stateOf(walk, command.dossier).revision < 0) {
    const who = whoIs(command.identity);
    const holder = heldElsewhere(walk, command.dossier, [who]);
    if (holder !== undefined) return heldBy(holder);
    return perform(walk.world, { ...step, person: walk.claims.get(who)?.person ?? `p-${command.dossier}` });
  }
  const performed = perform(walk.world, step);
  if ('refused' in performed) return performed;
  const holder = heldElsewhere(walk, command.dossier, taken(walk, command.dossier, performed));
  return holder === undefined ? performed : heldBy(holder);
}

function heldBy(holder: string): { readonly refused: Refusal } {
  return { refused: { code: 'person-has-dossier', condition: 'identity', have: holder, need: null, who: 'cell' } };
}

/** Whom events say a dossier is about. */
function stated(events: readonly Recorded[]): readonly string[] {
  return events.flatMap(({ type, data }) => {
    const { identity } = data as { identity?: Identity };
    return identity && (type === 'CandidateListed' || type === 'EntryCorrected') ? [whoIs(identity)] : [];
  });
}

/** The persons a step takes hold of: whoever it says the dossier is about, and the same as before on being taken up again. */
function taken(walk: Walk, dossier: string, { world, events }: Done): readonly string[] {
  if (!isLiving(stateOf({ world }, dossier))) return [];
  const said = stated(events);
  if (said.length > 0 || isLiving(stateOf(walk, dossier))) return said;
  return [walk.persons.get(dossier) ?? ''];
}

/** Another living dossier that holds one of these persons: the claim of the engine, without its store. */
function heldElsewhere(walk: Walk, dossier: string, persons: readonly string[]): string | undefined {
  return persons
    .map((who) => walk.claims.get(who)?.dossier)
    .find((holder) => holder !== undefined && holder !== dossier && isLiving(stateOf(walk, holder)));
}

/** Keeps what was accepted: the new world, rows, claims, what was said, which bodies a decision needed. */
function remember(walk: Walk, { command, on }: Step, done: Done, before: DossierState | undefined): void {
  const { dossier } = command as DossierCommand;
  const { person = '' } = stateOf(done, dossier);
  for (const who of stated(done.events)) walk.persons.set(dossier, who);
  for (const who of taken(walk, dossier, done)) walk.claims.set(who, { dossier, person });
  if (before === undefined) walk.dossiers.push(dossier);
  const own = done.events.find(({ stream }) => stream === `dossier-${dossier}`);
  if (own !== undefined) {
    const said = walk.said.get(dossier) ?? new Map<number, PlainDossierCommand>();
    if (isPlain(command as DossierCommand)) said.set(own.revision, command as PlainDossierCommand);
    walk.said.set(dossier, said);
    const needed = walk.bodies.get(dossier) ?? new Map<number, Bodies>();
    if (before !== undefined && DECISIONS.includes(own.type))
      needed.set(own.revision, bodiesOf(walk, before, dossier, on));
    walk.bodies.set(dossier, needed);
  }
  walk.world = done.world;
  for (const event of done.events) {
    if (!event.stream.startsWith('dossier-')) continue;
    const seen = (): ReturnType<typeof asSeen>[] => eventsOf(walk, dossier).map((entry) => asSeen(entry as Recorded));
    for (const [view, rows] of walk.rows) keep(view, rows, asSeen(event), seen);
  }
}

const DECISIONS: readonly string[] = ['AdmissionDecided', 'MemberRecognised', 'ProbationerErased'];
const RECORD: readonly string[] = [
  'RedoStep',
  'CorrectEntry',
  'ProposeCorrection',
  'ApproveCorrection',
  'AdoptProcedure',
  'NoteDeadline',
];

function isPlain({ type }: DossierCommand): boolean {
  return !RECORD.includes(type);
}

function bodiesOf(walk: Walk, state: DossierState, dossier: string, on: Day): Bodies {
  const context = contextOf(walk, dossier, on);
  const rules = rulesFor(state, on, context, walk.world.regulation);
  if (rules === undefined) return { committee: false, subCommittee: false, most: 3 };
  const path = pathFor(rules.procedure, bodiesBetween(context, rules.procedure)).map(({ event }) => event);
  return {
    committee: path.includes('CommitteeVoted'),
    subCommittee: path.includes('SubCommitteeAppraised'),
    most: 3,
  };
}

function eventsOf({ world }: Walk, dossier: string): readonly Recorded<DossierEvent>[] {
  return world.log.filter(({ stream }) => stream === `dossier-${dossier}`) as unknown as Recorded<DossierEvent>[];
}

type Partly = Pick<Moment, 'dossier' | 'today' | 'before' | 'asked' | 'tried' | 'explained'>;

async function momentOf(walk: Walk, partly: Partly): Promise<Moment> {
  const { dossier } = partly;
  const events = eventsOf(walk, dossier);
  const { state: stored } = await readingOf(walk.kit).load(`dossier-${dossier}`, dossierStream);
  const rows = rowsIn(dossier, walk.rows);
  // A refusal writes nothing, and leaves nothing to build anew.
  const rebuilt =
    'refused' in partly.asked.answer
      ? rows
      : rowsIn(dossier, new Map(VIEWS.map((view) => [view, madeAtOnce(view, events)])));
  const after = stateOf(walk, dossier);
  return {
    ...partly,
    after,
    events,
    stored,
    rows,
    rebuilt,
    world: walk.world,
    persons: walk.persons,
    bodies: walk.bodies.get(dossier) ?? new Map(),
  };
}

/** The rows a view makes of a dossier's events in one go, with no store between. */
function madeAtOnce(view: View, events: readonly Recorded<DossierEvent>[]): ReadonlyMap<string, unknown> {
  const all = events.map((event) => asSeen(event as Recorded));
  const rows = new Map<string, unknown>();
  for (const [index, event] of all.entries()) {
    for (const key of view.touches(event)) {
      const before = rows.get(key);
      const anew = view.anew?.needed(before, event) ? all.slice(0, index + 1) : undefined;
      rows.set(key, nextRow(view, before, event, key, anew));
    }
  }
  return rows;
}

function rowsIn(dossier: string, rows: ReadonlyMap<View, ReadonlyMap<string, unknown>>): Rows {
  const board = rows.get(quotaBoard as View);
  return {
    card: rows.get(dossierCard as View)?.get(dossier) as Rows['card'],
    work: rows.get(worklist as View)?.get(dossier) as Rows['work'],
    facts: ['decision', 'ceremony'].map((basis) => board?.get(`fact/${dossier}/${basis}`)),
  };
}

function brokenAt(moment: Moment): Broken | undefined {
  const checked = 'refused' in moment.asked.answer ? { ...ALWAYS } : { ...ALWAYS, ...INVARIANTS };
  for (const [invariant, breaks] of Object.entries(checked)) {
    const how = breaks(moment);
    if (how !== undefined) return { invariant, how };
  }
  return undefined;
}

export type { Answer };
