import { at, commune } from '../../../test/support/commune';
import { asks } from '../../../test/support/scenario';
import { versions } from '../../../test/support/procedures';
import { ageBand } from './facets';
import { HAPPENING } from './happening';
import { facetsOf } from './happening/deciding';
import { thresholdOf } from './happening/votes';
import { dossier } from './state';

it.each([
  [undefined, 'unknown'],
  ['2007-09-11', 'under-18'],
  ['2007-09-10', '18-30'],
  ['1994-09-11', '18-30'],
  ['1994-09-10', '31-40'],
  ['1984-09-11', '31-40'],
  ['1984-09-10', '41-50'],
  ['1974-09-11', '41-50'],
  ['1974-09-10', '51+'],
])('the age band of one born on %s is on 10/9/2025 %s', (birth, band) => {
  expect(ageBand(birth, '2025-09-10')).toBe(band);
});

describe('what can only be a fault of who asks is thrown, not refused', () => {
  const [version] = versions;
  if (version === undefined) throw new Error('there is no version');
  const { cell, declared } = at('listed').state;
  if (cell === undefined || declared === undefined) throw new Error('nobody is listed');

  it('facets of a dossier that was never listed, or only in part', () => {
    const never = /never listed/;
    expect(() => facetsOf(dossier.initial, '2025-09-10')).toThrow(never);
    expect(() => facetsOf({ ...dossier.initial, cell }, '2025-09-10')).toThrow(never);
    expect(() => facetsOf({ ...dossier.initial, declared }, '2025-09-10')).toThrow(never);
    expect(facetsOf({ ...dossier.initial, cell, declared }, '2025-09-10')).toEqual({
      ...declared,
      cell,
      ageBand: 'unknown',
    });
  });

  it('a majority of a body the regulation does not know', () => {
    expect(() => thresholdOf(version, 'congress')).toThrow(`${version.version} has no threshold for congress`);
    expect(thresholdOf(version, 'cell', 'recognition')).toEqual(version.thresholds['cell']);
  });

  it('a listing under no person id', () => {
    const { command } = asks('ListCandidate', '2025-07-02', {
      cell,
      proposedBy: 'cell',
      declared,
      identity: { name: 'Lò Thị Thử', birth: '1995-04-20' },
    });
    const under = { procedure: version, calendar: commune.regulation.calendar, on: '2025-07-02', today: '2025-07-02' };
    const nobody = { cellId: cell, committeeBetween: false, members: {} };
    expect(() => HAPPENING.ListCandidate(command as never, dossier.initial, nobody, under)).toThrow(/person id/);
  });
});
