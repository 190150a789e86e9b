import type { Day, Recorded } from '@dossier/kernel';
import { ends, type DossierDeadline } from '@dossier/procedure';
import type { DossierEvent, DossierEventType } from './events';

type Entry = Recorded<DossierEvent>;

/** What is needed of a deadline to know what becomes of it. */
type Running = Pick<DossierDeadline, 'id' | 'until' | 'untilHaving' | 'subject' | 'from'>;

/** Bodies vote again after a vote that fell short: it neither ends a clock nor starts one. */
function fellShort(event: Entry): boolean {
  return 'vote' in event.data && !event.data.vote.carried && event.type !== 'AdmissionRefused';
}

/** The clocks that run after an event: those it ends or undoes are gone, those it starts anew replace their former selves. */
export function runningDeadlines<D extends Running>(
  before: readonly D[],
  event: Entry,
): readonly (D | DossierDeadline)[] {
  const { deadlines: started = [] } = event.data;
  const undone: readonly DossierEventType[] = ('undone' in event.data ? event.data.undone : undefined) ?? [];
  const stays = (deadline: D): boolean =>
    (fellShort(event) || !ends(deadline, event.type, event.data as unknown as Readonly<Record<string, unknown>>)) &&
    !started.some(({ id, subject }) => id === deadline.id && subject === deadline.subject) &&
    !(deadline.from !== undefined && (undone as readonly string[]).includes(deadline.from));
  return [...before.filter(stays), ...started].map((deadline) => changed(deadline, event));
}

/** A clock after an event that lengthens, stops, resumes or notes it. */
function changed<D extends Running | DossierDeadline>(deadline: D, event: Entry): D {
  const { on } = event.meta;
  switch (event.type) {
    case 'DeadlineExtended': {
      const { deadline: id, place, amount } = event.data;
      return deadline.id === id && deadline.subject === place ? unnoted(deadline, { amount, on }) : deadline;
    }
    case 'DossierReturned':
      return event.data.clock === 'stops' && deadline.until === 'AdmissionDecided' ? stopped(deadline, on) : deadline;
    case 'DossierSubmitted':
      return resumed(deadline, on);
    case 'ProbationProlonged':
      // The time that must pass is longer; when the cell has to review is for the local rules to say.
      return deadline.id === 'K3' ? { ...deadline, extended: { amount: event.data.months, on } } : deadline;
    case 'DeadlinePassed': {
      const { deadline: id, place, start, due: passed } = event.data;
      const { start: begun, due, extended } = deadline as DossierDeadline;
      const same = deadline.id === id && deadline.subject === place && begun === start;
      // An extension that was granted in time and entered late stands before what was recorded of the former last day.
      const former = extended !== undefined && passed <= due;
      return same && !former ? { ...deadline, noted: on } : deadline;
    }
    default:
      return deadline;
  }
}

/** A clock with another last day has not passed that one yet, whatever was recorded of the former. */
function unnoted<D extends object>(deadline: D, extended: NonNullable<DossierDeadline['extended']>): D {
  const { noted: _former, ...rest } = deadline as { noted?: Day };
  return { ...rest, extended } as unknown as D;
}

function stopped<D extends object>(deadline: D, from: Day): D {
  const { stops = [] } = deadline as { stops?: DossierDeadline['stops'] };
  return { ...deadline, stops: [...stops, { from }] };
}

function resumed<D extends object>(deadline: D, to: Day): D {
  const { stops = [] } = deadline as { stops?: DossierDeadline['stops'] };
  const last = stops.at(-1);
  if (last === undefined || last.to !== undefined) return deadline;
  return { ...deadline, stops: [...stops.slice(0, -1), { ...last, to }] };
}
