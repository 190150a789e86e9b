import {
  decideReorganisation,
  endingBy,
  takingOverBy,
  type OrganisationState,
  type ReorganisationCommand,
} from '@dossier/domain';
import type { Loader, Verdict } from '@dossier/kernel';
import type { Request, Today } from '../request';
import { loadOrganisation } from './surroundings';

/** What no single stream says: which units ever stood directly beneath one, and which dossiers are open in a cell. Read from the views. */
export interface Survey {
  everBeneath(organisation: string): Promise<readonly string[]>;
  openDossiers(cell: string): Promise<readonly string[]>;
}

/** Loads every unit a change of units concerns, and decides; what it writes goes to many streams in one append. */
export async function judgeReorganisation(
  load: Loader,
  { command, on, today }: Pick<Request<ReorganisationCommand>, 'command' | 'on'> & Today,
  survey: Survey,
): Promise<Verdict> {
  const units: Record<string, OrganisationState> = {};
  const beneath: Record<string, readonly string[]> = {};
  const openDossiers: Record<string, number> = {};
  const know = async (id: string): Promise<OrganisationState> => (units[id] ??= await loadOrganisation(load, id));
  for (const id of endingBy(command)) {
    const { kind } = await know(id);
    beneath[id] = await survey.everBeneath(id);
    if (kind === 'cell') openDossiers[id] = (await survey.openDossiers(id)).length;
    for (const child of beneath[id]) await know(child);
  }
  for (const id of [command.organisation, ...takingOverBy(command)]) {
    // Whoever follows a unit that takes over is looked at as well, so that no circle of successors is made.
    const met = new Set<string>();
    for (let next: string | undefined = id; next !== undefined && !met.has(next);) {
      met.add(next);
      next = (await know(next)).dissolved?.successor;
    }
  }
  const decision = decideReorganisation({ command, on, today }, { units, beneath, openDossiers });
  if ('refused' in decision) return decision;
  return {
    writes: [
      ...decision.units.map(({ organisation, events }) => ({ stream: `organisation-${organisation}`, events })),
      ...decision.members.map(({ member, event }) => ({ stream: `member-${member}`, events: [event] })),
    ],
  };
}
