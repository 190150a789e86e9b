import type { ProcedureVersion } from '@dossier/procedure';
import { asks, type Step, type World } from './scenario';

// What scenarios of adopting share: the step itself, versions that are another than they were, and a probation gone through.

export function adopts(version: string, on: string): Step {
  return asks('AdoptProcedure', on, { version });
}

/** The world with some parts of one version changed. */
export function withVersion(
  world: World,
  name: string,
  changed: (version: ProcedureVersion) => Partial<ProcedureVersion>,
): World {
  const { regulation } = world;
  const versions = regulation.versions.map((one) => (one.version === name ? { ...one, ...changed(one) } : one));
  return { ...world, regulation: { ...regulation, versions } };
}

/** The papers of the probation of one who was admitted in the summer of 2023. */
export const PAPERS_OF_2024: readonly Step[] = [
  asks('CompleteNewMemberCourse', '2023-12-01', { number: '1', issuedOn: '2023-11-30' }),
  asks('ReportProbation', '2024-06-24', { by: 'probationer', writtenOn: '2024-06-24' }),
  asks('ReportProbation', '2024-06-24', { by: 'mentor', writtenOn: '2024-06-24' }),
];
