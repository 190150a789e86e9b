import { fold, type Day } from '@dossier/kernel';
import { procedureVersion, type ProcedureVersion } from '@dossier/procedure';
import { version } from '../../../test/support/procedures';
import {
  before,
  but,
  dossier as world,
  given,
  plansClass,
  step,
  upTo,
  wayFrom,
  type Given,
} from '../../../test/support/scenario';
import { lookedUp } from '../looking';
import { surroundings } from './surroundings';
import { knowing, trialOf, trialReport, type Tried } from './trial';

type Draft = { -readonly [K in keyof ProcedureVersion]: ProcedureVersion[K] };

/** The version that dossiers of 2022 hold, with something changed, under a name of its own. */
function but2027(change: (draft: Draft) => void = () => undefined): ProcedureVersion {
  const draft: Draft = structuredClone(version('R2021.2'));
  draft.version = 'R2027';
  change(draft);
  return procedureVersion.parse(draft);
}
const guardOf = (draft: Draft, action: string, rule: string) => {
  const found = draft.actions[action]?.guards.find((guard) => guard.rule === rule);
  if (!found) throw new Error(`${action} has no ${rule}`);
  return found;
};

const way = wayFrom(2022);
const ON = '2023-04-10';
const start = given(world);
/** Older than any version asks. */
const OLD = { name: 'Lò Thị Thử', birth: '1980-04-20' };

/** What a version would change for a dossier as it stands on a day. */
function tried({ world: now, state }: Pick<Given, 'world' | 'state'>, proposed: ProcedureVersion, on: Day = ON) {
  const context = lookedUp(surroundings('hs-1', state, on), ({ stream, evolution }) =>
    fold(
      evolution,
      now.log.filter((event) => event.stream === stream),
    ),
  );
  return trialOf(state, context, now.regulation, proposed, { on, today: on });
}
const brief = (changes: ReturnType<typeof tried>) =>
  changes.map(({ kind, about, condition, refusal }) => [kind, about, refusal?.code ?? condition]);

const votable = start(...before('voted', way));
const opened = start(...upTo('opened', way));

describe('a version is tried on a dossier', () => {
  it('and one that says the same under another name changes nothing', () => {
    for (const stage of ['listed', 'opened', 'voted', 'submitted', 'celebrated'] as const)
      expect(tried(start(...upTo(stage, way)), but2027(), '2023-07-01')).toEqual([]);
  });

  it('closes what was possible, with the refusal a command would get', () => {
    const older = but2027((d) => void (guardOf(d, 'HoldCellVote', 'age').values['least'] = 30));
    const changes = tried(votable, older);
    expect(brief(changes)).toEqual([['closes', 'HoldCellVote', 'too-young']]);
    expect(changes[0]?.refusal).toMatchObject({ condition: 'E1', have: 28, need: 30, from: '2025-04-01' });
  });

  it('opens what was not possible, and says what stood in the way', () => {
    const free = but2027((d) => {
      const vote = d.actions['HoldCellVote'];
      if (vote) vote.guards = vote.guards.filter(({ rule }) => rule !== 'opinions-collected');
    });
    const unheard = start(...before('voted', way, 'heard'));
    expect(brief(tried(unheard, free))).toEqual([['opens', 'HoldCellVote', 'opinion-missing']]);
    expect(brief(tried(votable, free))).toEqual([]);
  });

  it('adds to and drops from what stands in the way of an action that is impossible anyway', () => {
    const other = but2027((d) => {
      guardOf(d, 'HoldCellVote', 'age').values['least'] = 30;
      const vote = d.actions['HoldCellVote'];
      if (vote) vote.guards = vote.guards.filter(({ rule }) => rule !== 'opinions-collected');
    });
    const changes = brief(tried(opened, other));
    expect(changes).toContainEqual(['adds', 'HoldCellVote', 'too-young']);
    expect(changes).toContainEqual(['drops', 'HoldCellVote', 'opinion-missing']);
  });

  it('asks another number of the same condition', () => {
    const more = but2027((d) => void (guardOf(d, 'HoldCellVote', 'introduced').values['alone'] = 3));
    expect(tried(opened, more)).toContainEqual(
      expect.objectContaining({ kind: 'asks', about: 'HoldCellVote', condition: 'I1', before: 2, after: 3 }),
    );
  });

  it('requires another majority, or something else to be brought', () => {
    const other = but2027((d) => {
      const cell = d.thresholds['cell'];
      if (cell) d.thresholds = { ...d.thresholds, cell: { ...cell, numerator: 3, denominator: 4 } };
      d.actions['HoldCellVote']?.guards.push({
        rule: 'vote-method',
        id: 'Q7',
        values: { methods: ['ballot'], body: 'cell' },
        verified: 'assumed',
      });
    });
    expect(tried(votable, other)).toEqual([
      expect.objectContaining({ kind: 'requires', condition: 'Q1', before: '≥ 2/3', after: '≥ 3/4' }),
      expect.objectContaining({
        kind: 'requires',
        condition: 'Q7',
        before: null,
        after: 'vote-method; body cell; methods ballot',
      }),
    ]);
  });

  it('has another length for a deadline that is still to start, and none for one that runs', () => {
    const quicker = but2027(
      (d) => void (d.deadlines = d.deadlines.map((rule) => (rule.id === 'K1' ? { ...rule, amount: 45 } : rule))),
    );
    expect(tried(votable, quicker)).toMatchObject([
      { kind: 'deadline', about: 'K1', before: '60 working-days CellVoted', after: '45 working-days CellVoted' },
    ]);
    expect(tried(start(...upTo('voted', way)), quicker)).toEqual([]);
  });

  it('counts as known whether it is published or only proposed', () => {
    const { regulation } = world;
    expect(knowing(regulation, but2027()).versions).toHaveLength(regulation.versions.length + 1);
    expect(knowing(regulation, version('R2025B')).versions).toHaveLength(regulation.versions.length);
  });

  it('speaks of what a dossier can do under the second edition that the first did not know', () => {
    // The first edition alone was known when this one was opened.
    const first = { ...world, regulation: { ...world.regulation, versions: [version('R2021')] } };
    const old = given({ ...first })(plansClass('class-2022b', '2022-05-10', '2022-05-14'), ...upTo('opened', way));
    expect(old.state.procedure).toBe('R2021');
    const changes = tried(old, version('R2021.2'));
    expect(changes).toContainEqual(
      expect.objectContaining({
        kind: 'opens',
        about: 'MoveCandidate',
        refusal: expect.objectContaining({ code: 'not-in-procedure' }),
      }),
    );
    expect(changes.filter(({ kind, refusal }) => kind === 'drops' && refusal?.code === 'not-in-procedure')).toEqual([]);
  });
});

