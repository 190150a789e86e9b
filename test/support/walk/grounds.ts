import { effectiveHistory, type DossierEvent, type DossierEventType, type Vote } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';

type Entry = Recorded<DossierEvent>;

/** Which bodies a decision needs beside the cell, by the way its version describes. */
export interface Bodies {
  readonly committee: boolean;
  readonly subCommittee: boolean;
  /** After so many votes of the cell that fell short the decider settles it alone. */
  readonly most: number;
  /** Whether it may then also erase whom the cell would not recognise. */
  readonly eitherWay: boolean;
}

/** What bodies have said so far, kept apart from the state: a second, simpler account of the same events. */
interface Said {
  readonly carried: ReadonlyMap<string, boolean>;
  readonly short: ReadonlyMap<string, number>;
}

const BODY: Readonly<Partial<Record<DossierEventType, string>>> = {
  CellVoted: 'cell',
  SubCommitteeAppraised: 'sub-committee',
  CommitteeVoted: 'grassroots-committee',
};

/** What bodies have said in a matter is gone with their votes in it. */
const MATTER: Readonly<Partial<Record<DossierEventType, string>>> = {
  RecognitionVoted: 'recognition/',
  ErasureVoted: 'erasure/',
};

function bodyOf(event: Entry): string | undefined {
  if (event.type === 'RecognitionVoted') return `recognition/${event.data.body}`;
  if (event.type === 'ErasureVoted') return `erasure/${event.data.body}`;
  return BODY[event.type];
}

function after({ carried, short }: Said, event: Entry): Said {
  const now = new Map(carried);
  const fallen = new Map(short);
  const undone = 'undone' in event.data ? (event.data.undone ?? []) : [];
  for (const step of undone) now.delete(BODY[step] ?? '');
  for (const body of now.keys()) if (undone.some((step) => body.startsWith(MATTER[step] ?? '-'))) now.delete(body);
  const body = bodyOf(event);
  if (body === undefined) return { carried: now, short: fallen };
  const agreed = (event.data as { vote?: Vote }).vote?.carried ?? true;
  now.set(body, agreed);
  fallen.set(body, agreed ? 0 : (fallen.get(body) ?? 0) + 1);
  return { carried: now, short: fallen };
}

/** The bodies that have not agreed though a decision needs them. */
function lacking(
  event: Entry,
  { carried, short }: Said,
  { committee, subCommittee, most, eitherWay }: Bodies,
): readonly string[] {
  const agreed = (body: string): boolean => carried.get(body) === true;
  switch (event.type) {
    case 'AdmissionDecided': {
      const needed = [
        'cell',
        ...(subCommittee ? ['sub-committee'] : []),
        ...(committee ? ['grassroots-committee'] : []),
      ];
      return [...needed.filter((body) => !agreed(body)), ...(event.data.vote.carried ? [] : ['decider'])];
    }
    case 'MemberRecognised':
    case 'ProbationerErased': {
      const matter = event.type === 'MemberRecognised' ? 'recognition' : 'erasure';
      const matters = matter === 'erasure' && eitherWay ? [matter, 'recognition'] : [matter];
      const settles = matters.some((each) => (short.get(`${each}/cell`) ?? 0) >= most);
      if (settles) return event.data.vote.carried ? [] : ['decider'];
      const needed = ['cell', ...(committee ? ['grassroots-committee'] : [])].map((body) => `${matter}/${body}`);
      return [...needed.filter((body) => !agreed(body)), ...(event.data.vote.carried ? [] : ['decider'])];
    }
    default:
      return [];
  }
}

/** Steps a decision rests on. Where a correction exposes one of them, it exposes what rests on it. */
const GROUNDS: readonly DossierEventType[] = [
  'CellVoted',
  'SubCommitteeAppraised',
  'CommitteeVoted',
  'DossierSubmitted',
];

/** The entries that a correction says it leaves without ground. */
export function exposedIn(events: readonly Entry[]): ReadonlySet<number> {
  return new Set(
    events.flatMap((event) =>
      event.type === 'EntryCorrected' ? event.data.exposes.map(({ revision }) => revision) : [],
    ),
  );
}

/**
 * A decision of a history that stands without the votes it needs, in words; undefined where there is none. A correction
 * may leave one so, and then says that it is exposed, or what it rests on.
 */
export function unfounded(events: readonly Entry[], bodies: ReadonlyMap<number, Bodies>): string | undefined {
  const exposed = exposedIn(events);
  let said: Said = { carried: new Map(), short: new Map() };
  let groundGone = false;
  for (const event of effectiveHistory(events)) {
    groundGone ||= exposed.has(event.revision) && GROUNDS.includes(event.type);
    const needs = bodies.get(event.revision);
    const without = needs === undefined ? [] : lacking(event, said, needs);
    if (without.length > 0 && !groundGone && !exposed.has(event.revision))
      return `${event.type} of ${event.meta.on}, revision ${event.revision}, without ${without.join(', ')}`;
    said = after(said, event);
  }
  return undefined;
}
