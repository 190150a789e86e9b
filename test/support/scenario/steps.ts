import type { Command, DossierCommand } from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import type { Step } from './world';

// One step at a time, as scenarios write them: asked of the one dossier they speak of, moved to another day, with other fields.

/** The dossier that scenarios speak of. */
export const DOSSIER = 'hs-1';

/** A step of that dossier. */
export function asks<T extends DossierCommand['type']>(
  type: T,
  on: Day,
  fields: Omit<Extract<DossierCommand, { type: T }>, 'type' | 'dossier'>,
): Step<DossierCommand> {
  return { command: { type, dossier: DOSSIER, ...fields } as unknown as DossierCommand, on };
}

/** The same step on another day. */
export function onDay(day: Day, step: Step, today: Day = day): Step {
  return { ...step, on: day, today };
}

/** The same step with other fields. */
export function but(step: Step, fields: object): Step {
  return { ...step, command: { ...step.command, ...fields } as Command };
}
