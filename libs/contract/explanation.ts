import type { Basis, Day, Refusal, Verified } from '@dossier/kernel';

/** What a command has to bring: a rule that judges it, and for a vote the number it takes. */
export interface Requirement {
  readonly id: string;
  readonly rule: string;
  readonly values: Readonly<Record<string, number | string | boolean | readonly string[]>>;
  readonly basis?: Basis;
  readonly verified: Verified;
  /** The fewest votes for, of as many as are to be convened. */
  readonly need?: number;
  readonly of?: number;
}

/** One action: whether the dossier and the day allow it, and if not, why not. */
export interface ActionLine {
  readonly action: string;
  /** Whose turn it is. */
  readonly by: string | null;
  /** Whether it is the asker's to do; null where the asker did not say in which role. */
  readonly yours: boolean | null;
  readonly possible: boolean;
  /** The refusal a command would get, in the same words. */
  readonly refusal?: Refusal;
  /** What else stands in the way. */
  readonly also: readonly Refusal[];
  readonly requires: readonly Requirement[];
}

/** A stage ahead, the earliest day it can be reached if all goes well, and what decides that day. */
export interface Milestone {
  readonly event: string;
  /** Null where something stands in the way that neither time nor work mends. */
  readonly earliest: Day | null;
  /** The rule that wants time, or that nothing mends; null where only the steps still to take decide. */
  readonly decidedBy: Refusal | null;
  /** Steps still to take before it, each assumed to be taken in time. */
  readonly assumes: readonly string[];
}

/** A paper that will have lost its worth before it can be used, said as soon as that cannot be helped. */
export interface Warning {
  readonly code: 'expires-before-use';
  readonly deadline: string;
  readonly due: Day;
  readonly needed: Day;
}

/** A step of the usual way, and how a dossier stands to it. */
export interface WayStep {
  readonly event: string;
  readonly action: string;
  readonly phase: string;
  readonly by: string;
  readonly status: 'done' | 'now' | 'ahead';
  /** The day it was taken; null where it was not, or no day says when the last of it was. */
  readonly on: Day | null;
}

/** Everything that can and cannot be done with a dossier on a day. */
export interface Explanation {
  readonly on: Day;
  /** What comes next on the usual way, and whose turn it is; null at its end. */
  readonly next: { readonly action: string; readonly by: string } | null;
  readonly procedure: string | null;
  readonly overlay: string | null;
  /** What of the version is carried over because its own text was not found. */
  readonly assumptions: readonly { readonly vi: string; readonly en: string }[];
  /** The usual way under this version, and where the dossier stands on it. */
  readonly way: readonly WayStep[];
  readonly actions: readonly ActionLine[];
  readonly milestones: readonly Milestone[];
  readonly warnings: readonly Warning[];
}

/** Who may ask in which role, and whose turns are theirs. Until there are accounts the role is what the asker says. */
export const ROLE_TURNS = {
  'cell-secretary': ['cell', 'mentor', 'candidate'],
  'committee-officer': ['sub-committee', 'grassroots-committee'],
  'training-centre': ['training-centre'],
  'organisation-board': ['organisation-board', 'decider'],
  'provincial-officer': ['provincial-committee'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Role = keyof typeof ROLE_TURNS;
export const ROLES = Object.keys(ROLE_TURNS) as readonly Role[];

/** A dossier as it stood on a day, as far as it was known by a day. */
export interface DossierAsOf {
  readonly dossier: string;
  readonly on: Day | null;
  readonly knownAt: Day | null;
  readonly phase: string;
  readonly events: number;
  /** Entries that a correction known by then restates, and by which. */
  readonly corrected: readonly { readonly revision: number; readonly by: number }[];
  readonly state: Readonly<Record<string, unknown>>;
}
