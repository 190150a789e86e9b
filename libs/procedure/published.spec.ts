import { createHash } from 'node:crypto';
import { dossierCommand, SCHOOLING } from '@dossier/contract';
import { calendar, locals, namesIn, ready, shipped, versions } from '../../test/support/procedures';
import { nothing } from '../../test/support/rules';
import { ACTION_OF, RECORD_ACTIONS } from '../domain/dossier/actions';
import { deadlinesFrom } from './clocks';
import { loosened, withLocalRules } from './local-rules';
import { versionInForce, votesNeeded } from './rulebook';
import { RULES } from './rules';
import type { DeadlineRule, Guard, ProcedureVersion } from './schema';

const events = Object.keys(ACTION_OF);
const actions = dossierCommand.options.map((option) => option.shape.type.value);
const FIRST = ['R2016', 'R2021'];

/** What the first editions did not know of yet: everything after the ceremony, and most of the irregular ways. */
const SINCE_SECOND = [
  ...['NoteTemporaryActivity', 'RequestConsent', 'GrantConsent', 'DenyConsent'],
  ...['AppraiseBySubCommittee', 'ReturnDossier', 'ExtendDeadline', 'GiveNotice'],
  ...['MoveCandidate', 'ForwardDossier', 'ReceiveDossier', 'RedirectDecision', 'AskReexamination'],
  ...['AnswerReexamination', 'RedoStep', 'AnnulDecision', 'RecordDeath', 'LetLeave'],
  ...['CompleteNewMemberCourse', 'ReportProbation', 'HoldRecognitionVote', 'DecideRecognition'],
  ...['HoldErasureVote', 'EraseProbationer', 'AppealErasure', 'ResolveAppeal'],
];

/** The record's own actions are no regulation's, and prolonging a probation is a local rule. */
const NO_VERSIONS: readonly string[] = [...RECORD_ACTIONS, 'ProlongProbation'];

type Cited = Pick<Guard, 'basis' | 'verified'>;

function guardsOf({
  actions: known,
}: Pick<ProcedureVersion, 'actions'>): readonly (readonly [string, string, Guard])[] {
  return Object.entries(known).flatMap(([action, { guards }]) =>
    guards.map((guard) => [action, guard.rule, guard] as const),
  );
}

function idsOf({
  actions: known,
  thresholds,
  deadlines,
}: Pick<ProcedureVersion, 'actions' | 'thresholds' | 'deadlines'>) {
  return [
    ...Object.values(known).flatMap(({ guards }) => guards.map(({ id }) => id)),
    ...Object.values(thresholds).map(({ id }) => id),
    ...deadlines.map(({ id }) => id),
  ];
}

describe('the published procedures', () => {
  it('are two editions of each regulation but the one of January 2025, which held for five months', () => {
    expect(versions.map(({ version }) => version).sort()).toEqual(
      [
        ...FIRST,
        'R2016.2',
        'R2021.2',
        'R2025A',
        ...['R2025B', 'R2026A', 'R2026B'].flatMap((name) => [name, `${name}.2`]),
      ].sort(),
    );
    expect(locals.map(({ overlay }) => overlay)).toEqual(['HN2025']);
  });

  it('are locked: each file has the digest it was published with, and none is missing from the lock', () => {
    const files = ['admission', 'local'].flatMap((folder) =>
      namesIn(`procedures/${folder}`).map((name) => `${folder}/${name}`),
    );
    const digests = files.map((file) => {
      const digest = createHash('sha256')
        .update(shipped(`procedures/${file}`))
        .digest('hex');
      return `${digest}  ${file}`;
    });
    expect(shipped('procedures/published.lock').trimEnd().split('\n')).toEqual(digests);
  });

  it.each([
    ['2016-07-24', undefined],
    ['2016-07-25', 'R2016.2'],
    ['2021-07-29', 'R2016.2'],
    ['2021-07-30', 'R2021.2'],
    ['2025-01-19', 'R2021.2'],
    ['2025-01-20', 'R2025A'],
    ['2025-06-30', 'R2025A'],
    ['2025-07-01', 'R2025B.2'],
    ['2026-04-07', 'R2025B.2'],
    ['2026-04-08', 'R2026A.2'],
    ['2026-07-25', 'R2026A.2'],
    ['2026-07-26', 'R2026B.2'],
    ['2031-01-01', 'R2026B.2'],
  ])('follow each other without a gap, the newer of two editions holding: on %s it is %s', (day, name) => {
    expect(versionInForce(versions, day)?.version).toBe(name);
  });

  it('have every rule id explained in docs/PROCEDURE.md', () => {
    const page = shipped('docs/PROCEDURE.md');
    const ids = [...versions, ...locals].flatMap(idsOf);
    expect([...new Set(ids)].filter((id) => !page.includes(`| ${id} |`))).toEqual([]);
  });

  it('claim the primary text only where it was read: in the regulation of 26/5/2025 and its guidance', () => {
    const claiming = [...versions, ...locals].filter((rules) => JSON.stringify(rules).includes('"verified":"primary"'));
    expect(claiming).toMatchObject([{ version: 'R2025B.2' }, { version: 'R2025B' }]);
  });
});

