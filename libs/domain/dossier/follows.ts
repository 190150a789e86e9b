import { addMonths } from '@dossier/calendar';
import type { Day, Recorded } from '@dossier/kernel';
import type { DossierEvent, Facets, Follows } from './events';
import { facetsOf } from './happening';
import { dossier, type DossierState } from './state';

type Entry = Recorded<DossierEvent>;

/** What later entries say that followed from the corrected one: facets, the end of a prolonged probation, official from when. */
export function followsFrom(events: readonly Entry[], corrects: number): Readonly<Record<string, Follows>> {
  const follows: Record<string, Follows> = {};
  let state = dossier.initial;
  for (const event of events) {
    const value = event.revision === corrects ? undefined : followOf(event, state);
    if (value) follows[event.revision] = value;
    state = dossier.evolve(state, value ? ({ ...event, data: { ...event.data, ...value } } as Entry) : event);
  }
  return follows;
}

function followOf(event: Entry, before: DossierState): Follows | undefined {
  switch (event.type) {
    case 'AdmissionDecided':
    case 'CeremonyHeld': {
      const { facets } = event.data;
      const now = facetsNow(before, event.meta.on, facets);
      return JSON.stringify(now) === JSON.stringify(facets) ? undefined : { facets: now };
    }
    case 'ProbationProlonged': {
      const endsOn = before.probation && addMonths(before.probation.endsOn, event.data.months);
      return endsOn === undefined || endsOn === event.data.endsOn ? undefined : { endsOn };
    }
    case 'MemberRecognised': {
      const officialFrom = before.probation?.endsOn;
      return officialFrom === undefined || officialFrom === event.data.officialFrom ? undefined : { officialFrom };
    }
    default:
      return undefined;
  }
}

/** The facets as they follow now, in the order of the old ones. Of a person whose data was erased the age band stays as it was. */
function facetsNow(before: DossierState, on: Day, old: Facets): Facets {
  const now = facetsOf(before, on);
  const kept = before.birth === undefined ? { ...now, ageBand: old.ageBand } : now;
  return Object.fromEntries(Object.keys(old).map((name) => [name, kept[name as keyof Facets]])) as unknown as Facets;
}
