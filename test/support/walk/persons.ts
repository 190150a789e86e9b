import type { DossierCommand, Identity, PlainDossierCommand, Readmission } from '@dossier/contract';
import type { Day } from '@dossier/kernel';
import { addDays } from '@dossier/calendar';
import type { Chance } from './chance';
import { CELL_IDS } from './province';

type Listing = Extract<DossierCommand, { type: 'ListCandidate' }>;

const SCHOOLING = ['literate', 'primary', 'lower-secondary', 'upper-secondary', 'university'] as const;
const UNIONS = ['youth-union', 'trade-union', 'none'] as const;
const GROUNDS: readonly Readmission['ground'][] = ['erased', 'left-own-request', 'expelled'];

/** How many invented persons a walk knows: few enough that the same one is met again. */
const PERSONS = 30;

/** An invented person: most of an ordinary age, some over sixty, some turning eighteen on the way. */
function identityOf(person: number): Identity {
  const year = person % 10 === 0 ? 1952 + person : person % 10 === 1 ? 2003 + (person % 7) : 1972 + person;
  return { name: `Người Thứ ${person}`, birth: `${year}-0${1 + (person % 9)}-15` };
}

/** Whoever is meant by an identity: the same name and birth are the same person. */
export function whoIs({ name, birth }: Identity): string {
  return `${name}, ${birth}`;
}

/** A listing, or what an earlier one should have said: of the same person, sometimes with another day of birth. */
export function listing(
  chance: Chance,
  on: Day,
  before: PlainDossierCommand | undefined,
  met: readonly Identity[],
): Omit<Listing, 'type' | 'dossier'> {
  const person = chance.below(PERSONS);
  const known = before?.type === 'ListCandidate' ? before.identity : undefined;
  const again = met.length > 0 && chance.percent(30) ? chance.one(met.slice(-6)) : identityOf(person);
  const identity = known && chance.percent(70) ? known : again;
  const readmission: Readmission | undefined =
    person % 6 === 0 && chance.percent(60)
      ? {
          leftOn: addDays(on, -chance.from(100, 3000)),
          ground: chance.one(GROUNDS),
          readmittedBefore: chance.percent(10),
        }
      : undefined;
  return {
    // One cell goes by local rules from a day on: it is met more often than another.
    cell: chance.percent(98) ? chance.one([...CELL_IDS, 'ben-1']) : chance.one(['xa-an', 'khong-co']),
    proposedBy: chance.one(['cell', 'youth-union', 'trade-union', 'other']),
    declared: {
      sex: chance.one(['female', 'male']),
      schooling: chance.percent(85) ? chance.one(SCHOOLING.slice(2)) : chance.one(SCHOOLING.slice(0, 2)),
      minority: chance.percent(50),
      union: chance.one(UNIONS),
      local: chance.percent(80),
      demobilised: chance.percent(20),
    },
    identity: known && chance.percent(15) ? { ...known, birth: addDays(known.birth, -1) } : identity,
    ...(readmission === undefined ? {} : { readmission }),
  };
}
