import type { Day } from '@dossier/kernel';
import { because } from '../asked';
import { valueOn } from '../dated';
import { BENEATH, covers, hasEnded, type ReorganisationCommand, type Spell } from '../organisation';
import { endingBy, takenOverBy, type Refused, type ReorganisationContext } from './context';

/** What one ending unit leaves behind: the units directly beneath it and the members on its roll. */
export interface Leaves {
  readonly unit: string;
  readonly beneath: readonly string[];
  readonly roll: readonly Spell[];
}

/** What goes with the units that end on a day, or why it has nowhere to go. */
export function planOf(
  command: ReorganisationCommand,
  context: ReorganisationContext,
  on: Day,
): readonly Leaves[] | Refused {
  const plan: Leaves[] = [];
  const ending = endingBy(command);
  for (const unit of ending) {
    const later = laterBeneath(unit, context, on);
    if (later !== undefined) return because('before-earlier-step', 'beneath', on, later, 'nobody');
    const beneath = (context.beneath[unit] ?? []).filter((id) => standsUnder(id, unit, context, on));
    const leaves = {
      unit,
      // A unit that ends by the same command goes nowhere: what stands beneath it is taken over from it itself.
      beneath: beneath.filter((id) => !ending.includes(id)),
      roll: (context.units[unit]?.roll ?? []).filter((spell) => covers(spell, on)),
    };
    const wrong = nowhereToGo(command, leaves, context, on);
    if (wrong) return wrong;
    plan.push(leaves);
  }
  return wronglyTaken(command, plan) ?? plan;
}

function standsUnder(id: string, unit: string, { units }: ReorganisationContext, on: Day): boolean {
  const state = units[id];
  return state !== undefined && !hasEnded(state, on) && valueOn(state.parents, on) === unit;
}

/** The day after `on` from which some unit stands beneath one, as recorded already: an end before it would contradict that. */
function laterBeneath(unit: string, { units, beneath }: ReorganisationContext, on: Day): Day | undefined {
  const parents = (beneath[unit] ?? []).flatMap((id) => units[id]?.parents ?? []);
  return parents.find(({ from, value }) => value === unit && from > on)?.from;
}

function nowhereToGo(
  command: ReorganisationCommand,
  { unit, beneath, roll }: Leaves,
  context: ReorganisationContext,
  on: Day,
): Refused | undefined {
  for (const id of beneath) {
    const to = takenOverBy(command, id);
    const [kind, over] = [context.units[id]?.kind, to === undefined ? undefined : context.units[to]?.kind];
    if (to !== undefined && kind && over && !BENEATH[over].includes(kind))
      return because('does-not-fit-beneath', 'beneath', id, to);
  }
  if (takenOverBy(command, unit) !== undefined) return undefined;
  if (beneath.length > 0) return because('units-beneath', 'beneath', beneath.length);
  if (roll.length > 0) return because('members-on-roll', 'roll', roll.length);
  const open = context.openDossiers[unit] ?? 0;
  if (open > 0) return because('dossiers-open', 'openDossiers', open);
  // With nobody above and nobody after it, those it admitted would count nowhere.
  const parents = context.units[unit]?.parents;
  return valueOn(parents, on) === undefined ? because('successor-missing', 'successor') : undefined;
}

/** What a split gives to a part must be there to give, once. */
function wronglyTaken(command: ReorganisationCommand, [leaves]: readonly Leaves[]): Refused | undefined {
  if (command.type !== 'SplitOrganisation' || !leaves) return undefined;
  const { organisation, parts, successor } = command;
  if (!parts.some((part) => part.organisation === successor)) {
    return because('successor-not-a-part', 'successor', successor);
  }
  const there = new Set([...leaves.beneath, ...leaves.roll.map(({ member }) => member)]);
  const taken = new Set<string>();
  for (const id of parts.flatMap(({ takes }) => takes)) {
    if (taken.has(id)) return because('taken-twice', 'parts', id);
    if (!there.has(id)) return because('not-beneath', 'parts', id, organisation);
    taken.add(id);
  }
  return undefined;
}
