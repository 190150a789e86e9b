import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarOf, type CalendarYear } from '@dossier/calendar';
import type {
  Command,
  DossierCommand,
  MemberCommand,
  OrganisationCommand,
  QuotaCommand,
  TrainingCommand,
} from '@dossier/contract';
import {
  decideDossier,
  decideMember,
  decideOrganisation,
  decideQuota,
  decideReorganisation,
  decideTraining,
  dossier as dossierStream,
  endingBy,
  hasEnded,
  isReorganisation,
  member as memberStream,
  organisation as organisationStream,
  phaseOf,
  quota as quotaOfUnit,
  quotaStream,
  successorAt,
  takingOverBy,
  training as trainingStream,
  decisionNumbers,
  lookedUp,
  surroundingsOf,
  unitAbove,
  type DossierEvent,
  type DossierState,
  type OneUnitCommand,
  type Phase,
  type QuotaState,
  type Regulation,
  type Wanted,
  type ReorganisationCommand,
} from '@dossier/domain';
import { fold, type Day, type DomainEvent, type Evolution, type Recorded, type Refusal } from '@dossier/kernel';
import { localRules, procedureVersion } from '@dossier/procedure';
import { nextRow, type Seen, type View } from '@dossier/views';

// Scenarios are told as the regulation tells them: given what has happened, when this is asked, then it is accepted or
// refused. Everything runs through the deciders themselves; there is no store, no clock and nothing is replaced.

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

type Performed = { readonly world: World; readonly events: readonly Recorded[] } | { readonly refused: Refusal };

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

function stateIn<S>({ states }: World, stream: string, { initial }: { readonly initial: S }): S {
  return (states.get(stream) as S | undefined) ?? initial;
}

