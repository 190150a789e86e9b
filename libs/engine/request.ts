import type { Actor, Day, Instant } from '@dossier/kernel';
import { dayOfInstant } from '@dossier/calendar';

/** A command as it reaches its handler: what, when, who, and under which id it may come again. */
export interface Request<C> {
  readonly command: C;
  readonly commandId: string;
  readonly on: Day;
  readonly actor: Actor;
  /** The day a paper register claims to have recorded it; only an import knows one. */
  readonly entered?: Day;
  readonly correlation?: string;
}

/** What a judge is handed beside the loader: the day it is today, which came in with the command. */
export interface Today {
  readonly today: Day;
}

/** Today in Asia/Ho_Chi_Minh. */
export function todayOf(now: Instant): Day {
  return dayOfInstant(now);
}
