import { addDays, type Calendar } from '@dossier/calendar';
import type { PersonLine, WorkGroup, WorkItem, Worklist } from '@dossier/contract';
import {
  disturbs,
  effectiveHistory,
  ENDINGS,
  phaseOf,
  runningDeadlines,
  stillRuns,
  type DossierEvent,
  type Outcome,
} from '@dossier/domain';
import { dueOf, kindOf, type DossierDeadline } from '@dossier/procedure';
import type { Day, Recorded } from '@dossier/kernel';
import { boxesOf, type Seen, type View } from './view';

/** One dossier under way: whose turn it is, since when, and the clocks that run. Dates only; what is late is judged when asked. */
export interface WorkRow {
  readonly kind: 'dossier';
  readonly dossier: string;
  readonly cell: string;
  readonly box: string | null;
  readonly since: Day;
  readonly last: string;
  readonly done: Readonly<Record<string, Day>>;
  readonly mentor: string | null;
  readonly next: { readonly action: string; readonly by: string } | null;
  readonly deadlines: readonly DossierDeadline[];
  readonly outcome: Outcome | null;
  readonly revision: number;
  readonly lastOn: Day;
}

/** A member who can no longer mentor, and from when. */
export interface UnfitRow {
  readonly kind: 'unfit';
  readonly member: string;
  readonly from: Day;
}

type Row = WorkRow | UnfitRow;

/** What there is to do, by cell. */
export const worklist: View<Row> = {
  name: 'worklist',
  version: 2,
  touches(event) {
    if (event.stream.startsWith('dossier-')) return [event.stream.slice('dossier-'.length)];
    if (event.type === 'MemberDisciplined' || event.type === 'MemberDeparted') return [`unfit/${event.data.member}`];
    return [];
  },
  apply(row, event) {
    if (event.type === 'MemberDisciplined' || event.type === 'MemberDeparted') {
      const from = row?.kind === 'unfit' && row.from < event.meta.on ? row.from : event.meta.on;
      return { kind: 'unfit', member: event.data.member, from };
    }
    return applyStep(row?.kind === 'dossier' ? row : undefined, event as Recorded<DossierEvent>);
  },
  partition: (row) => (row.kind === 'dossier' ? row.cell : 'unfit'),
  anew: {
    needed: (row, event) => row?.kind === 'dossier' && disturbs(row, event as Recorded<DossierEvent>),
    make(_, history) {
      const counted = effectiveHistory(history as readonly Recorded<DossierEvent>[]);
      return counted.reduce<WorkRow | undefined>(applyStep, undefined);
    },
  },
};

/** Events that move nothing on: they say something of the record. */
const ABOUT_THE_RECORD: readonly string[] = ['CorrectionProposed', 'EntryCorrected', 'DeadlinePassed'];

function applyStep(row: WorkRow | undefined, event: Recorded<DossierEvent>): WorkRow {
  const member = event.type === 'MentorAssigned' || event.type === 'MentorReplaced' ? event.data.member : row?.mentor;
  const { on } = event.meta;
  // The last thing recorded says whose turn it is, also when it belongs to an earlier day.
  const newest = row === undefined || event.revision > row.revision;
  const step = newest && !ABOUT_THE_RECORD.includes(event.type);
  const done: Record<string, Day> = { ...row?.done };
  for (const step of ('undone' in event.data ? event.data.undone : undefined) ?? []) delete done[step];
  return {
    kind: 'dossier',
    dossier: event.data.dossier,
    cell: cellAfter(row, event),
    box: (event.type === 'CandidateListed' ? boxesOf(event as Seen).identity : undefined) ?? row?.box ?? null,
    since: step || row === undefined ? on : row.since,
    last: step || row === undefined ? event.type : row.last,
    done: { ...done, [event.type]: on },
    mentor: member ?? null,
    next: newest ? event.data.next : row.next,
    deadlines: runningDeadlines(row?.deadlines ?? [], event),
    outcome: outcomeAfter(row, event),
    revision: newest ? event.revision : row.revision,
    lastOn: row && row.lastOn > on ? row.lastOn : on,
  };
}

function cellAfter(row: WorkRow | undefined, event: Recorded<DossierEvent>): string {
  if (event.type === 'CandidateListed') return event.data.cell;
  return event.type === 'CandidateTransferred' ? event.data.to : (row?.cell ?? '');
}

function outcomeAfter(row: WorkRow | undefined, event: Recorded<DossierEvent>): Outcome | null {
  if (event.type === 'DecisionAnnulled' && !event.data.ends) return null;
  if (event.type === 'AppealResolved' && event.data.outcome === 'overturned') return null;
  return ENDINGS[event.type as keyof typeof ENDINGS] ?? row?.outcome ?? null;
}

/** A deadline this near is called soon. */
const SOON_DAYS = 30;
const DONE_DAYS = 7;

/** Bodies whose turn is the cell's own work; everyone else's is waited for. */
const OWN = ['cell', 'mentor'];

/** What a worklist is judged by: the day, and the calendar that counts its clocks. */
export interface WorkQuestion {
  readonly organisation: string;
  readonly on: Day;
  readonly calendar: Calendar;
}

