import type { Day, Refusal } from '@dossier/kernel';

/** A command as a decider sees it: what is asked, the day it happened, and today, which came in with it. */
export interface AskedOf<C> {
  readonly command: C;
  readonly on: Day;
  readonly today: Day;
  /** The account that asks, where what one asked for another has to approve. */
  readonly account?: string;
}

/** A refusal for a plain fact of the domain, where no article is needed to say why. */
export function because(
  code: string,
  condition: string,
  have: Refusal['have'] = null,
  need: Refusal['need'] = null,
  who = 'caller',
): { readonly refused: Refusal } {
  return { refused: { code, condition, have, need, who } };
}

/** Nothing can be recorded as having happened on a day that has not come. */
export function inFuture({ on, today }: { on: Day; today: Day }): { readonly refused: Refusal } | undefined {
  if (on <= today) return undefined;
  return { refused: { code: 'day-in-future', condition: 'on', have: on, need: today, from: on, who: 'nobody' } };
}
