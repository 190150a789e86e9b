import { addMonths, calendarOf } from '@dossier/calendar';
import type { DossierDeadline } from '@dossier/procedure';
import { wakeUpsOf } from './wake-ups';

const calendar = calendarOf([]);
const running = (id: string, due: string, more: Partial<DossierDeadline> = {}): DossierDeadline => ({
  ...{ id, amount: 1, unit: 'months', start: addMonths(due, -1), due, until: 'AdmissionDecided', verified: 'primary' },
  ...more,
});
const row = (...deadlines: DossierDeadline[]) => ({ deadlines, outcome: null });
const on = (today: string) => ({ today, calendar });

describe('the moments to wake at', () => {
  it('are the ends of the days in Viet Nam on which a deadline falls due', () => {
    expect(wakeUpsOf([row(running('K1', '2026-03-04'))], on('2026-02-10'))).toEqual([
      { due: '2026-03-04', at: '2026-03-04T17:00:00.000Z' },
    ]);
  });

  it('are one for each day, in order, however many dossiers wait for it', () => {
    const rows = [row(running('K1', '2026-03-05'), running('K2', '2026-03-04')), row(running('K1', '2026-03-05'))];
    expect(wakeUpsOf(rows, on('2026-02-10')).map(({ due }) => due)).toEqual(['2026-03-04', '2026-03-05']);
  });

  it('count the day itself, and leave out what passed before it', () => {
    const rows = [row(running('K1', '2026-03-04'))];
    expect(wakeUpsOf(rows, on('2026-03-04'))).toHaveLength(1);
    expect(wakeUpsOf(rows, on('2026-03-05'))).toEqual([]);
  });

  it('leave out what was recorded, what only has to pass, what stands still, and dossiers that have ended', () => {
    const due = '2026-03-04';
    const rows = [
      row(running('K1', due, { noted: '2026-03-05' })),
      row(running('K3', due, { kind: 'waits' })),
      row(running('K1', due, { stops: [{ from: '2026-02-20' }] })),
      { deadlines: [running('K1', due)], outcome: 'withdrawn' as const },
    ];
    expect(wakeUpsOf(rows as Parameters<typeof wakeUpsOf>[0], on('2026-02-10'))).toEqual([]);
  });

  it('follow an extension', () => {
    const rows = [row(running('K1', '2026-03-04', { extended: { amount: 1, on: '2026-03-01' } }))];
    expect(wakeUpsOf(rows, on('2026-02-10')).map(({ due }) => due)).toEqual(['2026-04-04']);
  });
});
