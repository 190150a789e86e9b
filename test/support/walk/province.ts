import type { OrganisationCommand } from '@dossier/contract';
import { addDays, addMonths } from '@dossier/calendar';
import type { Day } from '@dossier/kernel';
import { founds, given, publishedRegulation, registers, type Step, type World } from '../scenario';

// An invented province for walking about in: every way in which bodies can stand above a cell, and what became of them on
// 1/7/2025 and after. What happens there by itself is a list of steps by day; a walk lives through them as its days pass.

const FIRST: Day = '2010-01-01';
const NEW_DAY: Day = '2025-07-01';

/** The cells a candidate can be listed in, with how many official members each begins with. */
const CELLS: Readonly<Record<string, number>> = {
  'an-1': 7,
  'an-2': 3,
  'binh-1': 5,
  'binh-2': 2,
  'cao-1': 6,
  'huyen-1': 5,
  'ben-1': 4,
  'co-quan-1': 5,
};
export const CELL_IDS: readonly string[] = Object.keys(CELLS);

type Of<T extends OrganisationCommand['type']> = Omit<
  Extract<OrganisationCommand, { type: T }>,
  'type' | 'organisation'
>;

function unit<T extends OrganisationCommand['type']>(type: T, id: string, on: Day, fields: Of<T>): Step {
  return { command: { type, organisation: id, ...fields } as unknown as OrganisationCommand, on };
}

function membersOf(cell: string, on: Day = FIRST): readonly Step[] {
  return Array.from({ length: CELLS[cell] ?? 0 }, (_, index) =>
    registers(`${cell}-m${index + 1}`, cell, on === FIRST ? '2008-01-01' : '2019-05-19', on),
  );
}

/** The district as it stood before 1/7/2025. */
const DISTRICT: readonly Step[] = [
  founds('tinh', 'provincial-committee'),
  founds('huyen', 'district-committee', 'tinh'),
  founds('huyen-ben', 'district-committee', 'tinh'),
  founds('xa-an', 'grassroots-committee', 'huyen'),
  founds('xa-binh', 'grassroots-committee', 'huyen'),
  founds('bo-phan', 'sub-committee', 'xa-binh'),
  founds('xa-cao', 'grassroots-committee', 'huyen'),
  founds('xa-ben', 'grassroots-committee', 'huyen-ben'),
  founds('an-1', 'cell', 'xa-an'),
  {
    command: {
      type: 'FoundOrganisation',
      organisation: 'an-2',
      name: 'Unit an-2',
      kind: 'cell',
      parent: 'xa-an',
      difficultArea: true,
    },
    on: FIRST,
  },
  founds('binh-1', 'cell', 'bo-phan'),
  founds('binh-2', 'cell', 'xa-binh'),
  founds('cao-1', 'cell', 'xa-cao'),
  founds('huyen-1', 'cell', 'huyen'),
  founds('ben-1', 'cell', 'xa-ben'),
  ...['an-1', 'an-2', 'binh-1', 'binh-2', 'cao-1', 'huyen-1', 'ben-1'].flatMap((cell) => membersOf(cell)),
  unit('SeatCommittee', 'huyen', FIRST, { committee: 31, standing: 11 }),
  unit('SeatCommittee', 'xa-an', FIRST, { committee: 9, standing: 3 }),
  unit('SeatCommittee', 'xa-cao', FIRST, { committee: 15, standing: 5 }),
  unit('GrantEmpowerment', 'xa-cao', FIRST, { members: 120, number: '7-QĐ/HU' }),
];

/** The day on which the district level ended, and what came after. */
const AFTER: readonly Step[] = [
  founds('xa-moi', 'commune-committee', 'tinh', NEW_DAY),
  founds('xa-hn', 'commune-committee', 'tinh', NEW_DAY),
  unit('MergeOrganisations', 'xa-moi', NEW_DAY, { from: ['xa-an', 'xa-binh'], number: '1-NQ/TU' }),
  unit('MergeOrganisations', 'xa-hn', NEW_DAY, { from: ['xa-ben'], number: '1-NQ/TU' }),
  unit('MoveOrganisation', 'xa-cao', NEW_DAY, { parent: 'xa-moi' }),
  unit('MoveOrganisation', 'huyen-1', NEW_DAY, { parent: 'xa-moi' }),
  unit('DissolveOrganisation', 'huyen', NEW_DAY, { successor: 'tinh', number: '2-NQ/TU' }),
  unit('DissolveOrganisation', 'huyen-ben', NEW_DAY, { successor: 'tinh', number: '2-NQ/TU' }),
  unit('SeatCommittee', 'xa-moi', NEW_DAY, { committee: 27, standing: 9 }),
  founds('co-quan', 'grassroots-committee', 'xa-moi', NEW_DAY),
  founds('co-quan-1', 'cell', 'co-quan', NEW_DAY),
  ...membersOf('co-quan-1', NEW_DAY),
  unit('AdoptLocalRules', 'xa-hn', '2025-10-01', { rules: 'HN2025' }),
  unit('MergeOrganisations', 'an-1', '2026-01-05', { from: ['an-2'], number: '4-NQ/ĐU' }),
];

/** A class every month, planned by those who stand there then, some weeks before it begins. */
const CLASSES: readonly Step[] = Array.from({ length: 144 }, (_, month) => {
  const from = addMonths('2016-03-04', month);
  const planned = addDays(from, -40);
  const on: Day = from >= NEW_DAY && planned < NEW_DAY ? NEW_DAY : planned;
  return {
    command: {
      type: 'PlanClass',
      class: `lop-${from.slice(0, 7)}`,
      organisation: from < NEW_DAY ? 'huyen' : 'xa-moi',
      name: 'Awareness',
      from,
      to: addDays(from, 5),
      places: 80,
    },
    on,
  };
});

/** What happens by itself, by day. */
const COURSE: readonly Step[] = [...DISTRICT, ...AFTER, ...CLASSES].sort((a, b) =>
  a.on < b.on ? -1 : a.on > b.on ? 1 : 0,
);

export const regulation = publishedRegulation();

/** The regulation as the first release of the software knew it: no second editions, and nothing that came later. */
export const firstRelease = {
  ...regulation,
  versions: regulation.versions.filter(({ version }) => version === 'R2016' || version === 'R2021'),
  locals: [],
};

/** What happens by itself after one day, up to another. */
export function between(after: Day, until: Day): readonly Step[] {
  return COURSE.filter(({ on }) => on > after && on <= until);
}

const begun = new Map<Day, World>();

/** The province on a day on which a walk begins. */
export function provinceOn(day: Day): World {
  const known = begun.get(day);
  if (known !== undefined) return known;
  const { world } = given({ regulation, log: [], states: new Map() })(...between('', day));
  begun.set(day, world);
  return world;
}
