import type { Calendar } from '@dossier/calendar';
import type { Day, Refusal } from '@dossier/kernel';
import { dueOf, type ProcedureVersion } from '@dossier/procedure';
import { because } from '../asked';
import type { DossierState } from './state';

type Refused = { readonly refused: Refusal };

/** Why no consent can be answered, whichever is named: none was asked for, or all have been given. */
export function nothingToAnswer({ consents }: DossierState): Refused | undefined {
  const asked = Object.values(consents).filter(({ requested }) => requested !== undefined);
  if (asked.some(({ granted }) => granted === undefined)) return undefined;
  const last = asked.map(({ granted }) => granted ?? '').reduce((latest, day) => (day > latest ? day : latest), '');
  return asked.length === 0
    ? because('consent-not-requested', 'matter', null, null, 'cell')
    : because('already-done', 'matter', last, null, 'nobody');
}

/** Why no deadline can be extended on a day, whichever is named and by however much; with the article of extensions. */
export function nothingToExtend(
  { deadlines }: DossierState,
  procedure: ProcedureVersion,
  on: Day,
  calendar: Calendar,
): Refused | undefined {
  const guard = procedure.actions['ExtendDeadline']?.guards.find(({ rule }) => rule === 'extension-allowed');
  const refused = (code: string, have: Refusal['have'], need: Refusal['need'], who: string): Refused => {
    const { basis, verified } = guard ?? {};
    const what: Refusal = { code, condition: guard?.id ?? 'deadline', have, need, who };
    return { refused: { ...what, ...(basis ? { basis } : {}), ...(verified ? { verified } : {}) } };
  };
  const known = procedure.deadlines.filter(({ extension }) => extension !== undefined).map(({ id }) => id);
  const extensible = deadlines.filter(({ extension = 0 }) => extension > 0);
  if (extensible.length === 0) {
    return known.length > 0 && !deadlines.some(({ id }) => known.includes(id))
      ? refused('deadline-not-running', null, null, 'nobody')
      : refused('no-extension', procedure.version, null, 'nobody');
  }
  const left = extensible.filter(({ extended }) => extended === undefined);
  if (left.length === 0) return refused('already-extended', null, null, 'nobody');
  const dues = left.map((deadline) => dueOf(deadline, calendar));
  if (dues.some((due) => due === undefined || on <= due)) return undefined;
  return refused(
    'too-late',
    on,
    dues
      .flatMap((due) => due ?? [])
      .sort()
      .at(-1) ?? null,
    'nobody',
  );
}
