import type { DossierCommand } from '@dossier/contract';
import {
  decideDossier,
  dossier,
  training,
  type DossierContext,
  type DossierState,
  type Regulation,
} from '@dossier/domain';
import { isRefused, type Day, type Loader, type Verdict } from '@dossier/kernel';
import type { Request, Today } from '../request';
import { grassrootsOf, knownMember, loadOrganisation } from './surroundings';

/** Loads what a decision on a dossier needs to know, and decides. */
export async function judgeDossier(
  load: Loader,
  request: Request<DossierCommand> & Today,
  regulation: Regulation,
  person?: string,
): Promise<Verdict> {
  const { command, on, today } = request;
  const stream = dossierStream(command);
  const { state } = await load.load(stream, dossier);
  const context = await contextOf(load, command, state, on);
  const decision = decideDossier(
    { command, on, today },
    state,
    person === undefined ? context : { ...context, person },
    regulation,
  );
  if (isRefused(decision)) return decision;
  const under = decision.procedure === undefined ? {} : { procedure: decision.procedure };
  return { writes: [{ stream, events: decision.events }], ...under };
}

export function dossierStream({ dossier: id }: DossierCommand): string {
  return `dossier-${id}`;
}

async function contextOf(load: Loader, command: DossierCommand, state: DossierState, on: Day): Promise<DossierContext> {
  const cellId = command.type === 'ListCandidate' ? command.cell : (state.cell ?? '');
  const grassroots = await grassrootsOf(load, cellId, on);
  const ids = new Set(state.introducers.map((introducer) => introducer.member));
  if (state.mentor) ids.add(state.mentor.member);
  if ('member' in command) ids.add(command.member);
  const members: Record<string, DossierContext['members'][string]> = {};
  for (const id of ids) members[id] = await knownMember(load, id, on);
  return {
    cellId,
    cell: await loadOrganisation(load, cellId),
    grassroots: grassroots.id,
    committeeBetween: grassroots.committee,
    members,
    ...('class' in command ? { class: (await load.load(`training-${command.class}`, training)).state } : {}),
  };
}
