import { ready, versions } from '../../../test/support/procedures';
import { ask } from '../../../test/support/rules';
import { approvalRules } from './approval-rules';
import { argumentRules } from './argument-rules';
import { consentRules, dossierRules } from './dossier-rules';
import { judgesArguments, OF_BIRTH, RULES } from './index';
import { laterRules } from './later-rules';
import { namingRules, personRules } from './person-rules';

describe('the library of rules', () => {
  // Each file of rules has a spec beside it that tests every rule of the file.
  const ofState = { ...dossierRules, ...personRules, ...approvalRules, ...laterRules };
  const ofArguments = { ...namingRules, ...consentRules, ...argumentRules };

  it('holds the rules of its files and no other, no two of one name', () => {
    const names = [...Object.keys(ofState), ...Object.keys(ofArguments)];
    expect(Object.keys(RULES).sort()).toEqual([...new Set(names)].sort());
    expect(new Set(names).size).toBe(Object.keys(RULES).length);
  });

  it('tells the rules that judge what a command brings from those that judge the dossier', () => {
    expect(Object.keys(ofArguments).filter((name) => !judgesArguments(name))).toEqual([]);
    expect(Object.keys(ofState).filter(judgesArguments)).toEqual([]);
  });

  it('reads the birth, which is sealed, in the rule of age alone: what it finds is marked as taken from it', () => {
    const guards = versions.flatMap(({ actions }) => Object.values(actions).flatMap((action) => action.guards));
    const [reading, found] = [new Set<string>(), new Set<string>()];
    for (const { rule, values } of guards) {
      for (const birth of ['1900-01-01', '2020-01-01']) {
        const watched = new Proxy(
          { ...ready, birth },
          {
            get(facts, name) {
              if (name === 'birth') reading.add(rule);
              return Reflect.get(facts, name) as unknown;
            },
          },
        );
        const finding = RULES[rule]?.(watched, values);
        if (rule === 'age' && finding) found.add(finding.code);
      }
    }
    expect([...reading]).toEqual(['age']);
    expect([...found].sort()).toEqual([...OF_BIRTH].sort());
  });

  it('takes a guard without its value for a fault of the data, not for a refusal', () => {
    expect(() => ask('cell-quorum', {}, {})).toThrow(TypeError);
    expect(() => ask('steps-taken', { steps: 'CandidateListed' }, {})).toThrow(TypeError);
    expect(() => ask('vote-carried', { body: 1 }, {})).toThrow(TypeError);
  });
});
