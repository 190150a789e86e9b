import type { ProcedureCommand } from '@dossier/contract';
import { procedureVersion, type ProcedureVersion } from '@dossier/procedure';
import { version } from '../../../test/support/procedures';
import { decidePublication } from './decide';
import { decideProcedure } from './propose';
import { regulation, type RegulationState } from './state';

const TODAY = '2026-12-01';
type Plain = { readonly [K in keyof ProcedureVersion]: ProcedureVersion[K] };
const newer = (more: Partial<Plain> = {}): ProcedureVersion => ({
  ...version('R2026B'),
  version: 'R2027',
  inForce: { from: '2027-01-01' },
  ...more,
});

const asked = (command: object, account: string, digest: string, on: string) =>
  ({ command: { procedure: 'admission', ...command } as ProcedureCommand, on, today: TODAY, account, digest }) as const;

/** What officers have published and proposed so far, and what they do next. */
function desk(state: RegulationState = regulation.initial) {
  const put = (decision: ReturnType<typeof decideProcedure>) => {
    if ('refused' in decision) throw new Error(decision.refused.code);
    return desk(decision.events.reduce((s, event) => regulation.evolve(s, event as never), state));
  };
  const decide = (command: object, account: string, digest = 'a'.repeat(64), on = TODAY) =>
    decideProcedure(asked(command, account, digest, on), state);
  const proposal = (document: object) => ({ type: 'ProposeProcedure', document });
  const approval = (name: string, digest?: string) => ({ type: 'ApproveProcedure', version: name, digest });
  return {
    state,
    /** A file that a release brings. */
    shipped: (document: ProcedureVersion, digest = 'file') =>
      put(decidePublication({ kind: 'procedure', digest, document }, state)),
    ship: (document: ProcedureVersion, digest: string) =>
      decidePublication({ kind: 'procedure', digest, document }, state),
    proposed: (document: object, by: string, digest?: string) => put(decide(proposal(document), by, digest)),
    propose: (document: object, by: string, digest?: string, on?: string) => decide(proposal(document), by, digest, on),
    approved: (name: string, by: string) => put(decide(approval(name), by)),
    approve: (name: string, by: string, digest?: string) => decide(approval(name, digest), by),
    rejected: (name: string, by: string) => put(decide(rejection(name), by)),
    reject: (name: string, by: string) => decide(rejection(name), by),
  };
}
const rejection = (name: string) => ({ type: 'RejectProposal', version: name, reason: 'còn sai điều khoản' });
const refused = (code: string, more: object = {}) => ({ refused: expect.objectContaining({ code, ...more }) });

describe('a version is proposed', () => {
  const office = desk().shipped(version('R2026B'));

  it('whole, with the digest of what was sent and who sent it', () => {
    expect(office.propose(newer(), 'lan', 'b'.repeat(64))).toMatchObject({
      events: [
        {
          type: 'ProcedureProposed',
          data: { procedure: 'admission', version: 'R2027', digest: 'b'.repeat(64), by: 'lan' },
        },
      ],
    });
    expect(office.proposed(newer(), 'lan').state.versions).toHaveLength(1);
  });

  it.each<[string, object, string, object]>([
    ['it is no version', { version: 'R2027' }, 'not-a-procedure', {}],
    ['a number of it is none', newer({ thresholds: { cell: { id: 'Q1' } as never } }), 'not-a-procedure', {}],
    ['the linter finds a fault', newer({ actions: {} }), 'procedure-faulty', { need: 'step-unreachable' }],
    ['its name is taken', version('R2026B'), 'published-version-changed', { have: 'R2026B' }],
    [
      'another regulation begins on its day',
      newer({ inForce: version('R2026B').inForce }),
      'in-force-taken',
      { need: 'R2026B' },
    ],
  ])('not when %s', (_, document, code, more) => {
    expect(office.propose(document, 'lan')).toEqual(refused(code, more));
  });

  it.each<[string, object, object]>([
    ['it begins inside a regulation that has ended', { from: '2025-03-01', to: '2025-03-31' }, { need: 'R2025A' }],
    [
      'it ends inside one',
      { from: '2024-12-01', to: '2025-03-31' },
      { need: 'R2025A', condition: 'inForce.to', have: '2025-01-20' },
    ],
    ['it reaches over one without an end of its own', { from: '2010-01-01' }, { need: 'R2025A' }],
    [
      'it ends only after one has begun that names no end',
      { from: '2026-07-01', to: '2026-07-26' },
      { need: 'R2026B' },
    ],
  ])('not when %s', (_, inForce, more) => {
    const both = office.shipped(version('R2025A'), 'file-a');
    expect(both.propose(newer({ version: 'R2025C', inForce } as Partial<Plain>), 'lan')).toEqual(
      refused('in-force-taken', more),
    );
  });

  it('also when it begins later than one that names no end, which it closes, and when it only fills days nobody has', () => {
    for (const inForce of [{ from: '2027-01-01' }, { from: '2026-08-01', to: '2026-12-31' }, { from: '2025-07-01' }]) {
      expect(office.propose(newer({ inForce }), 'lan')).toHaveProperty('events');
    }
    const fills = newer({ version: 'R2010', inForce: { from: '2010-01-01', to: '2016-07-24' } });
    expect(office.propose(fills, 'lan')).toHaveProperty('events');
  });

  it('not with a word that would switch a rule off', () => {
    const copy = structuredClone(newer()) as { -readonly [K in keyof ProcedureVersion]: ProcedureVersion[K] };
    for (const guard of copy.actions['HoldCellVote']?.guards ?? [])
      if (guard.rule === 'schooling') guard.values = { ...guard.values, least: 'lower-secondry' };
    expect(office.propose(copy, 'lan')).toEqual(refused('procedure-faulty', { need: 'word-unknown' }));
  });

  it('not twice in the same words, but again in others, and then it is the newer that waits', () => {
    const once = office.proposed(newer(), 'lan', 'b'.repeat(64));
    expect(once.propose(newer(), 'huy', 'b'.repeat(64))).toEqual(refused('nothing-changed'));
    const twice = once.proposed(newer({ title: { vi: 'Khác', en: 'Other' } }), 'huy', 'c'.repeat(64));
    expect(twice.state.proposals).toMatchObject([{ by: 'huy', digest: 'c'.repeat(64) }]);
  });

  it('not on a day that has not come', () => {
    expect(office.propose(newer(), 'lan', undefined, '2026-12-02')).toEqual(refused('day-in-future'));
  });

  it('also as another edition of a regulation that is in force from the same day', () => {
    const edition = newer({ version: 'R2026B.2', inForce: version('R2026B').inForce });
    expect(office.propose(edition, 'lan')).toHaveProperty('events');
  });

  it('also from a day that has passed: a regulation is often in force before its text arrives', () => {
    expect(office.propose(newer({ inForce: { from: '2026-11-02' } }), 'lan')).toHaveProperty('events');
  });
});