describe('a trial over many dossiers', () => {
  const older = but2027((d) => void (guardOf(d, 'HoldCellVote', 'age').values['least'] = 30));
  const one = (id: string, given: Pick<Given, 'world' | 'state'>, proposed = older): Tried => ({
    dossier: id,
    pinned: given.state.procedure !== undefined,
    changes: tried(given, proposed),
  });
  const alone = { versions: [] };
  const listedOnly = start(...upTo('listed', way));
  const born = start(...before('voted', { ...way, listed: [but(step('listed', way), { identity: OLD })] }));

  it('counts the changed ones and groups them by reason, those that change most first', () => {
    const report = trialReport(older, ON, [one('hs-1', votable), one('hs-2', votable), one('hs-3', born)], alone);
    expect(report).toMatchObject({ version: 'R2027', on: ON, dossiers: 3, changed: 2 });
    expect(report.groups).toMatchObject([
      { kind: 'closes', about: 'HoldCellVote', condition: 'E1', count: 2, dossiers: ['hs-1', 'hs-2'] },
    ]);
  });

  it('keeps apart those that follow the day and those that hold a version until they adopt another', () => {
    const listed = one('hs-9', listedOnly);
    expect(listed).toMatchObject({ pinned: false });
    const report = (on: Day) => trialReport(older, on, [one('hs-1', votable), listed], alone);
    expect(report(ON)).toMatchObject({ changed: 2, changedAtOnce: 1 });
    expect(report('2025-01-20')).toMatchObject({ changed: 2, changedAtOnce: 0 });
  });

  it('says what holds in the place of an older edition, which changes nothing by itself', () => {
    const report = (name: string, on: Day) =>
      trialReport(version(name), on, [one('hs-9', listedOnly, older)], world.regulation);
    expect(report('R2021', ON)).toMatchObject({ heldInstead: 'R2021.2', changed: 1, changedAtOnce: 0 });
    expect(report('R2021.2', ON)).toMatchObject({ heldInstead: null, changed: 1, changedAtOnce: 1 });
    expect(report('R2021', '2026-01-01')).toMatchObject({ heldInstead: null, changedAtOnce: 0 });
  });

  it('of a version that changes nothing has no group', () => {
    expect(trialReport(but2027(), ON, [one('hs-1', votable, but2027())], alone)).toMatchObject({
      dossiers: 1,
      changed: 0,
      groups: [],
    });
  });
});