/** The worklist of a unit's cells on a day, in four groups; within a group the nearest date first. */
export function worklistOf(
  rows: readonly WorkRow[],
  unfit: ReadonlyMap<string, Day>,
  { organisation, on, calendar }: WorkQuestion,
  personOf: (row: WorkRow) => PersonLine | null,
): Worklist {
  const groups: Record<WorkGroup, WorkItem[]> = { now: [], soon: [], waiting: [], done: [] };
  for (const row of rows) {
    const placed = place(row, unfit, on, calendar);
    if (placed) groups[placed.group].push(itemOf(row, placed, personOf(row)));
  }
  for (const items of Object.values(groups)) items.sort(byDate);
  return { organisation, on, groups };
}

interface Placed {
  readonly group: WorkGroup;
  readonly why: string;
  readonly due: Day | null;
  readonly action?: string;
  readonly by?: string;
}

function place(row: WorkRow, unfit: ReadonlyMap<string, Day>, on: Day, calendar: Calendar): Placed | undefined {
  const admitted = row.last === 'CeremonyHeld' ? 'admitted' : null;
  const recent = row.since <= on && row.since >= addDays(on, -DONE_DAYS);
  const clocks = row.deadlines.flatMap((deadline) => {
    const due = stillRuns(deadline, row.outcome) ? dueOf(deadline, calendar) : undefined;
    return due === undefined ? [] : [{ id: deadline.id, kind: kindOf(deadline), due }];
  });
  if (row.outcome !== null && clocks.length > 0) return answering(clocks, on);
  if (row.outcome !== null || (admitted !== null && (recent || row.next === null))) {
    return recent ? { group: 'done', why: row.outcome ?? admitted ?? '', due: null } : undefined;
  }
  const lapsed = stale(row, clocks, on);
  if (lapsed) return lapsed;
  const left = row.mentor === null ? undefined : unfit.get(row.mentor);
  const due = nearest(clocks, on);
  if (left !== undefined && left <= on) {
    return { group: 'now', why: 'mentor-must-be-replaced', due, action: 'ReplaceMentor', by: 'cell' };
  }
  if (due !== null && due < on) return { group: 'now', why: 'overdue', due };
  const own = OWN.includes(row.next?.by ?? '');
  if (due !== null && due <= addDays(on, SOON_DAYS)) return { group: 'soon', why: 'due-soon', due };
  return own && !waits(clocks, on)
    ? { group: 'now', why: 'your-turn', due }
    : { group: 'waiting', why: 'waiting', due };
}

/** An appeal that waits for its answer, though the dossier has ended. */
function answering(clocks: readonly Clock[], on: Day): Placed {
  const due = nearest(clocks, on);
  const late = due !== null && due < on;
  return {
    group: late ? 'now' : 'waiting',
    why: late ? 'overdue' : 'waiting',
    due,
    action: 'ResolveAppeal',
    by: 'decider',
  };
}

interface Clock {
  readonly id: string;
  readonly kind: ReturnType<typeof kindOf>;
  readonly due: Day;
}

/** The nearest day by which something has to be done; a time that only has to pass is none. */
function nearest(clocks: readonly Clock[], on: Day): Day | null {
  const counted = clocks.filter(({ kind, due }) => kind === 'act' || (kind === 'serves' && due >= on));
  return counted.map(({ due }) => due).sort()[0] ?? null;
}

/** Whether the dossier waits for nothing but a time to pass: the twelve months of probation. */
function waits(clocks: readonly Clock[], on: Day): boolean {
  return clocks.some(({ kind, due }) => kind === 'waits' && due >= on);
}

/** What a certificate or papers that no longer serve ask for. */
function stale(row: WorkRow, clocks: readonly Clock[], on: Day): Placed | undefined {
  const certificate = clocks.find(({ id, due }) => id === 'T1' && due < on);
  if (certificate && (row.done['TrainingProposed'] ?? '') > certificate.due) {
    return { group: 'waiting', why: 'waiting', due: null, action: 'CertifyTraining', by: 'training-centre' };
  }
  if (certificate) {
    const { due } = certificate;
    return { group: 'now', why: 'certificate-stale', due, action: 'ProposeTraining', by: 'cell' };
  }
  const papers = clocks.find(({ id, due }) => id === 'S1' && due < on);
  return papers && { group: 'now', why: 'papers-stale', due: papers.due, action: 'FileDocument', by: 'cell' };
}

function itemOf(row: WorkRow, { why, due, action, by }: Placed, person: PersonLine | null): WorkItem {
  return {
    dossier: row.dossier,
    cell: row.cell,
    person,
    phase: phaseOf({ done: row.done, outcome: row.outcome ?? undefined }),
    action: action ?? row.next?.action ?? null,
    by: by ?? row.next?.by ?? null,
    since: row.since,
    due,
    why,
  };
}

function byDate(a: WorkItem, b: WorkItem): number {
  return (a.due ?? a.since).localeCompare(b.due ?? b.since) || a.dossier.localeCompare(b.dossier);
}
