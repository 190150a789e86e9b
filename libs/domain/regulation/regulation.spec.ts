import { decidePublication, type Publication } from './decide';
import { regulation, type RegulationState } from './state';

const version = (name: string, digest: string): Publication => ({
  kind: 'procedure',
  digest,
  document: { procedure: 'admission', version: name } as never,
});
const year = (of: number, digest: string): Publication => ({
  kind: 'calendar',
  calendar: 'vn',
  digest,
  document: { year: of, off: [], workedInstead: [] },
});

function after(...publications: readonly Publication[]): RegulationState {
  return publications.reduce((state, publication) => {
    const decision = decidePublication(publication, state);
    if ('refused' in decision) throw new Error(decision.refused.code);
    return decision.events.reduce((s, event) => regulation.evolve(s, event as never), state);
  }, regulation.initial);
}

describe('a version of the procedure', () => {
  it('is published whole, with the digest of its file', () => {
    const published = decidePublication(version('R2021', 'abc'), after(version('R2016', 'xyz')));
    expect(published).toMatchObject({
      events: [
        {
          type: 'ProcedurePublished',
          data: { procedure: 'admission', version: 'R2021', digest: 'abc', document: { version: 'R2021' } },
        },
      ],
    });
    expect(after(version('R2016', 'xyz'), version('R2021', 'abc')).versions.map((v) => v.document.version)).toEqual([
      'R2016',
      'R2021',
    ]);
  });
  it('never changes once published', () => {
    expect(decidePublication(version('R2021', 'abd'), after(version('R2021', 'abc')))).toEqual({
      refused: { code: 'published-version-changed', condition: 'digest', have: 'abd', need: 'abc', who: 'nobody' },
    });
    expect(decidePublication(version('R2021', 'abc'), after(version('R2021', 'abc')))).toMatchObject({
      refused: { code: 'nothing-changed', have: 'R2021' },
    });
  });
});

describe('a year of the calendar', () => {
  it('may be published again, newer: the exchanges of a year come late', () => {
    const again = after(year(2026, 'a'), year(2027, 'b'), year(2027, 'c'));
    expect(again.years.map(({ digest, document }) => [document.year, digest])).toEqual([
      [2026, 'a'],
      [2027, 'c'],
    ]);
    expect(decidePublication(year(2027, 'c'), again)).toMatchObject({
      refused: { code: 'nothing-changed', have: 2027 },
    });
  });
  it('and an unknown event passes', () => {
    expect(regulation.evolve(regulation.initial, { type: 'Other' } as never)).toBe(regulation.initial);
  });
});
