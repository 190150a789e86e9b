import { procedureVersion, type ProcedureVersion } from '@dossier/procedure';
import {
  before,
  but,
  dossier,
  given,
  onDay,
  plansClass,
  publishedRegulation,
  registers,
  step,
  upTo,
  wayFrom,
  type World,
} from '../support/scenario';

// A regulation that does not exist: the latest one with other numbers. It comes in by data alone, and no code knows of it.

const regulation = publishedRegulation();

function latest(): ProcedureVersion {
  const found = regulation.versions.find(({ version }) => version === 'R2026B.2');
  if (found === undefined) throw new Error('there is no R2026B.2');
  return found;
}

/** R2026B.2 with the cell agreeing by three quarters, a least age of 19, and 40 working days for the decision. */
function changed(): ProcedureVersion {
  const copy = JSON.parse(JSON.stringify(latest())) as ProcedureVersion;
  const cell = { ...copy.thresholds['cell'], numerator: 3, denominator: 4 };
  const deadlines = copy.deadlines.map((rule) => (rule.id === 'K1' ? { ...rule, amount: 40 } : rule));
  const vote = copy.actions['HoldCellVote'];
  const guards = vote?.guards.map((guard) =>
    guard.rule === 'age' ? { ...guard, values: { ...guard.values, least: 19 } } : guard,
  );
  return procedureVersion.parse({
    ...copy,
    version: 'R2027',
    title: { vi: 'Quy định giả định', en: 'A supposed regulation' },
    inForce: { from: '2027-09-01' },
    thresholds: { ...copy.thresholds, cell },
    deadlines,
    actions: { ...copy.actions, HoldCellVote: { ...vote, guards } },
  });
}

/** The usual world with a ninth official member, and with the supposed regulation or without it. */
function worldUnder(...added: readonly ProcedureVersion[]): World {
  const { world } = given({ ...dossier, regulation: { ...regulation, versions: [...regulation.versions, ...added] } })(
    registers('ninth', 'cell-a'),
    plansClass('class-2027', '2027-05-10', '2027-05-14'),
  );
  return world;
}

const way = wayFrom(2027);
const asVoted = { yes: 7, no: 2, convened: 9, method: 'ballot' } as const;
const vote = but(step('voted', way), asVoted);
const [oldWorld, newWorld] = [worldUnder(), worldUnder(changed())];
const born = (birth: string) => [
  but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth } }),
  ...before('voted', way, 'listed'),
];

describe('a new version with changed numbers', () => {
  it('holds for dossiers opened from its first day, and not for those opened before', () => {
    const pinned = (world: World, opened: string) =>
      given(world)(...upTo('permitted', { ...way, permitted: [onDay('2027-08-20', step('permitted', way))] }))
        .when(onDay(opened, step('opened', way)))
        .accepted('DossierOpened').state.procedure;
    expect([pinned(newWorld, '2027-08-31'), pinned(newWorld, '2027-09-01')]).toEqual(['R2026B.2', 'R2027']);
    expect(pinned(oldWorld, '2027-09-01')).toBe('R2026B.2');
  });

  it('has the cell agree by its own majority: of nine seven, where six were enough', () => {
    const six = but(vote, { yes: 6, no: 3 });
    const votes = (world: World, asked = vote) =>
      given(world)(...before('voted', way))
        .when(asked)
        .accepted('CellVoted').event.data;
    expect(votes(oldWorld, six)).toMatchObject({ vote: { needed: 6, carried: true } });
    expect(votes(newWorld, six)).toMatchObject({ vote: { needed: 7, carried: false } });
    expect(votes(newWorld)).toMatchObject({ vote: { needed: 7, carried: true } });
  });

  it('has the decision fall due by its own days', () => {
    const due = (world: World) =>
      given(world)(...before('voted', way))
        .when(vote)
        .accepted('CellVoted')
        .state.deadlines.map(({ id, amount, start }) => [id, amount, start]);
    expect(due(oldWorld)).toEqual([['K1', 45, '2028-04-10']]);
    expect(due(newWorld)).toEqual([['K1', 40, '2028-04-10']]);
  });

  it('refuses by its own age, and says from when it will do', () => {
    const steps = born('2009-05-20');
    given(oldWorld)(...steps)
      .when(vote)
      .accepted('CellVoted');
    given(newWorld)(...steps)
      .when(vote)
      .refused({ code: 'too-young', condition: 'E1', have: 18, need: 19, from: '2028-05-01', who: 'nobody' });
    given(newWorld)(...born('2009-04-20'))
      .when(vote)
      .accepted('CellVoted');
  });
});
