import type { DossierCommand } from '@dossier/contract';
import type { DossierEvent } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { asks, dossier as district, given, perform, upTo, wayFrom, type Step } from '../support/scenario';

// What is measured is real work: a candidate's way, told once through the deciders, then copied to as many dossiers as
// are wanted. Contestants that know nothing of our deciders store the very events that ours decided, box for box.

const YEAR = 2022;
const way = wayFrom(YEAR);
const note = {
  note: 'Seen by the cell; the papers agree with what the village remembers of the family. Nothing against.',
};

/** More of the usual way: a second place asked, a report of the mentor, one more paper. With the way itself, 20 events. */
const MORE: readonly Step[] = [
  asks('RequestVerification', `${YEAR + 1}-02-02`, { place: 'work-place' }),
  asks('AnswerVerification', `${YEAR + 1}-02-03`, { place: 'work-place', clear: true, details: note }),
  asks('ReportMentor', `${YEAR + 1}-02-04`, { opinion: 'good', details: note }),
  asks('FileDocument', `${YEAR + 1}-02-05`, { form: '4-KNĐ', writtenOn: `${YEAR + 1}-02-04`, pages: 3 }),
];

const opened = given(district)(...upTo('heard', way), ...MORE).world;
const admitted = given(district)(...upTo('celebrated', way)).world;

const ofDossier = (log: readonly Recorded[]): readonly Recorded[] =>
  log.filter((event) => event.stream.startsWith('dossier-'));

/** The district, its cells and members: the same few streams for everybody. */
export const SURROUNDINGS: readonly Recorded[] = district.log;

/** What tells one dossier from another. */
export interface Who {
  readonly id: string;
  readonly cell?: string;
  readonly mentor?: string;
  readonly friend?: string;
}

/** A told history as text in which the names stand open, so that a copy is one pass over it. */
function copier(history: readonly Recorded[]): (who: Who) => readonly Recorded[] {
  const text = JSON.stringify(history);
  return ({ id, cell = 'cell-a', mentor = 'mentor', friend = 'friend' }) =>
    JSON.parse(
      text
        .replaceAll('hs-1', id)
        .replaceAll('scenario-', `c-${id}-`)
        .replaceAll('Lò Thị Thử', `Lò Thị ${id}`)
        .replaceAll('"cell-a"', `"${cell}"`)
        .replaceAll('"member":"mentor"', `"member":"${mentor}"`)
        .replaceAll('"member":"friend"', `"member":"${friend}"`),
    ) as readonly Recorded[];
}

/** A dossier under way, at the length it is measured at. */
export const openedDossier = copier(ofDossier(opened.log));
/** A dossier from its listing to the ceremony. */
export const admittedDossier = copier(ofDossier(admitted.log));

const ON = `${YEAR + 1}-03-01`;
const WRITTEN = `${YEAR + 1}-02-27`;

/** One of ten lists a new candidate, which claims a person and makes a key; the others go to a dossier under way. */
const MIX = [
  'FileDocument',
  'RecordRemark',
  'FileDocument',
  'CollectOpinion',
  'FileDocument',
  'RecordRemark',
  'ListCandidate',
  'FileDocument',
  'CollectOpinion',
  'RecordRemark',
] as const;

export type Kind = (typeof MIX)[number];

export function kindOf(n: number): Kind {
  return MIX[n % MIX.length] ?? 'FileDocument';
}

/** A command of a kind on a dossier, with the day it is asked. */
export function commandOf(kind: Kind, id: string): { readonly command: DossierCommand; readonly on: string } {
  const { command } = stepOf(kind, id);
  return { command: { ...command, dossier: id } as DossierCommand, on: ON };
}

function stepOf(kind: Kind, id: string): Step<DossierCommand> {
  switch (kind) {
    case 'FileDocument':
      return asks('FileDocument', ON, { form: '5-KNĐ', writtenOn: WRITTEN, pages: 2 });
    case 'RecordRemark':
      return asks('RecordRemark', ON, { by: 'cell', details: note });
    case 'CollectOpinion':
      return asks('CollectOpinion', ON, { from: 'residence', details: note });
    case 'ListCandidate': {
      const [listing] = way.listed as readonly Step<DossierCommand>[];
      if (listing?.command.type !== 'ListCandidate') throw new TypeError('the way does not begin with a listing');
      const identity = { ...listing.command.identity, name: `Lò Thị ${id}` };
      return { command: { ...listing.command, identity }, on: ON };
    }
  }
}

/** What our decider records for each kind, for those who decide nothing. */
export function decidedEvents(): ReadonlyMap<Kind, Recorded<DossierEvent>> {
  return new Map(
    [...new Set(MIX)].map((kind) => {
      const performed = perform(kind === 'ListCandidate' ? district : opened, stepOf(kind, 'hs-1'));
      const event = 'refused' in performed ? undefined : performed.events.at(-1);
      if (event === undefined) throw new Error(`${kind} is refused: the corpus does not fit the regulation`);
      return [kind, event as Recorded<DossierEvent>];
    }),
  );
}
