import type { CalendarYear } from '@dossier/calendar';
import type { Decision } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import type { ProcedureVersion } from '@dossier/procedure';
import { because } from '../asked';
import type { RegulationEvent } from './events';
import type { RegulationState } from './state';

/** What is to be published, with the digest of its file. */
export type Publication =
  | { readonly kind: 'procedure'; readonly digest: string; readonly document: ProcedureVersion }
  | { readonly kind: 'calendar'; readonly calendar: string; readonly digest: string; readonly document: CalendarYear };

/** Decides on a publication. A published version is never changed; a year of the calendar may be published again, newer. */
export function decidePublication(publication: Publication, state: RegulationState): Decision<RegulationEvent> {
  const { digest } = publication;
  if (publication.kind === 'procedure') {
    const { document } = publication;
    const known = state.versions.find((v) => v.document.version === document.version);
    if (known?.digest === digest) return because('nothing-changed', 'digest', document.version);
    if (known) return because('published-version-changed', 'digest', digest, known.digest, 'nobody');
    const { procedure, version } = document;
    return accepted({ type: 'ProcedurePublished', data: { procedure, version, digest, document } });
  }
  const { calendar, document } = publication;
  const known = state.years.find((y) => y.document.year === document.year);
  if (known?.digest === digest) return because('nothing-changed', 'digest', document.year);
  return accepted({ type: 'CalendarYearPublished', data: { calendar, year: document.year, digest, document } });
}
