import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarOf, type CalendarYear } from '@dossier/calendar';
import type { Command } from '@dossier/contract';
import {
  decisionNumbers,
  dossier as dossierStream,
  member as memberStream,
  organisation as organisationStream,
  quota as quotaOfUnit,
  training as trainingStream,
  type Regulation,
  type Wanted,
} from '@dossier/domain';
import { fold, type Day, type DomainEvent, type Evolution, type Recorded } from '@dossier/kernel';
import { localRules, procedureVersion } from '@dossier/procedure';

// What a scenario stands on: the regulation, what has happened, and the states that come of it. No store and no clock.

/** One thing asked on a day. `today` is the day it is recorded: the same day where it is not said. */
export interface Step<C extends Command = Command> {
  readonly command: C;
  readonly on: Day;
  readonly today?: Day;
  /** The day a paper register claims to have recorded it. */
  readonly entered?: Day;
  /** The account that asks. */
  readonly account?: string;
  /** Who a listing is about, where several dossiers may be about one; else each dossier has a person of its own. */
  readonly person?: string;
}

/** Everything that has happened, and what the regulation is. A value: each step makes another. */
export interface World {
  readonly regulation: Regulation;
  readonly log: readonly Recorded[];
  readonly states: ReadonlyMap<string, unknown>;
}

/** The regulation as the shipped files have it. Tests run from the root of the repository. */
export function publishedRegulation(root = process.cwd()): Regulation {
  const read = (folder: string): readonly unknown[] =>
    (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(root, folder, name), 'utf8')) as unknown);
  return {
    versions: read('procedures/admission').map((file) => procedureVersion.parse(file)),
    locals: read('procedures/local').map((file) => localRules.parse(file)),
    calendar: calendarOf(read('calendars/vn') as readonly CalendarYear[]),
  };
}

const EVOLUTIONS: Readonly<Record<string, Evolution<unknown>>> = {
  dossier: dossierStream as unknown as Evolution<unknown>,
  organisation: organisationStream as unknown as Evolution<unknown>,
  member: memberStream as unknown as Evolution<unknown>,
  quota: quotaOfUnit as unknown as Evolution<unknown>,
  training: trainingStream as unknown as Evolution<unknown>,
  decisions: decisionNumbers as unknown as Evolution<unknown>,
};

/** A stream's state, and the initial one of a stream that nothing has happened in. */
export function stateIn<S>({ states }: World, stream: string, { initial }: { readonly initial: S }): S {
  return (states.get(stream) as S | undefined) ?? initial;
}

/** What was decided, written down: the world after it, and the events as recorded. */
export function record(
  world: World,
  writes: readonly { stream: string; events: readonly DomainEvent[] }[],
  step: Step,
  under: { readonly procedure?: string; readonly overlay?: string } = {},
): { readonly world: World; readonly events: readonly Recorded[] } {
  const states = new Map(world.states);
  const log = [...world.log];
  const events: Recorded[] = [];
  for (const { stream, events: decided } of writes) {
    const evolution = EVOLUTIONS[stream.slice(0, stream.indexOf('-'))] as Evolution<unknown>;
    for (const event of decided) {
      const order = log.length + 1;
      const revision = log.filter((earlier) => earlier.stream === stream).length;
      const { type, data } = asStored(event);
      const recorded = { stream, revision, order, type, data, meta: metaOf(step, order, under) } as Recorded;
      log.push(recorded);
      states.set(stream, after(evolution, states.get(stream), recorded, log));
      events.push(recorded);
    }
  }
  return { world: { ...world, log, states }, events };
}

/** The event as a store gives it back. Whatever JSON would lose, such as a part that is undefined, is a fault of who decided it. */
function asStored(event: DomainEvent): DomainEvent {
  const stored = JSON.parse(JSON.stringify(event)) as DomainEvent;
  assert.deepStrictEqual(stored, event, `${event.type} is not what comes back of it`);
  return stored;
}

/** The state after an event: a step onward, or from the beginning where the event changes what came before. */
function after(evolution: Evolution<unknown>, state: unknown, event: Recorded, log: readonly Recorded[]): unknown {
  const before = state ?? evolution.initial;
  return evolution.disturbs?.(before, event)
    ? fold(
        evolution,
        log.filter(({ stream }) => stream === event.stream),
      )
    : evolution.evolve(before, event);
}

/** Any stream's state, folded as whoever asks wants it. */
export function wantedIn(world: World, { stream, evolution }: Wanted): unknown {
  if (EVOLUTIONS[stream.slice(0, stream.indexOf('-'))] === evolution) return stateIn(world, stream, evolution);
  const { log } = world;
  return fold(
    evolution,
    log.filter((event) => event.stream === stream),
  );
}

function metaOf(
  { command, on, today = on, entered, account = 'a-secretary' }: Step,
  order: number,
  { procedure, overlay }: { readonly procedure?: string; readonly overlay?: string },
): Recorded['meta'] {
  const id = `scenario-${order}`;
  return {
    actor: { account, role: 'secretary', unit: 'a-unit', policy: '1' },
    command: { id, type: command.type },
    correlation: id,
    causation: id,
    on,
    at: `${today}T03:00:00.000Z`,
    ...(entered === undefined ? {} : { entered: { day: entered, claimed: true } }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(overlay === undefined ? {} : { overlay }),
  };
}
