import type { Recorded } from '@dossier/kernel';
import type { DossierEvent } from './events';
import { numberOfDecision, numbersStream, type Beside } from './happening';
import { numberKey } from './numbers';

type Entry = Recorded<DossierEvent>;

/** The numbers of a dossier's decisions as its history counts, each under the place it has among those of its decider. */
function numbersOf(
  events: readonly Entry[],
): ReadonlyMap<string, readonly [decider: string, number: string, on: string]> {
  return new Map(
    events.flatMap(({ type, data, meta: { on } }) => {
      if (type !== 'AdmissionDecided' || data.decider === undefined) return [];
      const { decider, vote } = data;
      return [[`${numbersStream(decider, on)} ${numberKey(vote.number)}`, [decider, vote.number, on] as const]];
    }),
  );
}

/** What a correction writes into the registers of numbers: those that the dossier's decisions now have, those they never had. */
export function renumbered(dossier: string, before: readonly Entry[], after: readonly Entry[]): readonly Beside[] {
  const [had, has] = [numbersOf(before), numbersOf(after)];
  return [
    ...[...had]
      .filter(([place]) => !has.has(place))
      .map(([, of]) => numberOfDecision('DecisionNumberFreed', dossier, ...of)),
    ...[...has]
      .filter(([place]) => !had.has(place))
      .map(([, of]) => numberOfDecision('DecisionNumbered', dossier, ...of)),
  ];
}