describe('a version is approved', () => {
  const waiting = desk().shipped(version('R2026B')).proposed(newer(), 'lan', 'b'.repeat(64));

  it('by another, and holds from then on with both their accounts', () => {
    expect(waiting.approve('R2027', 'huy')).toMatchObject({
      events: [{ type: 'ProcedurePublished', data: { version: 'R2027', proposedBy: 'lan', approvedBy: 'huy' } }],
    });
    const { state } = waiting.approved('R2027', 'huy');
    expect(state.proposals).toEqual([]);
    expect(state.versions.at(-1)).toMatchObject({ proposedBy: 'lan', approvedBy: 'huy', digest: 'b'.repeat(64) });
  });

  it('not by whoever proposed it, not when nobody did, not when it was rejected', () => {
    expect(waiting.approve('R2027', 'lan')).toEqual(refused('second-person-needed', { have: 'lan' }));
    expect(waiting.approve('R2028', 'huy')).toEqual(refused('proposal-unknown', { have: 'R2028' }));
    expect(waiting.rejected('R2027', 'huy').approve('R2027', 'huy')).toEqual(refused('proposal-unknown'));
    expect(waiting.reject('R2028', 'huy')).toEqual(refused('proposal-unknown'));
  });

  it('not unseen: where the digest that was read is given, a proposal changed since is refused', () => {
    const changed = waiting.proposed(newer({ title: { vi: 'Khác', en: 'Other' } }), 'lan', 'c'.repeat(64));
    expect(changed.approve('R2027', 'huy', 'b'.repeat(64))).toEqual(
      refused('proposal-changed', { have: 'b'.repeat(64), need: 'c'.repeat(64) }),
    );
    expect(changed.approve('R2027', 'huy', 'c'.repeat(64))).toHaveProperty('events');
  });

  it('not when another regulation of the same day was published since it was proposed', () => {
    const both = waiting.proposed(newer({ version: 'R2028' }), 'lan', 'd'.repeat(64)).approved('R2027', 'huy');
    expect(both.approve('R2028', 'huy')).toEqual(refused('in-force-taken', { need: 'R2027' }));
  });
});

it('what was proposed before the linter knew better is looked at again before it is approved', () => {
  const copy = structuredClone(newer()) as { -readonly [K in keyof ProcedureVersion]: ProcedureVersion[K] };
  const proposals = [{ digest: 'a'.repeat(64), document: { ...copy, decider: undefined } as never, by: 'lan' }];
  expect(desk({ ...regulation.initial, proposals }).approve('R2027', 'huy')).toEqual(
    refused('procedure-faulty', { need: 'decider-missing' }),
  );
});

describe('a release that ships what officers published', () => {
  const approved = desk().proposed(newer(), 'lan').approved('R2027', 'huy');

  it('changes nothing, in whatever order the file names its parts', () => {
    const reordered = Object.fromEntries(Object.entries(newer()).reverse());
    expect(Object.keys(reordered)[0]).not.toBe(Object.keys(newer())[0]);
    expect(approved.ship(procedureVersion.parse(reordered), 'file')).toEqual(refused('nothing-changed'));
    expect(approved.ship(reordered as never, 'file')).toEqual(refused('nothing-changed'));
  });

  it('is refused when it says anything else', () => {
    const other = newer({ inForce: { from: '2027-01-02' } });
    expect(approved.ship(other, 'file')).toEqual(refused('published-version-changed'));
  });
});
