import type { DossierCommand, Identity } from '@dossier/contract';
import { isLiving, readmissionOwed, type DossierEventOf } from '@dossier/domain';
import type { Recorded, Refusal } from '@dossier/kernel';
import { perform, type Step, type World } from '../scenario';
import { whoIs } from './persons';
import { stateOf, type Walk } from './walk';

// One living dossier for each person: the claim that the engine keeps in its store, as a walk models it.

type Listing = Extract<DossierCommand, { type: 'ListCandidate' }>;

/** What an accepted command leaves. */
export type Done = { readonly world: World; readonly events: readonly Recorded[] };

/** What a command on a dossier comes to: a listing claims its person first; what else takes hold of one, last. */
export function answerTo(walk: Walk, step: Step): Done | { readonly refused: Refusal } {
  const command = step.command as DossierCommand;
  if (command.type === 'ListCandidate' && stateOf(walk, command.dossier).revision < 0) {
    const who = whoIs(command.identity);
    const holder = heldElsewhere(walk, command.dossier, [who]);
    if (holder !== undefined) return heldBy(holder);
    const owed = owedTo(walk, command.dossier, [who], command);
    if (owed) return owed;
    return perform(walk.world, { ...step, person: walk.claims.get(who)?.person ?? `p-${command.dossier}` });
  }
  const performed = perform(walk.world, step);
  if ('refused' in performed) return performed;
  const persons = taken(walk, command.dossier, performed);
  const holder = heldElsewhere(walk, command.dossier, persons);
  if (holder !== undefined) return heldBy(holder);
  const restated = restatedListing(performed.events);
  const owed = restated && !restated.readmission ? owedTo(walk, command.dossier, persons, restated) : undefined;
  return owed ?? performed;
}

/** What is restated of a listing, if anything is. */
function restatedListing(events: readonly Recorded[]): Pick<Listing, 'readmission'> | undefined {
  const corrected = events.find(({ type }) => type === 'EntryCorrected');
  const { replacement } = (corrected?.data ?? {}) as Partial<DossierEventOf<'EntryCorrected'>['data']>;
  return replacement?.type === 'CandidateListed' ? replacement.data : undefined;
}

/** Why somebody whom an ended dossier held is not listed as somebody new. */
function owedTo(
  walk: Walk,
  dossier: string,
  persons: readonly string[],
  listing: Pick<Listing, 'readmission'>,
): ReturnType<typeof readmissionOwed> {
  const holder = persons
    .map((who) => walk.claims.get(who)?.dossier)
    .find((one) => one !== undefined && one !== dossier);
  return holder === undefined ? undefined : readmissionOwed(listing, holder, stateOf(walk, holder));
}

function heldBy(holder: string): { readonly refused: Refusal } {
  return { refused: { code: 'person-has-dossier', condition: 'identity', have: holder, need: null, who: 'cell' } };
}

/** Whom events say a dossier is about. */
export function stated(events: readonly Recorded[]): readonly string[] {
  return events.flatMap(({ type, data }) => {
    const { identity } = data as { identity?: Identity };
    return identity && (type === 'CandidateListed' || type === 'EntryCorrected') ? [whoIs(identity)] : [];
  });
}

/** The persons a step takes hold of: whoever it says the dossier is about, and the same as before on being taken up again. */
export function taken(walk: Walk, dossier: string, { world, events }: Done): readonly string[] {
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
