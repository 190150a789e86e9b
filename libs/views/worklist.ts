import { addDays } from '@dossier/calendar';
import type { PersonLine, WorkGroup, WorkItem, Worklist } from '@dossier/contract';
import { phaseOf, runningDeadlines, type DossierEvent } from '@dossier/domain';
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
  readonly deadlines: readonly { readonly id: string; readonly due: Day; readonly until: string }[];
  readonly outcome: 'admitted' | 'refused' | 'delisted' | 'withdrawn' | null;
}

/** A member who can no longer mentor, and from when. */
export interface UnfitRow {
  readonly kind: 'unfit';
  readonly member: string;
  readonly from: Day;
}

type Row = WorkRow | UnfitRow;

const OUTCOMES: Readonly<Record<string, WorkRow['outcome']>> = {
  CeremonyHeld: 'admitted',
  AdmissionRefused: 'refused',
  CandidateDelisted: 'delisted',
  CandidateWithdrew: 'withdrawn',
};

/** What there is to do, by cell. */
export const worklist: View<Row> = {
  name: 'worklist',
  version: 1,
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
};

function applyStep(row: WorkRow | undefined, event: Recorded<DossierEvent>): WorkRow {
  const member = event.type === 'MentorAssigned' || event.type === 'MentorReplaced' ? event.data.member : row?.mentor;
  return {
    kind: 'dossier',
    dossier: event.data.dossier,
    cell: event.type === 'CandidateListed' ? event.data.cell : (row?.cell ?? ''),
    box: boxesOf(event as Seen).identity ?? row?.box ?? null,
    since: event.meta.on,
    last: event.type,
    done: { ...row?.done, [event.type]: event.meta.on },
    mentor: member ?? null,
    next: event.data.next,
    deadlines: runningDeadlines(row?.deadlines ?? [], event).map(({ id, due, until }) => ({ id, due, until })),
    outcome: OUTCOMES[event.type] ?? row?.outcome ?? null,
  };
}

/** A deadline this near is called soon. */
const SOON_DAYS = 30;
const DONE_DAYS = 7;

/** Bodies whose turn is the cell's own work; everyone else's is waited for. */
const OWN = ['cell', 'mentor'];

/** The worklist of a unit's cells on a day, in four groups; within a group the nearest date first. */
export function worklistOf(
  rows: readonly WorkRow[],
  unfit: ReadonlyMap<string, Day>,
  query: { readonly organisation: string; readonly on: Day },
  personOf: (row: WorkRow) => PersonLine | null,
): Worklist {
  const groups: Record<WorkGroup, WorkItem[]> = { now: [], soon: [], waiting: [], done: [] };
  for (const row of rows) {
    const placed = place(row, unfit, query.on);
    if (placed) groups[placed.group].push(itemOf(row, placed, personOf(row)));
  }
  for (const items of Object.values(groups)) items.sort(byDate);
  return { organisation: query.organisation, on: query.on, groups };
}

interface Placed {
  readonly group: WorkGroup;
  readonly why: string;
  readonly due: Day | null;
  readonly action?: string;
  readonly by?: string;
}

function place(row: WorkRow, unfit: ReadonlyMap<string, Day>, on: Day): Placed | undefined {
  if (row.outcome !== null) {
    return row.since <= on && row.since >= addDays(on, -DONE_DAYS)
      ? { group: 'done', why: row.outcome, due: null }
      : undefined;
  }
  const due = row.deadlines.map((d) => d.due).sort()[0] ?? null;
  const stale = row.deadlines.find((d) => d.id === 'T1' && d.due < on);
  if (stale && (row.done['TrainingProposed'] ?? '') > stale.due) {
    return { group: 'waiting', why: 'waiting', due: null, action: 'CertifyTraining', by: 'training-centre' };
  }
  if (stale) return { group: 'now', why: 'certificate-stale', due: stale.due, action: 'ProposeTraining', by: 'cell' };
  const left = row.mentor === null ? undefined : unfit.get(row.mentor);
  if (left !== undefined && left <= on) {
    return { group: 'now', why: 'mentor-must-be-replaced', due, action: 'ReplaceMentor', by: 'cell' };
  }
  if (due !== null && due < on) return { group: 'now', why: 'overdue', due };
  const own = OWN.includes(row.next?.by ?? '');
  if (due !== null && due <= addDays(on, SOON_DAYS)) return { group: 'soon', why: 'due-soon', due };
  return own ? { group: 'now', why: 'your-turn', due } : { group: 'waiting', why: 'waiting', due };
}

function itemOf(row: WorkRow, { why, due, action, by }: Placed, person: PersonLine | null): WorkItem {
  return {
    dossier: row.dossier,
    cell: row.cell,
    person,
    phase: phaseOf({ done: row.done, ...(row.outcome ? { outcome: row.outcome } : {}) }),
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
