import type { MemberCommand, OrganisationCommand, QuotaCommand, TrainingCommand } from '@dossier/contract';
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
  lookedUp,
  member as memberStream,
  membershipOf,
  organisation as organisationStream,
  quota as quotaOfUnit,
  quotaStream,
  successorAt,
  surroundingsOf,
  takingOverBy,
  training as trainingStream,
  unitAbove,
  type DossierState,
  type OneUnitCommand,
  type QuotaState,
  type ReorganisationCommand,
} from '@dossier/domain';
import type { Day, Recorded, Refusal } from '@dossier/kernel';
import { record, stateIn, wantedIn, type Step, type World } from './world';

// Every command goes to the decider it would go to in the engine, with what that decider looks up taken from the world.

/** What asking came to: the world after it with its events, or why not. */
export type Performed = { readonly world: World; readonly events: readonly Recorded[] } | { readonly refused: Refusal };

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
  const state = stateIn(world, stream, memberStream);
  const context = lookedUp(membershipOf(command, state), (wanted) => wantedIn(world, wanted));
  const decision = decideMember({ command, on, today }, state, context);
  if ('refused' in decision) return decision;
  const rolls = decision.rolls.map(({ cell, event }) => ({ stream: `organisation-${cell}`, events: [event] }));
  return record(world, [{ stream, events: [decision.member, ...(decision.along ?? [])] }, ...rolls], step);
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
