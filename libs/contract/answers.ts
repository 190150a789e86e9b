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
  /** Who promised: the unit itself, or one that merged into it. */
  readonly organisation: string;
  readonly promised: number;
  readonly due: Day;
  /** As recorded; `open` while nothing was. `onCourse` compares the promise with what counts on the asked day. */
  readonly state: 'open' | 'kept' | 'missed';
  readonly onCourse: boolean;
}

/**
 * What has become of a unit since the day that was asked about, as it is known now: the unit it belongs to where it has
 * ended (itself where nobody follows it), or the name it has now. `endedOn` is null where it was only renamed.
 */
export interface UnitNow {
  readonly organisation: string;
  readonly name: string;
  readonly endedOn: Day | null;
}

/** Whose number a target is: the unit's own, or those of the units that merged into it, added up because it has none of its own since. */
export type TargetFrom = 'own' | 'sum of merged units';

export interface UnitLine {
  readonly organisation: string;
  /** The name on the asked day. */
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly now: UnitNow | null;
  readonly year: Progress;
  readonly targetFrom: TargetFrom | null;
  readonly term: Progress | null;
  readonly termTargetFrom: TargetFrom | null;
  readonly samePeriodLastYear: number;
  readonly commitments: readonly CommitmentLine[];
}

/** A unit that had ended by the asked day, as it was on its last: its own figures, which the figures of `mergedInto` contain. */
export interface EndedLine extends UnitLine {
  readonly endedOn: Day;
  readonly mergedInto: string | null;
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
  /** The day the figures are of. Of a unit that has ended no later than its last. */
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
  /** Units that ended in that year, right into this one or under it. They are no part of a sum over `units`. */
  readonly ended: readonly EndedLine[];
  /** Where the unit itself has ended: the day, and who stands for it. */
  readonly endedOn: Day | null;
  readonly mergedInto: string | null;
  readonly met: readonly string[];
  readonly notMet: readonly { readonly organisation: string; readonly name: string; readonly short: number }[];
}

export interface TreeNode {
  readonly organisation: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly founded: Day;
  readonly now: UnitNow | null;
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

/** A clock of a dossier on a day. */
export interface RunningDeadline {
  readonly id: string;
  /** What it is about, where there are several of one kind: the place that was asked. */
  readonly subject: string | null;
  /** 'act': somebody must act by its end; 'serves': a paper or vote serves until then; 'waits': a time that must pass. */
  readonly kind: 'act' | 'serves' | 'waits';
  readonly status: 'running' | 'due' | 'overdue' | 'extended' | 'stopped';
  /** Who must act. */
  readonly by: string | null;
  readonly start: Day;
  /** Null while it is stopped. */
  readonly due: Day | null;
  /** Days of the calendar, negative when past; null while it is stopped. */
  readonly daysLeft: number | null;
  /** Working days left, negative when past. */
  readonly slack: number;
  readonly basis: Refusal['basis'] | null;
  readonly verified: Refusal['verified'] | null;
  /** Of a clock in working days: how sure its calendar is, which days are not, and what was not published. */
  readonly calendar: {
    readonly verified: string;
    readonly uncertain: readonly { readonly day: Day; readonly why: string; readonly verified: string }[];
    readonly unpublished: readonly string[];
  } | null;
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

/** One of the units a change would put under another. */
export interface MovedUnit {
  readonly organisation: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly from: string;
  readonly to: string | null;
}

/** What a change of units on a day would move, and what stands in its way. Nothing of it has happened. */
export interface ChangePreview {
  readonly organisation: string;
  readonly change: 'merge' | 'split' | 'dissolve';
  readonly on: Day;
  readonly ends: readonly { readonly organisation: string; readonly name: string; readonly to: string | null }[];
  readonly units: readonly MovedUnit[];
  readonly members: readonly { readonly cell: string; readonly to: string | null; readonly count: number }[];
  /** Open dossiers of the cells concerned; `cellAfter` is another cell only where the cell itself ends. */
  readonly dossiers: readonly {
    readonly cell: string;
    readonly name: string;
    readonly cellAfter: string | null;
    readonly count: number;
    readonly dossiers: readonly string[];
  }[];
  readonly quotas: readonly {
    readonly organisation: string;
    readonly name: string;
    readonly period: string;
    readonly target: number;
    readonly to: string | null;
  }[];
  readonly commitments: readonly {
    readonly organisation: string;
    readonly name: string;
    readonly period: string;
    readonly promised: number;
    readonly due: Day;
    readonly to: string | null;
  }[];
  readonly refusal: Refusal | null;
}

/** A version of the regulation, or a set of local rules: whether it holds, from when, and who brought it in. */
export interface ProcedureLine {
  readonly name: string;
  readonly kind: 'version' | 'local-rules';
  /** A proposed one judges nothing yet. */
  readonly status: 'published' | 'proposed';
  readonly title: { readonly vi: string; readonly en: string };
  readonly inForce: { readonly from: Day; readonly to: Day | null };
  /** SHA-256 in hex: of its file, or, where it came in at run time, of its canonical form. */
  readonly digest: string;
  /** Accounts; null where it was shipped as a file. */
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
  /** What of it is carried over or taken for granted because its own text was not found. */
  readonly assumptions: readonly { readonly vi: string; readonly en: string }[];
}

/** The same, with the document itself: the way, guards, majorities and deadlines, each with its basis. */
export interface ProcedureDocument extends ProcedureLine {
  readonly document: Readonly<Record<string, unknown>>;
}