function record(
  world: World,
  writes: readonly { stream: string; events: readonly DomainEvent[] }[],
  step: Step,
  under: { readonly procedure?: string; readonly overlay?: string } = {},
): Performed {
  const states = new Map(world.states);
  const log = [...world.log];
  const events: Recorded[] = [];
  for (const { stream, events: decided } of writes) {
    const evolution = EVOLUTIONS[stream.slice(0, stream.indexOf('-'))] as Evolution<unknown>;
    for (const event of decided) {
      const order = log.length + 1;
      const revision = log.filter((earlier) => earlier.stream === stream).length;
      // JSON goes in and JSON comes out: what a store would lose is lost here as well.
      const { type, data } = JSON.parse(JSON.stringify(event)) as DomainEvent;
      const recorded = { stream, revision, order, type, data, meta: metaOf(step, order, under) } as Recorded;
      log.push(recorded);
      states.set(stream, after(evolution, states.get(stream), recorded, log));
      events.push(recorded);
    }
  }
  return { world: { ...world, log, states }, events };
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
function wantedIn(world: World, { stream, evolution }: Wanted): unknown {
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

/** Asks one thing of the world and records what comes of it. */
export function perform(world: World, step: Step): Performed {
  const { command, on, today = on } = step;
  const asked = { on, today };
  if ('dossier' in command) {
    const stream = `dossier-${command.dossier}`;
    const state = stateIn(world, stream, dossierStream);
    const context = lookedUp(surroundingsOf(command, state, on, world.regulation), (wanted) => wantedIn(world, wanted));
    const who = step.account === undefined ? {} : { account: step.account };
    const decision = decideDossier(
      { command, ...asked, ...who },
      state,
      { ...context, person: step.person ?? `p-${command.dossier}` },
      world.regulation,
    );
    if ('refused' in decision) return decision;
    const beside = (decision.beside ?? []).map(({ stream: other, event }) => ({ stream: other, events: [event] }));
    return record(world, [{ stream, events: decision.events }, ...beside], step, decision);
  }
  if ('period' in command) return performOnQuota(world, step as Step<QuotaCommand>);
  if ('class' in command) {
    const { command: asks } = step as Step<TrainingCommand>;
    const stream = `training-${asks.class}`;
    const unit = asks.type === 'PlanClass' ? { organisation: unitOf(world, asks.organisation) } : {};
    const decision = decideTraining({ command: asks, ...asked }, stateIn(world, stream, trainingStream), unit);
    return 'refused' in decision ? decision : record(world, [{ stream, events: decision.events }], step);
  }
  if ('organisation' in command) return performOnUnit(world, step as Step<OrganisationCommand>);
  return performOnMember(world, step as Step<MemberCommand>);
}

/** A change of several units, written to all the streams it concerns. */
function performReorganisation(world: World, step: Step<ReorganisationCommand>): Performed {
  const { command, on, today = on } = step;
  const beneath = (id: string): readonly string[] =>
    [...world.states.keys()]
      .filter((stream) => stream.startsWith('organisation-'))
      .map((stream) => stream.slice('organisation-'.length))
      .filter((unit) => unitOf(world, unit).parents.some(({ value }) => value === id));
  const open = (cell: string): number =>
    [...world.states.entries()].filter(([stream, state]) => {
      const { cell: at, outcome } = state as DossierState;
      return stream.startsWith('dossier-') && at === cell && outcome === undefined;
    }).length;
  const ending = endingBy(command);
  const named = [command.organisation, ...ending, ...takingOverBy(command), ...ending.flatMap(beneath)];
  const decision = decideReorganisation(
    { command, on, today },
    {
      units: Object.fromEntries(named.map((id) => [id, unitOf(world, id)])),
      beneath: Object.fromEntries(ending.map((id) => [id, beneath(id)])),
      openDossiers: Object.fromEntries(ending.map((id) => [id, open(id)])),
    },
  );
  if ('refused' in decision) return decision;
  const units = decision.units.map(({ organisation, events }) => ({ stream: `organisation-${organisation}`, events }));
  const members = decision.members.map(({ member, event }) => ({ stream: `member-${member}`, events: [event] }));
  return record(world, [...units, ...members], step);
}

function performOnUnit(world: World, { command, ...step }: Step<OrganisationCommand>): Performed {
  return isReorganisation(command)
    ? performReorganisation(world, { ...step, command })
    : performOnOneUnit(world, { ...step, command });
}

function performOnOneUnit(world: World, step: Step<OneUnitCommand>): Performed {
  const { command, on, today = on } = step;
  const stream = `organisation-${command.organisation}`;
  const who = 'member' in command ? stateIn(world, `member-${command.member}`, memberStream) : undefined;
  const decision = decideOrganisation({ command, on, today }, unitOf(world, command.organisation), {
    ...('parent' in command && command.parent !== undefined
      ? { parent: { state: unitOf(world, command.parent), above: unitsAbove(world, command.parent, on) } }
      : {}),
    ...(who
      ? { member: { known: who.registered !== undefined, departed: who.departed !== undefined && who.departed <= on } }
      : {}),
  });
  return 'refused' in decision ? decision : record(world, [{ stream, events: decision.events }], step);
}

function performOnMember(world: World, step: Step<MemberCommand>): Performed {
  const { command, on, today = on } = step;
  const stream = `member-${command.member}`;
  const context = 'cell' in command ? { cell: unitOf(world, command.cell) } : {};
  const decision = decideMember({ command, on, today }, stateIn(world, stream, memberStream), context);
  if ('refused' in decision) return decision;
  const rolls = decision.rolls.map(({ cell, event }) => ({ stream: `organisation-${cell}`, events: [event] }));
  return record(world, [{ stream, events: [decision.member] }, ...rolls], step);
}

function performOnQuota(world: World, step: Step<QuotaCommand>): Performed {
  const { command, on, today = on } = step;
  const { organisation, period } = command;
  const quotaIn = (unit: string) => stateIn(world, quotaStream(unit, period), quotaOfUnit);
  const state = quotaIn(organisation);
  const by = command.type === 'AdjustQuota' ? state.assigned?.by : undefined;
  const giver = by && !hasEnded(unitOf(world, by), on) ? quotaIn(by) : undefined;
  const endedInto = (unit: string, { allocated }: QuotaState): readonly string[] =>
    Object.keys(allocated).filter((id) => id !== unit && successorAt((one) => unitOf(world, one), id, on) === unit);
  const decision = decideQuota({ command, on, today }, state, {
    organisation: unitOf(world, organisation),
    ...(command.type === 'AllocateQuota'
      ? {
          receiver: {
            known: unitOf(world, command.to).founded !== undefined,
            state: unitOf(world, command.to),
            above: unitsAbove(world, command.to, on),
            quota: quotaIn(command.to),
          },
          endedInto: endedInto(command.to, state),
        }
      : {}),
    ...(giver ? { giver, endedInto: endedInto(organisation, giver) } : {}),
  });
  if ('refused' in decision) return decision;
  const other = decision.other
    ? [{ stream: quotaStream(decision.other.organisation, period), events: decision.other.events }]
    : [];
  return record(world, [{ stream: quotaStream(organisation, period), events: decision.own }, ...other], step);
}

function unitOf(world: World, id: string) {
  return stateIn(world, `organisation-${id}`, organisationStream);
}

function unitsAbove(world: World, id: string, on: Day): readonly string[] {
  const load = (unit: string) => unitOf(world, unit);
  const above: string[] = [];
  for (let at = unitAbove(load, id, on); at !== undefined; at = unitAbove(load, at, on)) above.push(at);
  return above;
}

type Steps = Step | readonly Step[];

/** What a test expects of a refusal: any of its parts; of the basis, the document with its date. */
export type Expected = Partial<Omit<Refusal, 'basis'>> & {
  readonly basis?: { readonly document: string; readonly date: Day };
};

/** A case as given: what holds in it, and what can be asked of it. */
export interface Given {
  readonly world: World;
  readonly state: DossierState;
  readonly phase: Phase;
  /** More of what has happened. */
  and(...steps: readonly Steps[]): Given;
  when(step: Step): When;
}

/** What came of asking. */
export interface When {
  /** It was refused, and with these words. */
  refused(expected: Expected): Refusal;
  /** It was accepted and these events were recorded, in this order; answers the case that it leaves. */
  accepted(
    ...types: readonly string[]
  ): Given & { readonly events: readonly Recorded[]; readonly event: Recorded<DossierEvent> };
}

/** The case of one dossier in a world. A step that the deciders refuse cannot be given. */
export function given(world: World, id = DOSSIER): (...steps: readonly Steps[]) => Given {
  return (...steps) => {
    let now = world;
    for (const step of steps.flat() as readonly Step[]) {
      const performed = perform(now, step);
      if ('refused' in performed) {
        assert.fail(
          `cannot be given: ${step.command.type} on ${step.on} is refused: ${JSON.stringify(performed.refused)}`,
        );
      }
      now = performed.world;
    }
    return caseOf(now, id);
  };
}

function caseOf(world: World, id: string): Given {
  const state = stateIn(world, `dossier-${id}`, dossierStream);
  return {
    world,
    state,
    phase: phaseOf(state),
    and: (...steps) => given(world, id)(...steps),
    when: (step) => whenAsked(perform(world, step), step, id),
  };
}

function whenAsked(performed: Performed, step: Step, id: string): When {
  return {
    refused(expected) {
      if (!('refused' in performed)) assert.fail(`${step.command.type} on ${step.on} was accepted`);
      const { refused } = performed;
      const { basis, ...plain } = expected;
      const seen = Object.fromEntries(Object.keys(plain).map((part) => [part, refused[part as keyof Refusal]]));
      assert.deepStrictEqual(seen, plain);
      if (basis) assert.deepStrictEqual({ document: refused.basis?.document, date: refused.basis?.date }, basis);
      return refused;
    },
    accepted(...types) {
      if ('refused' in performed) {
        assert.fail(`${step.command.type} on ${step.on} is refused: ${JSON.stringify(performed.refused)}`);
      }
      const { world, events } = performed;
      if (types.length > 0) {
        // What a dossier's step writes beside it, on rolls and in members' streams, is looked at by those it concerns.
        const own = 'dossier' in step.command ? events.filter(({ stream }) => stream.startsWith('dossier-')) : events;
        const found = own.map(({ type }) => type);
        assert.deepStrictEqual(found, [...types]);
      }
      return { ...caseOf(world, id), events, event: events[0] as Recorded<DossierEvent> };
    },
  };
}

/** The dossier that scenarios speak of. */
export const DOSSIER = 'hs-1';

/** A step of that dossier. */
export function asks<T extends DossierCommand['type']>(
  type: T,
  on: Day,
  fields: Omit<Extract<DossierCommand, { type: T }>, 'type' | 'dossier'>,
): Step<DossierCommand> {
  return { command: { type, dossier: DOSSIER, ...fields } as unknown as DossierCommand, on };
}

/** The same step on another day. */
export function onDay(day: Day, step: Step, today: Day = day): Step {
  return { ...step, on: day, today };
}

/** The same step with other fields. */
export function but(step: Step, fields: object): Step {
  return { ...step, command: { ...step.command, ...fields } as Command };
}

/** The names of the usual way, in its order. */
export const WAY = [
  'listed',
  'mentored',
  'proposed',
  'certified',
  'permitted',
  'opened',
  'papers',
  'introduced',
  'stamped',
  'asked',
  'answered',
  'remarked',
  'heard',
  'voted',
  'agreed',
  'submitted',
  'decided',
  'received',
  'celebrated',
] as const;
export type Stage = (typeof WAY)[number];
export type Way = Readonly<Record<Stage, readonly Step[]>>;

/** The usual way of a candidate who is listed at the beginning of a year and admitted in the summer of the next. */
export function wayFrom(year: number, cell = 'cell-a'): Way {
  const next = year + 1;
  const letter = (form: string, day: Day): Step => asks('FileDocument', day, { form, writtenOn: day });
  return {
    listed: [
      asks('ListCandidate', `${year}-01-10`, {
        cell,
        proposedBy: 'youth-union',
        declared: DECLARED,
        identity: IDENTITY,
      }),
    ],
    mentored: [asks('AssignMentor', `${year}-02-01`, { member: 'mentor' })],
    proposed: [asks('ProposeTraining', `${year}-03-01`, { class: `class-${year}` })],
    certified: [
      asks('CertifyTraining', `${year}-05-20`, { class: `class-${year}`, number: '12/GCN', issuedOn: `${year}-05-15` }),
    ],
    permitted: [asks('PermitPaperwork', `${year}-09-01`, { number: '7-CV/ĐU' })],
    opened: [asks('OpenDossier', `${year}-10-03`, {})],
    papers: [letter('1-KNĐ', `${year}-10-05`), letter('2-KNĐ', `${year}-10-06`), letter('3-KNĐ', `${year}-10-07`)],
    introduced: [
      asks('NameIntroducer', `${year}-10-10`, { member: 'mentor', togetherSince: `${year - 2}-01-01` }),
      asks('NameIntroducer', `${year}-10-10`, { member: 'friend', togetherSince: `${year - 2}-01-01` }),
    ],
    stamped: [asks('StampBiography', `${year}-11-01`, {})],
    asked: [asks('RequestVerification', `${year}-11-02`, { place: 'home-commune' })],
    answered: [asks('AnswerVerification', `${year}-12-05`, { place: 'home-commune', clear: true })],
    remarked: [asks('RecordRemark', `${next}-01-05`, { by: 'cell' })],
    heard: [asks('CollectOpinion', `${next}-02-01`, { from: 'residence' })],
    voted: [asks('HoldCellVote', `${next}-04-10`, { number: '3-NQ/CB', yes: 5, no: 2, convened: 7 })],
    agreed: [asks('HoldCommitteeVote', `${next}-04-28`, { number: '8-NQ/ĐU', yes: 8, no: 1, convened: 9 })],
    submitted: [asks('SubmitDossier', `${next}-05-05`, {})],
    decided: [asks('DecideAdmission', `${next}-06-01`, { number: '45-QĐ/HU', yes: 6, no: 2, convened: 11 })],
    received: [asks('ReceiveDecision', `${next}-06-08`, {})],
    celebrated: [asks('HoldCeremony', `${next}-06-20`, {})],
  };
}

/** The way up to a stage, that stage included. */
export function upTo(stage: Stage, way: Way): readonly Step[] {
  return WAY.slice(0, WAY.indexOf(stage) + 1).flatMap((name) => way[name]);
}

/** The way up to a stage, without it and without the stages left out. */
export function before(stage: Stage, way: Way, ...without: readonly Stage[]): readonly Step[] {
  return WAY.slice(0, WAY.indexOf(stage))
    .filter((name) => !without.includes(name))
    .flatMap((name) => way[name]);
}

/** The one step of a stage. */
export function step(stage: Stage, way: Way): Step {
  const [only] = way[stage];
  if (only === undefined) assert.fail(`${stage} has no step`);
  return only;
}

export const IDENTITY = { name: 'Lò Thị Thử', birth: '1995-04-20' } as const;
export const DECLARED = {
  sex: 'female',
  schooling: 'upper-secondary',
  minority: true,
  union: 'youth-union',
  local: true,
  demobilised: false,
} as const;

const FOUNDED = '2010-01-01';

export function founds(
  organisation: string,
  kind: Extract<OrganisationCommand, { type: 'FoundOrganisation' }>['kind'],
  parent?: string,
  on: Day = FOUNDED,
): Step {
  const above = parent === undefined ? {} : { parent };
  return {
    command: {
      type: 'FoundOrganisation',
      organisation,
      name: `Unit ${organisation}`,
      kind,
      difficultArea: false,
      ...above,
    },
    on,
  };
}

export function registers(
  member: string,
  cell: string,
  officialSince: Day | undefined = '2008-01-01',
  on: Day = FOUNDED,
): Step {
  const standing =
    officialSince === '' ? ({ standing: 'probationary' } as const) : ({ standing: 'official', officialSince } as const);
  return {
    command: {
      type: 'RegisterMember',
      member,
      cell,
      ...standing,
      identity: { name: `Member ${member}`, birth: '1970-01-01' },
    },
    on,
  };
}

export function plansClass(name: string, from: Day, to: Day): Step {
  return {
    command: { type: 'PlanClass', class: name, organisation: 'district', name: 'Awareness', from, to, places: 80 },
    on: from,
  };
}

/** The units, members and classes that scenarios stand in, as the steps that make them. */
export const SURROUNDINGS: readonly Step[] = [
  founds('district', 'district-committee'),
  founds('commune', 'grassroots-committee', 'district'),
  founds('other-commune', 'grassroots-committee', 'district'),
  founds('cell-a', 'cell', 'commune'),
  founds('cell-b', 'cell', 'commune'),
  founds('cell-far', 'cell', 'other-commune'),
  founds('cell-alone', 'cell', 'district'),
  ...['mentor', 'friend', 'third', 'fourth', 'fifth', 'sixth', 'seventh'].map((name) => registers(name, 'cell-a')),
  ...['mentor-alone', 'friend-alone', 'third-alone', 'fourth-alone', 'fifth-alone'].map((name) =>
    registers(name, 'cell-alone'),
  ),
  registers('neighbour', 'cell-b'),
  registers('stranger', 'cell-far'),
  registers('probationer', 'cell-a', ''),
  registers('newly-official', 'cell-a', '2022-02-10', '2022-02-10'),
  ...[2016, 2018, 2020, 2021, 2022].map((year) => plansClass(`class-${year}`, `${year}-05-10`, `${year}-05-14`)),
];

/** A district with two communes, a cell of seven official members, a cell that stands right under the district. */
export const dossier: World = given({ regulation: publishedRegulation(), log: [], states: new Map() })(
  ...SURROUNDINGS,
).world;

/** Everything that happened as views see it. */
export function seen({ log }: World): readonly Seen[] {
  return log.map(asSeen);
}

/** An event as views see it: what is personal is in a box, which here only says whose it is. */
export function asSeen(event: Recorded): Seen {
  const { identity, details, ...rest } = event.data as { identity?: object; details?: object };
  const sealed = {
    ...(identity ? { identity: `box:identity:${event.stream}` } : {}),
    ...(details ? { details: `box:details:${event.stream}` } : {}),
  };
  return { ...event, data: Object.keys(sealed).length > 0 ? { ...rest, sealed } : rest } as unknown as Seen;
}

/** The rows a view makes of events, by key. Each row passes through JSON, as it does in a store. */
export function rowsOf<Row>(view: View<Row>, events: readonly Seen[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const [index, event] of events.entries()) {
    keep(view, rows, event, () => events.slice(0, index + 1).filter(({ stream }) => stream === event.stream));
  }
  return rows;
}

/** Brings a view's rows up to one more event. `history` answers what its stream holds by then. */
export function keep<Row>(view: View<Row>, rows: Map<string, Row>, event: Seen, history: () => readonly Seen[]): void {
  for (const key of view.touches(event)) {
    const before = rows.get(key);
    const row = nextRow(view, before, event, key, view.anew?.needed(before, event) ? history() : undefined);
    if (row === undefined) rows.delete(key);
    else rows.set(key, JSON.parse(JSON.stringify(row)) as Row);
  }
}
