import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
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
  decideTraining,
  dossier as dossierStream,
  member as memberStream,
  organisation as organisationStream,
  phaseOf,
  quota as quotaOfUnit,
  quotaStream,
  training as trainingStream,
  valueOn,
  type DossierContext,
  type DossierEvent,
  type DossierState,
  type KnownMember,
  type Phase,
  type Regulation,
} from '@dossier/domain';
import type { Day, DomainEvent, Evolution, Recorded, Refusal } from '@dossier/kernel';
import { procedureVersion } from '@dossier/procedure';
import type { Seen, View } from '@dossier/views';

// Scenarios are told as the regulation tells them: given what has happened, when this is asked, then it is accepted or
// refused. Everything runs through the deciders themselves; there is no store, no clock and nothing is replaced.

/** One thing asked on a day. `today` is the day it is recorded: the same day where it is not said. */
export interface Step<C extends Command = Command> {
  readonly command: C;
  readonly on: Day;
  readonly today?: Day;
  /** The day a paper register claims to have recorded it. */
  readonly entered?: Day;
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
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(root, folder, name), 'utf8')) as unknown);
  return {
    versions: read('procedures/admission').map((file) => procedureVersion.parse(file)),
    calendar: calendarOf(read('calendars/vn') as readonly CalendarYear[]),
  };
}

const EVOLUTIONS: Readonly<Record<string, Evolution<unknown>>> = {
  dossier: dossierStream as unknown as Evolution<unknown>,
  organisation: organisationStream as unknown as Evolution<unknown>,
  member: memberStream as unknown as Evolution<unknown>,
  quota: quotaOfUnit as unknown as Evolution<unknown>,
  training: trainingStream as unknown as Evolution<unknown>,
};

function stateIn<S>({ states }: World, stream: string, { initial }: { readonly initial: S }): S {
  return (states.get(stream) as S | undefined) ?? initial;
}

function record(
  world: World,
  writes: readonly { stream: string; events: readonly DomainEvent[] }[],
  step: Step,
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
      const recorded = { stream, revision, order, type, data, meta: metaOf(step, order) } as Recorded;
      states.set(stream, evolution.evolve(states.get(stream) ?? evolution.initial, recorded));
      log.push(recorded);
      events.push(recorded);
    }
  }
  return { world: { ...world, log, states }, events };
}

function metaOf({ command, on, today = on, entered }: Step, order: number): Recorded['meta'] {
  const id = `scenario-${order}`;
  return {
    actor: { account: 'a-secretary', role: 'secretary', unit: 'a-unit', policy: '1' },
    command: { id, type: command.type },
    correlation: id,
    causation: id,
    on,
    at: `${today}T03:00:00.000Z`,
    ...(entered === undefined ? {} : { entered: { day: entered, claimed: true } }),
  };
}

/** Asks one thing of the world and records what comes of it. */
export function perform(world: World, step: Step): Performed {
  const { command, on, today = on } = step;
  const asked = { on, today };
  if ('dossier' in command) {
    const stream = `dossier-${command.dossier}`;
    const state = stateIn(world, stream, dossierStream);
    const decision = decideDossier(
      { command, ...asked },
      state,
      contextOf(world, command, state, on),
      world.regulation,
    );
    return 'refused' in decision ? decision : record(world, [{ stream, events: decision.events }], step);
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

function performOnUnit(world: World, step: Step<OrganisationCommand>): Performed {
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
  const decision = decideQuota({ command, on, today }, state, {
    organisation: unitOf(world, organisation),
    ...(command.type === 'AllocateQuota'
      ? {
          receiver: {
            known: unitOf(world, command.to).founded !== undefined,
            above: unitsAbove(world, command.to, on),
            quota: quotaIn(command.to),
          },
        }
      : {}),
    ...(command.type === 'AdjustQuota' && state.assigned?.by ? { giver: quotaIn(state.assigned.by) } : {}),
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
  const above: string[] = [];
  for (let at = valueOn(unitOf(world, id).parents, on); at !== undefined; at = valueOn(unitOf(world, at).parents, on))
    above.push(at);
  return above;
}

/** The grassroots organisation of a cell on a day: the committee above it, or the cell itself where none is between. */
function grassrootsOf(world: World, cell: string, on: Day): { readonly id: string; readonly committee: boolean } {
  const committee = unitsAbove(world, cell, on).find((id) => unitOf(world, id).kind === 'grassroots-committee');
  return committee === undefined ? { id: cell, committee: false } : { id: committee, committee: true };
}

function contextOf(world: World, command: DossierCommand, state: DossierState, on: Day): DossierContext {
  const cellId = command.type === 'ListCandidate' ? command.cell : (state.cell ?? '');
  const grassroots = grassrootsOf(world, cellId, on);
  const ids = [...state.introducers.map(({ member }) => member), ...(state.mentor ? [state.mentor.member] : [])];
  if ('member' in command) ids.push(command.member);
  const known = (id: string): KnownMember => {
    const found = stateIn(world, `member-${id}`, memberStream);
    const cell = valueOn(found.cells, on);
    return cell === undefined ? { state: found } : { state: found, grassroots: grassrootsOf(world, cell, on).id };
  };
  return {
    cellId,
    cell: unitOf(world, cellId),
    grassroots: grassroots.id,
    committeeBetween: grassroots.committee,
    members: Object.fromEntries(ids.map((id) => [id, known(id)])),
    person: `p-${command.dossier}`,
    ...('class' in command ? { class: stateIn(world, `training-${command.class}`, trainingStream) } : {}),
  };
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
        const found = events.map(({ type }) => type);
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

const SURROUNDINGS: readonly Step[] = [
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

/** Everything that happened as views see it: what is personal is in a box, which here only says whose it is. */
export function seen({ log }: World): readonly Seen[] {
  return log.map((event) => {
    const { identity, details, ...rest } = event.data as { identity?: object; details?: object };
    const sealed = {
      ...(identity ? { identity: `box:identity:${event.stream}` } : {}),
      ...(details ? { details: `box:details:${event.stream}` } : {}),
    };
    return { ...event, data: Object.keys(sealed).length > 0 ? { ...rest, sealed } : rest } as unknown as Seen;
  });
}

/** The rows a view makes of events, by key. Each row passes through JSON, as it does in a store. */
export function rowsOf<Row>(view: View<Row>, events: readonly Seen[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const event of events) {
    for (const key of view.touches(event)) {
      const row = view.apply(rows.get(key), event, key);
      if (row === undefined) rows.delete(key);
      else rows.set(key, JSON.parse(JSON.stringify(row)) as Row);
    }
  }
  return rows;
}
