import type { DomainEvent, Evolution } from '@dossier/kernel';

/** A stream somebody needs folded before going on. */
export interface Wanted {
  readonly stream: string;
  readonly evolution: Evolution<unknown>;
}

/**
 * A computation that looks at streams on its way. It says which it wants and goes on with what it is given, so that the
 * same words serve a store that answers later and a test that answers at once.
 */
export type Looking<T> = Generator<Wanted, T, unknown>;

/** Looks at one stream's state. */
export function* look<S, E extends DomainEvent>(stream: string, evolution: Evolution<S, E>): Looking<S> {
  return (yield { stream, evolution: evolution as unknown as Evolution<unknown> }) as S;
}

/** Answers a computation from states that are at hand. */
export function lookedUp<T>(looking: Looking<T>, stateOf: (wanted: Wanted) => unknown): T {
  let step = looking.next();
  while (!step.done) step = looking.next(stateOf(step.value));
  return step.value;
}
