import type { Step } from './commands';
import { inOrder, sorted } from './schedule';

const step = (type: string, on: string, fields: object = {}, person?: string): Step =>
  ({
    sheet: 's',
    line: 1,
    aggregate: 'dossier',
    command: { type, ...fields },
    on,
    entered: on,
    text: '',
    ...(person ? { person } : {}),
  }) as unknown as Step;
const names = (steps: readonly Step[]) => steps.map(({ command, on }) => `${command.type} ${on}`);

describe('the order of an import', () => {
  it('is: units, members and classes first, then everything by day, a settlement last on its day', () => {
    const rows = [
      step('SettleCommitment', '2023-06-30'),
      step('HoldCeremony', '2023-06-30', { dossier: 'd1' }),
      step('ListCandidate', '2022-01-01', { dossier: 'd1' }),
      step('PlanClass', '2023-01-01'),
      step('RegisterMember', '2024-01-01'),
      step('FoundOrganisation', '2025-01-01'),
      step('AssignQuota', '2023-01-01'),
    ];
    expect(names(sorted(rows))).toEqual([
      'FoundOrganisation 2025-01-01',
      'RegisterMember 2024-01-01',
      'PlanClass 2023-01-01',
      'ListCandidate 2022-01-01',
      'AssignQuota 2023-01-01',
      'HoldCeremony 2023-06-30',
      'SettleCommitment 2023-06-30',
    ]);
  });
  it('keeps rows of one day, and units in the order of the sheet: parents stand before children', () => {
    const rows = [
      step('FoundOrganisation', '2020-01-01'),
      step('FoundOrganisation', '2010-01-01'),
      step('A', '2023-01-01', { dossier: 'x' }),
      step('B', '2023-01-01', { dossier: 'y' }),
    ];
    expect(sorted(rows)).toEqual(rows);
  });
});

describe('rows that run side by side', () => {
  /** Runs with delays that get shorter, so that what is not held back overtakes. */
  async function trace(steps: readonly Step[]) {
    const log: string[] = [];
    await inOrder(steps, async (_, index) => {
      log.push(`>${index}`);
      await new Promise((resolve) => setTimeout(resolve, (steps.length - index) * 3));
      log.push(`<${index}`);
    });
    return log;
  }
  const on = '2023-01-01';

  it('are dossiers of different persons; each person’s own steps keep their order, across dossiers too', async () => {
    const log = await trace([
      step('ListCandidate', on, { dossier: 'd1' }, 'An'),
      step('ListCandidate', on, { dossier: 'd2' }, 'An'),
      step('ListCandidate', on, { dossier: 'd3' }, 'Bo'),
      step('OpenDossier', on, { dossier: 'd2' }),
    ]);
    expect(log.indexOf('>2')).toBeLessThan(log.indexOf('<0'));
    expect(log.indexOf('<0')).toBeLessThan(log.indexOf('>1'));
    expect(log.indexOf('<1')).toBeLessThan(log.indexOf('>3'));
  });
  it('wait for a step on anything else, and it for them', async () => {
    const log = await trace([
      step('HoldCellVote', on, { dossier: 'd1' }),
      step('MoveMember', on, { member: 'm' }),
      step('HoldCellVote', on, { dossier: 'd2' }),
    ]);
    expect(log).toEqual(['>0', '<0', '>1', '<1', '>2', '<2']);
  });
  it('wait for one by which somebody comes on a roll, becomes official or leaves, for a vote counts the roll', async () => {
    for (const type of ['HoldCeremony', 'DecideRecognition', 'RecordDeath', 'MoveCandidate']) {
      const log = await trace([
        step(type, on, { dossier: 'd1' }),
        step('HoldCellVote', on, { dossier: 'd2' }),
        step('HoldCellVote', on, { dossier: 'd3' }),
      ]);
      expect(log.slice(0, 2)).toEqual(['>0', '<0']);
      expect(log.slice(2, 4)).toEqual(['>1', '>2']);
    }
  });
  it('are members of different cells, not of one: they stand on one roll', async () => {
    const log = await trace([
      step('RegisterMember', on, { cell: 'a' }),
      step('RegisterMember', on, { cell: 'a' }),
      step('RegisterMember', on, { cell: 'b' }),
    ]);
    expect(log.indexOf('<0')).toBeLessThan(log.indexOf('>1'));
    expect(log.indexOf('>2')).toBeLessThan(log.indexOf('<0'));
  });
  it('are never more than 64, and all are done at the end', async () => {
    let now = 0;
    let most = 0;
    let done = 0;
    await inOrder(
      Array.from({ length: 200 }, (_, i) => step('OpenDossier', on, { dossier: `d${i}` })),
      async () => {
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        done += 1;
      },
    );
    expect(done).toBe(200);
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(64);
  });
  it('that fail, fail the run', async () => {
    await expect(
      inOrder([step('OpenDossier', on, { dossier: 'd' })], () => Promise.reject(new Error('store down'))),
    ).rejects.toThrow('store down');
  });
});
