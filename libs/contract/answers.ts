import type { Day, Instant, Refusal } from '@dossier/kernel';
import type { CountsBy, OrganisationKind } from './commands';

/** The answer to an accepted command. `position` can be handed to any query as `seen`. */
export interface CommandAnswer {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly string[];
  /** True when this command id had been answered before: nothing happened a second time. */
  readonly repeated: boolean;
}

/** Every answer of a query says how much of the log it knows. */
export interface Positioned {
  readonly position: string;
}

/** Admitted of a target. Numbers are persons; the percent is rounded half up to one decimal and never stored. */
export interface Progress {
  readonly target: number | null;
  readonly admitted: number;
  readonly fraction: string;
  readonly percent: string | null;
  /** Above the target when positive, short of it when negative; null without a target. */
  readonly difference: number | null;
  readonly met: boolean | null;
}

export interface CommitmentLine {
  readonly promised: number;
  readonly due: Day;
  /** As recorded; `open` while nothing was. `onCourse` compares the promise with what counts on the asked day. */
  readonly state: 'open' | 'kept' | 'missed';
  readonly onCourse: boolean;
}

export interface UnitLine {
  readonly organisation: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly year: Progress;
  readonly term: Progress | null;
  readonly samePeriodLastYear: number;
  readonly commitments: readonly CommitmentLine[];
}

/** A part of those who count, with its denominator. Groups of one breakdown add up unless they say otherwise. */
export interface BreakdownLine {
  readonly group: string;
  readonly count: number;
  readonly of: number;
  readonly percent: string | null;
}

export interface QuotaBoard {
  readonly organisation: string;
  readonly name: string;
  readonly year: number;
  readonly on: Day;
  readonly knownAt: Day;
  readonly countsBy: CountsBy;
  readonly fewMembers: number;
  readonly checkpoints: readonly { readonly day: Day; readonly passed: boolean }[];
  readonly total: UnitLine;
  readonly termName: string | null;
  readonly growth: { readonly before: number; readonly percent: string | null };
  readonly breakdowns: Readonly<Record<string, readonly BreakdownLine[]>>;
  readonly units: readonly UnitLine[];
  readonly met: readonly string[];
  readonly notMet: readonly { readonly organisation: string; readonly name: string; readonly short: number }[];
}

export interface TreeNode {
  readonly organisation: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly founded: Day;
  readonly overseer: string | null;
  /** Official members on the rolls of this unit and those below it, on the asked day. */
  readonly officials: number;
  readonly lastReview: string | null;
  readonly children: readonly TreeNode[];
}

/** A person as a reader with the right to it sees them; null where sealed for this reader, or erased. */
export interface PersonLine {
  readonly name: string;
  readonly birthYear: number;
  readonly ethnicity: string | null;
  readonly village: string | null;
}

export interface RunningDeadline {
  readonly id: string;
  readonly due: Day;
  readonly daysLeft: number;
  readonly basis: Refusal['basis'] | null;
}

export interface DossierCard {
  readonly dossier: string;
  readonly revision: number;
  readonly cell: string;
  readonly cellName: string;
  readonly phase: string;
  readonly outcome: string | null;
  readonly person: PersonLine | null;
  readonly procedure: string | null;
  readonly mentor: string | null;
  readonly next: { readonly action: string; readonly by: string } | null;
  readonly steps: readonly { readonly step: string; readonly on: Day }[];
  readonly documents: readonly { readonly form: string; readonly writtenOn: Day }[];
  readonly votes: readonly { readonly body: string; readonly on: Day; readonly carried: boolean }[];
  readonly deadlines: readonly RunningDeadline[];
}

export const WORK_GROUPS = ['now', 'soon', 'waiting', 'done'] as const;
export type WorkGroup = (typeof WORK_GROUPS)[number];

export interface WorkItem {
  readonly dossier: string;
  readonly cell: string;
  readonly person: PersonLine | null;
  readonly phase: string;
  readonly action: string | null;
  readonly by: string | null;
  readonly since: Day;
  readonly due: Day | null;
  /** Why it stands where it stands: 'overdue', 'due-soon', 'mentor-must-be-replaced', 'certificate-stale', 'your-turn', 'waiting'. */
  readonly why: string;
}

export interface Worklist {
  readonly organisation: string;
  readonly on: Day;
  readonly groups: Readonly<Record<WorkGroup, readonly WorkItem[]>>;
}

/** One recorded event as an auditor reads it. Personal parts are not in it. */
export interface AuditEntry {
  readonly stream: string;
  readonly revision: number;
  readonly order: number;
  readonly type: string;
  readonly on: Day;
  readonly at: Instant;
  readonly entered: Day | null;
  readonly actor: { readonly account: string; readonly role: string; readonly unit: string; readonly policy: string };
  readonly command: string;
  readonly procedure: string | null;
}
