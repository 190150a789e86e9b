import type { CalendarYear } from '@dossier/calendar';
import type { Decision } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import type { LocalRules, ProcedureVersion } from '@dossier/procedure';
import { because } from '../asked';
import { inOneOrder } from '../one-order';
import type { RegulationEvent } from './events';
import type { RegulationState } from './state';

/** What is to be published, with the digest of its file. */
export type Publication =
  | { readonly kind: 'procedure'; readonly digest: string; readonly document: ProcedureVersion }
  | { readonly kind: 'local'; readonly digest: string; readonly document: LocalRules }
  | { readonly kind: 'calendar'; readonly calendar: string; readonly digest: string; readonly document: CalendarYear };

/** Decides on a publication. A published version is never changed; a year of the calendar may be published again, newer. */
export function decidePublication(publication: Publication, state: RegulationState): Decision<RegulationEvent> {
  const { digest } = publication;
  if (publication.kind === 'procedure') {
    const { document } = publication;
    const known = state.versions.find((v) => v.document.version === document.version);
    // What officers published at run time may come with a later release as a file: the same words, another digest.
    const byOfficers = known?.approvedBy !== undefined && inOneOrder(known.document) === inOneOrder(document);
    if (known?.digest === digest || byOfficers) {
      return because('nothing-changed', 'digest', document.version);
    }
    if (known) return because('published-version-changed', 'digest', digest, known.digest, 'nobody');
    const { procedure, version } = document;
    return accepted({ type: 'ProcedurePublished', data: { procedure, version, digest, document } });
  }
  if (publication.kind === 'local') {
    const { document } = publication;
    const known = state.locals.find((l) => l.document.overlay === document.overlay);
    if (known?.digest === digest) return because('nothing-changed', 'digest', document.overlay);
    if (known) return because('published-version-changed', 'digest', digest, known.digest, 'nobody');
    const { procedure, overlay } = document;
    return accepted({ type: 'LocalRulesPublished', data: { procedure, overlay, digest, document } });
  }
  const { calendar, document } = publication;
  const known = state.years.find((y) => y.document.year === document.year);
  if (known?.digest === digest) return because('nothing-changed', 'digest', document.year);
  return accepted({ type: 'CalendarYearPublished', data: { calendar, year: document.year, digest, document } });
}
