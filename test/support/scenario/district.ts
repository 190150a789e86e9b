import type { OrganisationCommand } from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import { given } from './given';
import { publishedRegulation, type Step, type World } from './world';

// Where scenarios stand unless they say otherwise: units, members and classes, and the steps that make more of them.

const FOUNDED = '2010-01-01';

export function founds(
  organisation: string,
  kind: Extract<OrganisationCommand, { type: 'FoundOrganisation' }>['kind'],
  parent?: string,
  on: Day = FOUNDED,
): Step {
  const above = parent === undefined ? {} : { parent };
  return {
    command: {
      type: 'FoundOrganisation',
      organisation,
      name: `Unit ${organisation}`,
      kind,
      difficultArea: false,
      ...above,
    },
    on,
  };
}

export function registers(
  member: string,
  cell: string,
  officialSince: Day | undefined = '2008-01-01',
  on: Day = FOUNDED,
): Step {
  const standing =
    officialSince === '' ? ({ standing: 'probationary' } as const) : ({ standing: 'official', officialSince } as const);
  return {
    command: {
      type: 'RegisterMember',
      member,
      cell,
      ...standing,
      identity: { name: `Member ${member}`, birth: '1970-01-01' },
    },
    on,
  };
}

export function plansClass(name: string, from: Day, to: Day): Step {
  return {
    command: { type: 'PlanClass', class: name, organisation: 'district', name: 'Awareness', from, to, places: 80 },
    on: from,
  };
}

/** The units, members and classes that scenarios stand in, as the steps that make them. */
export const SURROUNDINGS: readonly Step[] = [
  founds('district', 'district-committee'),
  founds('commune', 'grassroots-committee', 'district'),
  founds('other-commune', 'grassroots-committee', 'district'),
  founds('cell-a', 'cell', 'commune'),
  founds('cell-b', 'cell', 'commune'),
  founds('cell-far', 'cell', 'other-commune'),
  founds('cell-alone', 'cell', 'district'),
  ...['mentor', 'friend', 'third', 'fourth', 'fifth', 'sixth', 'seventh'].map((name) => registers(name, 'cell-a')),
  ...['mentor-alone', 'friend-alone', 'third-alone', 'fourth-alone', 'fifth-alone'].map((name) =>
    registers(name, 'cell-alone'),
  ),
  registers('neighbour', 'cell-b'),
  registers('stranger', 'cell-far'),
  registers('probationer', 'cell-a', ''),
  registers('newly-official', 'cell-a', '2022-02-10', '2022-02-10'),
  ...[2016, 2018, 2020, 2021, 2022].map((year) => plansClass(`class-${year}`, `${year}-05-10`, `${year}-05-14`)),
];

/** A district with two communes, a cell of seven official members, a cell that stands right under the district. */
export const dossier: World = given({ regulation: publishedRegulation(), log: [], states: new Map() })(
  ...SURROUNDINGS,
).world;
