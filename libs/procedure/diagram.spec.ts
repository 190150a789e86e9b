import { version, versions } from '../../test/support/procedures';
import { diagramOf, type DiagramWords } from './diagram';
import type { ProcedureVersion } from './schema';

const plain: DiagramWords = {
  word: (code) => code,
  workingDays: (days) => `${days} days`,
  months: (months) => `${months} months`,
  onlyWhere: (body) => `where ${body}`,
  before: (step) => `before ${step}`,
};
const lines = (name: string) => diagramOf(version(name), plain).split('\n');

describe('the picture of a version', () => {
  it('has each step of the way in its phase, with whose turn it is and by when', () => {
    const picture = diagramOf(version('R2025B'), plain);
    for (const { event, by } of version('R2025B').path)
      expect(picture).toMatch(new RegExp(`"${event}<br/>\\(${by}\\)`));
    expect(picture).toContain('AdmissionDecided<br/>(decider)<br/>K1: 45 days');
    expect(diagramOf(version('R2021.2'), plain)).toContain('K1: 60 days');
  });

  it('passes by a body that is not there, and only that', () => {
    const from = (event: string) => lines('R2021.2').filter((line) => new RegExp(`^ {2}s\\d+_${event} -->`).test(line));
    expect(from('CellVoted').map((line) => line.replaceAll(/s\d+_/g, ''))).toEqual([
      '  CellVoted -->|"where sub-committee"| SubCommitteeAppraised',
      '  CellVoted -->|"where grassroots-committee"| CommitteeVoted',
      '  CellVoted --> DossierSubmitted',
    ]);
    expect(from('DossierSubmitted')).toHaveLength(1);
  });

  it('draws the ways off it that the version knows, and none it does not', () => {
    const dashed = (name: string) => lines(name).filter((line) => line.includes('-.->')).length;
    expect(dashed('R2025B')).toBeGreaterThan(8);
    expect(dashed('R2021')).toBeLessThan(dashed('R2021.2'));
    expect(diagramOf(version('R2021'), plain)).not.toContain('AnnulDecision');
  });

  it('has each way off it begin, end and lead back where the guards of the version say', () => {
    const off = (name: string, of: ProcedureVersion = version(name)) =>
      diagramOf(of, plain).replaceAll(/s\d+_/g, '').split('\n');
    expect(off('R2025B')).toContain(
      '  DossierSubmitted -.->|"ReturnDossier<br/>(before AdmissionDecided)"| DocumentFiled',
    );
    expect(off('R2025B')).toContain('  CommitteeVoted -.->|"MoveCandidate"| CellVoted');
    expect(off('R2025B')).toContain('  CandidateListed -.-> e_RecordDeath');
    const { actions } = version('R2025B');
    const guard = { rule: 'steps-taken', id: 'X', values: { steps: ['CellVoted'] }, verified: 'assumed' as const };
    const later = { ...version('R2025B'), actions: { ...actions, WithdrawCandidate: { guards: [guard] } } };
    expect(off('R2025B')).toContain('  e_WithdrawCandidate(["WithdrawCandidate<br/>(before CeremonyHeld)"]):::ending');
    expect(off('', later)).toEqual(
      expect.arrayContaining([
        '  e_WithdrawCandidate(["WithdrawCandidate"]):::ending',
        '  CellVoted -.-> e_WithdrawCandidate',
      ]),
    );
  });

  it('shows the deadlines of the usual way at its steps, and not those of a move', () => {
    expect(lines('R2025B').find((line) => line.includes('"CeremonyHeld'))).toContain('K2: 30 days');
    expect(diagramOf(version('R2025B'), plain)).not.toContain('K7');
  });

  it.each(versions.map((one) => [one.version, one] as const))('%s draws no arrow to or from nowhere', (_, one) => {
    const drawn = diagramOf(one, plain).split('\n');
    const nodes = drawn.flatMap((line) => /^ +(\w+)(?:\(?\[)"/.exec(line)?.[1] ?? []);
    const ends = drawn.flatMap((line) => /^ {2}(\w+) -(?:->|\.->)(?:\|"[^"|]*"\|)? (\w+)$/.exec(line)?.slice(1) ?? []);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(ends.length).toBeGreaterThan(2 * one.path.length - 3);
    expect(ends.filter((end) => !nodes.includes(end))).toEqual([]);
    // Whatever a line is, it is one of these: a parser meets nothing else.
    const kinds =
      /^(flowchart TD| {2}subgraph \w+\["[^"]*"\]| {2}end| {2}classDef .*|.*(-->|-\.->).*| +\w+\(?\["[^"]*"\]\)?(:::ending)?|)$/;
    expect(drawn.filter((line) => !kinds.test(line))).toEqual([]);
  });

  it('lets no word end a label', () => {
    const words = { ...plain, word: (code: string) => `${code} "[quoted]"` };
    for (const one of versions)
      for (const [, label] of diagramOf(one, words).matchAll(/\["([^\n]*)"\]$/gm)) expect(label).not.toMatch(/["[\]]/);
  });
});
