import type { DossierCommand, Identity } from '@dossier/contract';
import { isLiving } from '@dossier/domain';
import type { Recorded, Refusal } from '@dossier/kernel';
import { perform, type Step, type World } from '../scenario';
import { whoIs } from './persons';
import { stateOf, type Walk } from './walk';

// One living dossier for each person: the claim that the engine keeps in its store, as a walk models it.

/** What an accepted command leaves. */
export type Done = { readonly world: World; readonly events: readonly Recorded[] };

/** What a command on a dossier comes to: a listing claims its person first; what else takes hold of one, last. */
export function answerTo(walk: Walk, step: Step): Done | { readonly refused: Refusal } {
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