describe.each(versions)('$version', (procedure) => {
  const { version, path, thresholds, deadlines } = procedure;
  const guards = guardsOf(procedure);
  const first = FIRST.includes(version);

  it('knows every command a regulation can know, and no other action', () => {
    const known = actions.filter((a) => !NO_VERSIONS.includes(a) && !(first && SINCE_SECOND.includes(a)));
    expect(Object.keys(procedure.actions).sort()).toEqual([...known].sort());
    for (const step of path) expect(known).toContain(step.action);
  });

  it.each(guards)('%s: %s names a rule that exists, with values that suit it', (_, rule, guard) => {
    expect(Object.keys(RULES)).toContain(rule);
    expect(() => RULES[rule]?.(nothing, guard.values)).not.toThrow();
    expect(() => RULES[rule]?.(ready, guard.values)).not.toThrow();
  });

  it('names only steps that happen, and only deadlines and bodies it has', () => {
    const ids = deadlines.map(({ id }) => id);
    for (const [, rule, { values }] of guards) {
      for (const step of Array.isArray(values['steps']) ? values['steps'] : []) expect(events).toContain(step);
      if (values['deadline']) expect(ids).toContain(values['deadline']);
      if (values['body'] && rule !== 'body-between') expect(Object.keys(thresholds)).toContain(values['body']);
      if (values['order']) expect(values['order']).toEqual(SCHOOLING);
    }
    for (const { from, until, unless, after } of deadlines) {
      for (const event of [from, until, ...(unless === undefined ? [] : [unless])]) expect(events).toContain(event);
      if (after !== undefined) expect(ids).toContain(after);
    }
    for (const { undoes = [] } of Object.values(procedure.actions)) for (const e of undoes) expect(events).toContain(e);
  });

  it('has each step of its way brought about by the command that it names', () => {
    for (const { event, action } of path)
      expect([event, ACTION_OF[event as keyof typeof ACTION_OF]]).toEqual([event, action]);
  });

  it('has no two clocks of one name', () => {
    const ids = deadlines.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('cites each document by number and date, and only documents among its sources', () => {
    const sources = procedure.sources.map(({ document, date }) => `${document} ${date}`);
    const cited: readonly Cited[] = [
      ...guards.map(([, , guard]) => guard),
      ...Object.values(thresholds),
      ...deadlines,
      ...deadlines.flatMap(({ extension }) => extension ?? []),
      ...(procedure.decider ? [procedure.decider] : []),
    ];
    for (const { basis } of cited) if (basis) expect(sources).toContain(`${basis.document} ${basis.date}`);
  });

  it('has an article for every majority and every clock', () => {
    for (const { id, basis } of [...Object.values(thresholds), ...deadlines])
      expect([id, basis?.clause]).toEqual([id, expect.any(String)]);
  });

  it('has the cell and the committee agree by two thirds, and the decider by more than half', () => {
    const needed = (body: string, of: number) => votesNeeded(thresholds[body] ?? fail(body), of);
    expect([3, 7, 100].map((of) => needed('cell', of))).toEqual([2, 5, 67]);
    expect(needed('grassroots-committee', 7)).toBe(5);
    expect([10, 11].map((of) => needed('decider', of))).toEqual([6, 6]);
  });

  it('has a certificate serve 60 months and papers 12', () => {
    const issued = { on: '2019-03-09', data: { issuedOn: '2019-03-09' } };
    expect(deadlinesFrom(procedure, 'TrainingCertified', issued, calendar)).toMatchObject([
      { id: 'T1', due: '2024-03-09' },
    ]);
    const opened = { on: '2023-02-12', data: {} };
    expect(deadlinesFrom(procedure, 'DossierOpened', opened, calendar)).toMatchObject([
      { id: 'S1', due: '2024-02-12' },
    ]);
  });
});

describe.each(versions.filter(({ version }) => FIRST.includes(version)))('$version, the first edition', (procedure) => {
  it('claims nothing to have been read in the primary text', () => {
    expect(JSON.stringify(procedure)).not.toContain('"verified":"primary"');
  });

  it('starts a clock of 60 working days at the cell’s vote and of 30 at the receipt of the decision', () => {
    expect(deadlinesFrom(procedure, 'CellVoted', { on: '2023-04-10', data: {} }, calendar)).toMatchObject([
      { id: 'K1', due: '2023-07-06', until: 'AdmissionDecided' },
    ]);
    expect(deadlinesFrom(procedure, 'DecisionReceived', { on: '2023-04-10', data: {} }, calendar)).toMatchObject([
      { id: 'K2', due: '2023-05-25', until: 'CeremonyHeld' },
    ]);
  });

  it('says nothing of who decides, and goes as far as the ceremony', () => {
    expect(procedure.decider).toBeUndefined();
    expect(procedure.path.at(-1)?.event).toBe('CeremonyHeld');
  });
});

describe.each(versions.filter(({ version }) => !FIRST.includes(version)))(
  '$version, on its own sureness',
  (procedure) => {
    it('says of everything it could not be sure of what that is', () => {
      const unsure = new Set(
        [
          ...guardsOf(procedure).map(([, , guard]) => guard),
          ...procedure.deadlines,
          ...Object.values(procedure.thresholds),
        ]
          .filter(({ verified, basis }) => verified === 'assumed' && basis !== undefined)
          .map(({ id }) => id),
      );
      expect(procedure.assumptions?.length).toBeGreaterThan(0);
      for (const { vi, en } of procedure.assumptions ?? []) {
        expect(en).toMatch(/^[A-Z0-9].*\.$/);
        expect(vi).toMatch(/^[\p{Lu}0-9].*\.$/u);
      }
      if (procedure.version.startsWith('R2025B')) expect([...unsure].sort()).toEqual(['M2', 'W1']);
    });

    it('goes on to the recognition, and says who decides', () => {
      expect(procedure.path.at(-1)?.event).toBe('MemberRecognised');
      expect(procedure.decider?.kinds.length).toBeGreaterThan(0);
      expect(procedure.path.filter(({ phase }) => phase === 'probation').map(({ action }) => action)).toEqual([
        'CompleteNewMemberCourse',
        'ReportProbation',
        'ReportProbation',
        'HoldRecognitionVote',
        'HoldRecognitionVote',
        'DecideRecognition',
      ]);
    });

    it('says of every clock whether somebody must act, something serves or a time must pass, and who must act', () => {
      const who = (rule: DeadlineRule) => (rule.kind === 'waits' ? 'nobody' : rule.by);
      for (const rule of procedure.deadlines) {
        expect([rule.id, rule.kind]).toEqual([rule.id, expect.stringMatching(/^(act|serves|waits)$/)]);
        expect([rule.id, who(rule)]).toEqual([rule.id, expect.any(String)]);
      }
    });
  },
);

describe.each(locals)('$overlay', (local) => {
  it('only adds and tightens, whatever version it is laid over', () => {
    for (const version of versions) expect([version.version, loosened(version, local)]).toEqual([version.version, []]);
  });

  it('names rules that exist and steps that happen, and deadlines there are once it is laid over a version', () => {
    for (const [, rule, { values }] of guardsOf(local)) {
      expect(Object.keys(RULES)).toContain(rule);
      expect(() => RULES[rule]?.(ready, values)).not.toThrow();
      for (const step of Array.isArray(values['steps']) ? values['steps'] : []) expect(events).toContain(step);
      for (const version of versions.filter(({ version: name }) => !FIRST.includes(name))) {
        const ids = withLocalRules(version, local).deadlines.map(({ id }) => id);
        if (values['deadline']) expect(ids).toContain(values['deadline']);
      }
    }
  });

  it('cites only documents among its sources, and says what is unsure of them', () => {
    const sources = local.sources.map(({ document, date }) => `${document} ${date}`);
    for (const { basis } of [...guardsOf(local).map(([, , guard]) => guard), ...local.deadlines]) {
      expect(sources).toContain(`${basis?.document} ${basis?.date}`);
    }
    expect(local.assumptions?.length).toBeGreaterThan(0);
  });
});

function fail(what: string): never {
  throw new Error(`the procedure has no ${what}`);
}
