import type { DossierCommand } from '@dossier/contract';
import type { Refusal } from '@dossier/kernel';
import { because } from '../asked';
import type { DossierContext } from './context';

/** Asked before the rules of the command are: they would say of a code that nobody has that its member is not official. */
export function unknownMember(
  command: DossierCommand,
  context: DossierContext,
): { readonly refused: Refusal } | undefined {
  const named = 'member' in command ? command.member : undefined;
  return named !== undefined && context.members[named]?.state.registered === undefined
    ? because('member-unknown', 'member', named)
    : undefined;
}
