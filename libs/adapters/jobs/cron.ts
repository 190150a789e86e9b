import type { Schedule } from '@dossier/kernel';
import { CronExpressionParser } from 'cron-parser';
import { isDeepStrictEqual } from 'node:util';

/** The next turn of a cron pattern after a moment, in milliseconds; patterns are read as the clocks of Viet Nam show. */
export function nextOf(pattern: string, afterMs: number): number {
  return CronExpressionParser.parse(pattern, { currentDate: new Date(afterMs), tz: 'Asia/Ho_Chi_Minh' })
    .next()
    .getTime();
}

export function sameSchedule(a: Schedule, b: Schedule): boolean {
  return isDeepStrictEqual([a.name, a.data, a.every], [b.name, b.data, b.every]);
}
