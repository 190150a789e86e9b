import type { Excused } from '@dossier/contract';
import type { Refusal } from '@dossier/kernel';
import { reaches, votesNeeded, type ProcedureVersion, type Threshold } from '@dossier/procedure';
import { because } from '../../asked';
import { officialsOn } from '../../organisation';
import type { DossierContext } from '../context';
import type { Vote } from '../events';
import type { Under } from './happens';

export interface Ballots {
  readonly number: string;
  readonly yes: number;
  readonly no: number;
  readonly convened: number;
  readonly method?: 'ballot' | 'card' | undefined;
  readonly excused?: readonly Excused[] | undefined;
}

/** Nobody votes twice: for and against together are at most those convened, and somebody was. */
export function doesNotAddUp({
  yes,
  no,
  convened,
}: Pick<Ballots, 'yes' | 'no' | 'convened'>): { refused: Refusal } | undefined {
  if (convened === 0) return because('vote-does-not-add-up', 'convened', 0, 1);
  return yes + no > convened ? because('vote-does-not-add-up', 'yes+no', yes + no, convened) : undefined;
}

/** A cell cannot convene more than its official members. */
export function moreThanMembers(
  { convened }: Pick<Ballots, 'convened'>,
  { cell }: DossierContext,
  { on }: Under,
): { refused: Refusal } | undefined {
  const members = cell ? officialsOn(cell, on) : 0;
  return convened > members ? because('vote-larger-than-membership', 'convened', convened, members, 'cell') : undefined;
}

/** The majority a body needs in a matter; where a matter has none of its own, that of admission. */
export function thresholdOf(procedure: ProcedureVersion, body: string, matter?: string): Threshold {
  const own = matter === undefined ? undefined : procedure.thresholds[`${matter}/${body}`];
  const threshold = own ?? procedure.thresholds[body];
  if (threshold === undefined) throw new TypeError(`${procedure.version} has no threshold for ${body}`);
  return threshold;
}

/** A vote with what it needed and whether it carried. */
export function counted({ number, yes, no, convened, method, excused }: Ballots, threshold: Threshold): Vote {
  return {
    number,
    yes,
    no,
    convened,
    needed: votesNeeded(threshold, convened),
    carried: reaches(threshold, yes, convened),
    ...(method === undefined ? {} : { method }),
    ...(excused === undefined ? {} : { excused }),
  };
}

/** A decider's vote that fell short is no decision: its refusal, with the article of the majority. */
export function fellShort(vote: Vote, { id: condition, basis, verified }: Threshold): { refused: Refusal } {
  const what = { code: 'vote-short', condition, have: vote.yes, need: vote.needed, who: 'decider', verified };
  return { refused: basis ? { ...what, basis } : what };
}
