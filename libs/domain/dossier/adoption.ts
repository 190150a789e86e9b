import type { Day, Recorded, Refusal } from '@dossier/kernel';
import { isInForce, versionInForce, type ProcedureVersion } from '@dossier/procedure';
import { because } from '../asked';
import { isRedoable } from './actions';
import type { DossierContext } from './context';
import type { DossierEvent, DossierEventType } from './events';
import { probationEnd } from './happening/deciding';
import type { Answer, Of, Under } from './happening/happens';
import { effectiveHistory } from './history';
import { asKept } from './kept';
import { ballotOf, objection, stepsOf } from './replay';
import type { Regulation } from './standing';
import type { DossierState } from './state';

/** A step that a version wants done again, and what stood in the way of the one that was taken. */
export interface Redo {
  readonly event: DossierEventType;
  readonly refusal: Refusal;
}

/** What moving a dossier to another version would come to. */
export type Adoption =
  | { readonly kind: 'maps' }
  | { readonly kind: 'maps-with-redo'; readonly redo: readonly Redo[] }
  | { readonly kind: 'cannot'; readonly refusal: Refusal };

/**
 * What moving a dossier to another version would come to, judged by everything that happened since its last decision:
 * each step is held against the version as things stood when it was taken. What a decision closed stays closed.
 */
export function adoptionOf(
  history: readonly Recorded<DossierEvent>[],
  state: DossierState,
  context: DossierContext,
  to: ProcedureVersion,
  under: Pick<Under, 'calendar'>,
): Adoption {
  const decided = state.done.AdmissionDecided !== undefined;
  const steps = stepsOf(effectiveHistory(history));
  const last = steps.map(({ event }) => event.type).lastIndexOf('AdmissionDecided');
  // A step taken again stands for the one before it; of one that several bodies take, each body's own does.
  const found = new Map<string, Redo>();
  for (const { event, before } of decided ? steps.slice(last + 1) : steps) {
    if (!(to.path.some((step) => step.event === event.type) && state.done[event.type] !== undefined)) continue;
    const refusal = objection(event, before, context, to, under);
    const step = [event.type, ballotOf(event)?.body].join('/');
    if (refusal === undefined) found.delete(step);
    else found.set(step, { event: event.type, refusal });
  }
  const redo = [...found.values()];
  const stuck = redo.find((step) => !isRedoable(step.event));
  if (stuck) return { kind: 'cannot', refusal: stuck.refusal };
  return redo.length === 0 ? { kind: 'maps' } : { kind: 'maps-with-redo', redo };
}

/**
 * Why a version cannot be adopted on a day, whatever became of the dossier; undefined when it can. What can be adopted is
 * what holds that day for a dossier not opened yet: an older edition would take away again what a newer one added.
 */
export function cannotAdopt(
  version: string,
  current: string | undefined,
  on: Day,
  { versions }: Regulation,
): { readonly refused: Refusal } | undefined {
  const to = versions.find((known) => known.version === version);
  if (to === undefined) return because('version-unknown', 'version', version);
  if (version === current) return because('nothing-changed', 'version', version, null, 'nobody');
  const refused = notInForce(to, on);
  if (refused) return { refused };
  const holds = versionInForce(versions, on)?.version ?? version;
  return holds === version ? undefined : because('version-superseded', 'version', version, holds, 'nobody');
}

/** Why a version cannot be pinned on a day: it was not in force. */
export function notInForce(version: ProcedureVersion, on: Day): Refusal | undefined {
  if (isInForce(version, on)) return undefined;
  const { from, to = from } = version.inForce;
  const refusal: Refusal = { code: 'version-not-in-force', condition: 'version', have: on, need: from, who: 'nobody' };
  return on < from ? { ...refusal, from } : { ...refusal, need: to };
}

/** Moves a dossier to another version: one event, which names the steps to be done again. */
export function adopt(
  { dossier, version }: Of<'AdoptProcedure'>,
  state: DossierState,
  context: DossierContext,
  under: Under,
  regulation: Regulation,
): Answer {
  const cannot = cannotAdopt(version, state.procedure, under.on, regulation);
  if (cannot) return cannot;
  const to = regulation.versions.find((known) => known.version === version);
  if (to === undefined || context.history === undefined) throw new TypeError('adopting needs the history');
  const adoption = adoptionOf(context.history, state, context, to, under);
  if (adoption.kind === 'cannot') return { refused: adoption.refusal };
  const redo = adoption.kind === 'maps' ? [] : adoption.redo;
  const held = state.done.CeremonyHeld;
  const endsOn = held === undefined || state.probation ? undefined : probationEnd(held, { procedure: to });
  return {
    type: 'ProcedureAdopted',
    data: {
      dossier,
      from: state.procedure ?? '',
      to: version,
      redo: redo.map(({ event, refusal }) => ({ event, refusal: asKept(refusal) })),
      undone: redo.map(({ event }) => event),
      ...(endsOn === undefined ? {} : { probationEndsOn: endsOn }),
    },
  };
}
