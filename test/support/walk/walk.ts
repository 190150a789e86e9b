import { memoryEvents } from '@dossier/adapters';
import type { Explanation, PlainDossierCommand } from '@dossier/contract';
import {
  dossier as dossierStream,
  explain,
  lookedUp,
  surroundings,
  type DossierContext,
  type DossierEvent,
  type DossierState,
} from '@dossier/domain';
import type { Day, Kit, Outcome, Recorded, Remembered } from '@dossier/kernel';
import { dossierCard, quotaBoard, worklist, type View } from '@dossier/views';
import { wantedIn, type World } from '../scenario';
import type { Known } from './choosing';
import type { Bodies } from './grounds';
import { firstRelease, provinceOn } from './province';

// A walk under way: what it holds, how it begins, and what can be read off it. What changes it is in making.ts.

/** How a walk begins: on which day, and with which release of the software. */
export interface Start {
  readonly day: Day;
  readonly first: boolean;
}

/** The views whose rows a walk keeps. */
export const VIEWS: readonly View[] = [dossierCard, worklist, quotaBoard] as readonly View[];

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
export async function store({ kit }: Walk, events: readonly Recorded[]): Promise<void> {
  for (const { order: _, ...event } of events) {
    const { stream, revision, meta } = event;
    const encoded = await codec.encode(event, { stream, revision, meta });
    await kit.store.append([{ stream, expected: revision - 1, events: [encoded] }]);
  }
}

export function stateOf({ world }: Pick<Walk, 'world'>, dossier: string): DossierState {
  return (world.states.get(`dossier-${dossier}`) as DossierState | undefined) ?? dossierStream.initial;
}

export function contextOf({ world }: Pick<Walk, 'world'>, dossier: string, on: Day): DossierContext {
  return lookedUp(surroundings(dossier, stateOf({ world }, dossier), on), (wanted) => wantedIn(world, wanted));
}

/** The dossier's events by now. */
export function eventsOf({ world }: Walk, dossier: string): readonly Recorded<DossierEvent>[] {
  return world.log.filter(({ stream }) => stream === `dossier-${dossier}`) as unknown as Recorded<DossierEvent>[];
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

/** What is said of a dossier on a day, before anything is asked of it. */
export function explained(walk: Walk, dossier: string, days: { readonly on: Day; readonly today: Day }): Explanation {
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
