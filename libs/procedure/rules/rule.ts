import type { Day, FactValue } from '@dossier/kernel';
import type { Facts } from '../facts';
import type { Guard } from '../schema';

/** What stands in the way, before the guard's article is added to it. */
export interface Finding {
  readonly code: string;
  readonly have: FactValue;
  readonly need: FactValue;
  readonly from?: Day;
  readonly who: string;
}

/** A rule looks at the facts with the values of one guard and says what stands in the way, or nothing. */
export type Rule = (facts: Facts, values: Guard['values']) => Finding | undefined;

/** A whole number the guard must carry; a guard without it is a fault of the procedure data. */
export function int(values: Guard['values'], name: string): number {
  const value = values[name];
  if (typeof value !== 'number') throw new TypeError(`the guard has no number '${name}'`);
  return value;
}

export function text(values: Guard['values'], name: string): string {
  const value = values[name];
  if (typeof value !== 'string') throw new TypeError(`the guard has no text '${name}'`);
  return value;
}

export function list(values: Guard['values'], name: string): readonly string[] {
  const value = values[name];
  if (!Array.isArray(value)) throw new TypeError(`the guard has no list '${name}'`);
  return value;
}
