import type { Day } from '@dossier/kernel';
import { DECLARED } from '../scenario/way';
import type { Asked, Way } from './load';

// Where the load's candidates are listed, and the ways their dossiers go.

const UNITS = [
  { organisation: 'top', kind: 'district-committee' },
  { organisation: 'commune', kind: 'grassroots-committee', parent: 'top' },
  { organisation: 'cell', kind: 'cell', parent: 'commune' },
];
const CLASS = { class: 'class', organisation: 'top', name: 'Lớp thử', from: '2020-05-10', to: '2020-05-14' };
const MENTOR = {
  member: 'mentor',
  cell: 'cell',
  standing: 'official',
  officialSince: '2015-01-01',
  identity: { name: 'Đảng viên Thử', birth: '1970-01-01' },
};

/** A certificate of that day serves for sixty months, so that it lapsed long before today. */
const ISSUED: Day = '2020-05-15';
const LAPSED: Day = '2025-05-15';

/** The units, the member and the class that the ways below need. */
export async function furnish(url: string): Promise<void> {
  for (const unit of UNITS) {
    const command = { type: 'FoundOrganisation', name: `Đơn vị ${unit.organisation}`, difficultArea: false, ...unit };
    await tell(url, 'organisation', { id: `found-${unit.organisation}`, on: '2020-01-01', command });
  }
  const member = { type: 'RegisterMember', ...MENTOR };
  await tell(url, 'member', { id: 'register-mentor', on: '2020-01-01', command: member });
  const planned = { type: 'PlanClass', places: 10_000, ...CLASS };
  await tell(url, 'training', { id: 'plan-class', on: CLASS.from, command: planned });
}

async function tell(url: string, aggregate: string, { id, on, command }: Asked): Promise<void> {
  const response = await fetch(`${url}/commands/${aggregate}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commandId: id, on, command }),
  });
  if (response.status !== 200) throw new Error(`${id} could not be had: ${await response.text()}`);
}

function listing(dossier: string, on: Day): Asked {
  const identity = { name: `Người Thử ${dossier}`, birth: '1999-09-09' };
  const command = { type: 'ListCandidate', dossier, cell: 'cell', proposedBy: 'cell', declared: DECLARED, identity };
  return { id: `${dossier}-list`, on, command };
}

/** Listed, and a note: the shortest way on which a dossier is written to twice. */
export const noted: Way = (dossier) => [
  listing(dossier, '2026-01-05'),
  {
    id: `${dossier}-note`,
    on: '2026-01-06',
    command: { type: 'NoteTemporaryActivity', dossier, place: 'noi-khac' },
  },
];

/** Listed, mentored, taught and certified years ago: from its last command on there is a deadline of it to be recorded as passed. */
export const lapsed: Way = (dossier) => [
  listing(dossier, '2020-02-03'),
  { id: `${dossier}-mentor`, on: '2020-02-10', command: { type: 'AssignMentor', dossier, member: MENTOR.member } },
  { id: `${dossier}-propose`, on: '2020-03-02', command: { type: 'ProposeTraining', dossier, class: CLASS.class } },
  {
    id: certificationOf(dossier),
    on: '2020-05-20',
    command: { type: 'CertifyTraining', dossier, class: CLASS.class, number: '12/GCN', issuedOn: ISSUED },
  },
];

export const certificationOf = (dossier: string): string => `${dossier}-certify`;

/** What is recorded of a dossier that has gone that way: which clock, since when, and the day it ran out. */
export const LAPSE = { deadline: 'T1', start: ISSUED, due: LAPSED } as const;
