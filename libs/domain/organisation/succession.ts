import type { OrganisationKind } from '@dossier/contract';
import type { Day, Refusal } from '@dossier/kernel';
import { because } from '../asked';
import { valueOn } from '../dated';
import type { OrganisationState } from './state';

/** Answers a unit's state by its id; the empty state for a unit nobody knows. */
export type LoadUnit = (id: string) => OrganisationState;

/** Whether a unit has ended by a day. The day it ends on is no day of its life any more. */
export function hasEnded({ dissolved }: OrganisationState, on: Day): boolean {
  return dissolved !== undefined && dissolved.on <= on;
}

/** Why a unit cannot be dealt with on a day because it has ended; undefined where it has not. Needed is its successor. */
export function endedBy(
  state: OrganisationState,
  on: Day,
  condition = 'organisation',
): { readonly refused: Refusal } | undefined {
  if (!state.dissolved || !hasEnded(state, on)) return undefined;
  return because('unit-dissolved', condition, state.dissolved.on, state.dissolved.successor ?? null);
}

/** Why a unit is none on a day: nobody knows it, it was not founded yet, or it has ended; undefined where it stands. */
export function notStanding(
  id: string,
  state: OrganisationState | undefined,
  on: Day,
  condition = 'organisation',
): { readonly refused: Refusal } | undefined {
  if (state?.founded === undefined) return because('unit-unknown', condition, id);
  if (on < state.founded) return because('before-founding', condition, on, state.founded, 'nobody');
  return endedBy(state, on, condition);
}

/**
 * The unit that stands for another on a day: whoever followed it, and followed that, among the units that ended by then.
 * A unit that stands, or ended without a successor, stands for itself. A circle of successors ends where it closes.
 */
export function successorAt(load: LoadUnit, cell: string, on: Day): string {
  const met = new Set<string>();
  let at = cell;
  for (;;) {
    met.add(at);
    const state = load(at);
    const next = hasEnded(state, on) ? state.dissolved?.successor : undefined;
    if (next === undefined || met.has(next)) return at;
    at = next;
  }
}

/** A cell that ended and who took over from it, its members with it. */
export interface HandOver {
  readonly from: string;
  readonly to: string;
  readonly on: Day;
}

/**
 * What became of a cell after a day on which it stood, as far as it is on record, one successor after the other. Whoever is
 * entered on its roll late was not there to go along: these hand-overs are written for them too.
 */
export function handOversAfter(load: LoadUnit, cell: string): readonly HandOver[] {
  const found: HandOver[] = [];
  const met = new Set<string>();
  for (let at = cell; !met.has(at);) {
    met.add(at);
    const { dissolved } = load(at);
    if (dissolved?.successor === undefined) break;
    found.push({ from: at, to: dissolved.successor, on: dissolved.on });
    at = dissolved.successor;
  }
  return found;
}

/** The unit that takes the place above one on a day: the parent, or who stands for it; past ended units without a successor. */
export function unitAbove(load: LoadUnit, id: string, on: Day): string | undefined {
  const met = new Set([id]);
  for (let at = id; ;) {
    const parent = valueOn(load(at).parents, on);
    if (parent === undefined) return undefined;
    at = successorAt(load, parent, on);
    if (met.has(at)) return undefined;
    met.add(at);
    if (!hasEnded(load(at), on)) return at;
  }
}

/** A unit above a cell, with what decides whether and how it may decide. Seats are undefined where they were never told. */
export interface UnitAbove {
  readonly organisation: string;
  readonly kind?: OrganisationKind;
  readonly empowered: boolean;
  readonly committee?: number;
  readonly standing?: number;
}

export interface Above {
  /** The unit that stands for the cell on that day. */
  readonly cell: string;
  /** The units above it, nearest first. */
  readonly units: readonly UnitAbove[];
  readonly subCommitteeBetween: boolean;
  /** The code of the local rules in force: the cell's own, else of the nearest unit above that has said anything. */
  readonly localRules?: string;
}

/** Everything above a cell that can have a say in its dossiers on a day. The cell may have ended: its successor is asked. */
export function decidersAbove(load: LoadUnit, id: string, on: Day): Above {
  const cell = successorAt(load, id, on);
  const units: UnitAbove[] = [];
  const line = [cell];
  for (let at = unitAbove(load, cell, on); at !== undefined && !line.includes(at); at = unitAbove(load, at, on)) {
    line.push(at);
    units.push(aboveOf(at, load(at), on));
  }
  const rules = line.map((unit) => valueOn(load(unit).localRules, on)).find((said) => said !== undefined);
  return {
    cell,
    units,
    subCommitteeBetween: units.some(({ kind }) => kind === 'sub-committee'),
    ...(rules === undefined || rules === null ? {} : { localRules: rules }),
  };
}

function aboveOf(organisation: string, state: OrganisationState, on: Day): UnitAbove {
  const committee = valueOn(state.committee, on);
  const standing = valueOn(state.standing, on);
  return {
    organisation,
    ...(state.kind === undefined ? {} : { kind: state.kind }),
    empowered: valueOn(state.empowered, on) ?? false,
    ...(committee === undefined ? {} : { committee }),
    ...(standing === undefined ? {} : { standing }),
  };
}
