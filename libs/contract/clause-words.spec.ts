import { locals, versions } from '../../test/support/procedures';
import { clauseWord } from './words';

const clauses = new Set(
  [...versions, ...locals].flatMap((one) =>
    [...JSON.stringify(one).matchAll(/"clause":"([^"]*)"/g)].map((m) => m[1] ?? ''),
  ),
);

describe('a clause in Vietnamese', () => {
  it.each([...clauses])('leaves no English word in "%s"', (clause) => {
    expect(clauseWord(clause, 'vi')).not.toMatch(
      /\b(the|of|its|own|was|not|noted|found|day|which|from|that|forms?|article|corresponds|by|with|two|papers|order)\b/i,
    );
    expect(clauseWord(clause, 'en')).toBe(clause);
  });

  it('is looked for in every version and in the local rules', () => expect(clauses.size).toBeGreaterThan(20));
});
