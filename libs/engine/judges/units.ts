import type { MemberCommand, OrganisationCommand, QuotaCommand, TrainingCommand } from '@dossier/contract';
import {
  decideMember,
  decideOrganisation,
  decideQuota,
  decideTraining,
  hasEnded,
  isReorganisation,
  member,
  membershipOf,
  organisation,
  quota,
  quotaStream,
  training,
  type OrganisationContext,
  type QuotaContext,
  type QuotaState,
} from '@dossier/domain';
import { verdictOn, type Loader, type Verdict, type Write } from '@dossier/kernel';
import type { Request, Today } from '../request';
import { answered } from './looking';
import { judgeReorganisation, type Survey } from './reorganisation';
import { loadOrganisation, unitAt, unitsAbove } from './surroundings';

type Asked<C> = Request<C> & Today;

export async function judgeOrganisation(
  load: Loader,
  asked: Asked<OrganisationCommand>,
  survey: Survey,
): Promise<Verdict> {
  const { command, on, today } = asked;
  if (isReorganisation(command)) return judgeReorganisation(load, { ...asked, command }, survey);
  const stream = `organisation-${command.organisation}`;
  const { state } = await load.load(stream, organisation);
  const context: { -readonly [K in keyof OrganisationContext]: OrganisationContext[K] } = {};
  if ('parent' in command && command.parent !== undefined) {
    context.parent = {
      state: await loadOrganisation(load, command.parent),
      above: await unitsAbove(load, command.parent, on),
    };
  }
  if ('member' in command) {
    const who = (await load.load(`member-${command.member}`, member)).state;
    context.member = {
      known: who.registered !== undefined,
      departed: who.departed !== undefined && who.departed <= on,
    };
  }
  return verdictOn(stream, decideOrganisation({ command, on, today }, state, context));
}

export async function judgeMember(load: Loader, { command, on, today }: Asked<MemberCommand>): Promise<Verdict> {
  const stream = `member-${command.member}`;
  const { state } = await load.load(stream, member);
  const context = await answered(membershipOf(command, state), load);
  const decision = decideMember({ command, on, today }, state, context);
  if ('refused' in decision) return decision;
  const { member: event, along = [], rolls } = decision;
  const cells = [...new Set(rolls.map(({ cell }) => cell))];
  return {
    writes: [
      { stream, events: [event, ...along] },
      ...cells.map((cell): Write => ({
        stream: `organisation-${cell}`,
        events: rolls.filter((roll) => roll.cell === cell).map((roll) => roll.event),
      })),
    ],
  };
}

export async function judgeTraining(load: Loader, { command, on, today }: Asked<TrainingCommand>): Promise<Verdict> {
  const stream = `training-${command.class}`;
  const { state } = await load.load(stream, training);
  const context =
    command.type === 'PlanClass' ? { organisation: await loadOrganisation(load, command.organisation) } : {};
  return verdictOn(stream, decideTraining({ command, on, today }, state, context));
}

/** How many of a unit count in a period by a day, as the board says. */
export type CountAdmitted = (
  command: Extract<QuotaCommand, { type: 'SettleCommitment' }>,
) => Promise<number | undefined>;

export async function judgeQuota(
  load: Loader,
  { command, on, today }: Asked<QuotaCommand>,
  admitted: CountAdmitted,
): Promise<Verdict> {
  const { organisation: unit, period } = command;
  const stream = quotaStream(unit, period);
  const { state } = await load.load(stream, quota);
  const context: { -readonly [K in keyof QuotaContext]: QuotaContext[K] } = {
    organisation: await loadOrganisation(load, unit),
  };
  if (command.type === 'AllocateQuota') {
    const receiver = await loadOrganisation(load, command.to);
    context.receiver = {
      known: receiver.founded !== undefined,
      state: receiver,
      above: await unitsAbove(load, command.to, on),
      quota: (await load.load(quotaStream(command.to, period), quota)).state,
    };
    context.endedInto = await endedInto(load, command.to, state, on);
  }
  const by = command.type === 'AdjustQuota' ? state.assigned?.by : undefined;
  if (by && !hasEnded(await loadOrganisation(load, by), on)) {
    context.giver = (await load.load(quotaStream(by, period), quota)).state;
    context.endedInto = await endedInto(load, unit, context.giver, on);
  }
  if (command.type === 'SettleCommitment') {
    const count = await admitted(command);
    if (count !== undefined) context.admitted = count;
  }
  const decision = decideQuota({ command, on, today }, state, context);
  if ('refused' in decision) return decision;
  const own: Write = { stream, events: decision.own };
  if (!decision.other) return { writes: [own] };
  return { writes: [own, { stream: quotaStream(decision.other.organisation, period), events: decision.other.events }] };
}

/** Of the units a quota was allocated to, those that ended into one by a day. */
async function endedInto(
  load: Loader,
  unit: string,
  { allocated }: QuotaState,
  on: string,
): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const id of Object.keys(allocated)) if (id !== unit && (await unitAt(load, id, on)) === unit) ended.push(id);
  return ended;
}
