import type { MemberCommand } from '@dossier/contract';
import { dossier } from './dossier';
import { look, type Looking } from './looking';
import type { MemberContext, MemberState } from './member';
import { handOversOf, unit } from './tree';

/** What deciding on a member needs to know of others: the cell that is named, what became of it, and the dossier under way. */
export function* membershipOf(command: MemberCommand, state: MemberState): Looking<MemberContext> {
  const context =
    'cell' in command ? { cell: yield* unit(command.cell), handOvers: yield* handOversOf(command.cell) } : {};
  const { registered, departed, officialSince } = state;
  if (registered === undefined || departed !== undefined || officialSince !== undefined) return context;
  // Who was admitted before registrations named their dossier mostly has its code.
  const id = state.dossier ?? command.member;
  const { member, outcome } = yield* look(`dossier-${id}`, dossier);
  return member === command.member && outcome === undefined ? { ...context, dossier: id } : context;
}
