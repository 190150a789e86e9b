import type { OrganisationCommand, OrganisationKind } from '@dossier/contract';
import { hasEnded, organisation, successorAt, unitAbove, type Facets, type OrganisationState } from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import { boardOf, quotaBoard, type BoardRow, type FactRow } from '@dossier/views';
import fc from 'fast-check';
import { DECLARED, founds, perform, publishedRegulation, rowsOf, seen, type World } from '../support/scenario';

// Whatever is merged, split, moved and ended in whatever order: everyone who was admitted counts once under the top, on any
// day that is asked about; and what a unit shows is what those under it show, with what ended into it and nothing twice.

const KINDS: readonly OrganisationKind[] = [
  'district-committee',
  'commune-committee',
  'grassroots-committee',
  'sub-committee',
  'cell',
];
const START: readonly (readonly [string, OrganisationKind, string?])[] = [
  ['top', 'provincial-committee'],
  ['d-1', 'district-committee', 'top'],
  ['d-2', 'district-committee', 'top'],
  ['n-1', 'commune-committee', 'top'],
  ['g-1', 'grassroots-committee', 'd-1'],
  ['g-2', 'grassroots-committee', 'd-1'],
  ['g-3', 'grassroots-committee', 'd-2'],
  ['g-4', 'grassroots-committee', 'n-1'],
  ['s-1', 'sub-committee', 'g-1'],
  ...['d-1', 'g-1', 'g-2', 'g-2', 'g-3', 's-1', 'n-1', 'g-4'].map(
    (above, index) => [`c-${index}`, 'cell', above] as const,
  ),
];

const performed = (world: World, command: OrganisationCommand, on: Day): World => {
  const done = perform(world, { command, on, today: '2026-12-31' });
  return 'refused' in done ? world : done.world;
};
const start = START.reduce(
  (world, [id, kind, above]) => performed(world, founds(id, kind, above).command as OrganisationCommand, '2020-01-01'),
  { regulation: publishedRegulation(), log: [], states: new Map() } as World,
);

const units = ({ states }: World): readonly string[] =>
  [...states.keys()].map((stream) => stream.slice('organisation-'.length));
const load =
  ({ states }: World) =>
  (id: string): OrganisationState =>
    (states.get(`organisation-${id}`) as OrganisationState | undefined) ?? organisation.initial;
const pick = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;
const dayAt = (days: number): Day => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10);

/** One change drawn at random: what it is, and numbers that choose the units it concerns. */
const change = fc.record({
  type: fc.constantFrom('found', 'move', 'merge', 'merge', 'split', 'dissolve', 'end'),
  one: fc.nat(200),
  two: fc.nat(200),
  three: fc.nat(200),
  later: fc.integer({ min: -20, max: 60 }),
});
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

/** The command a draw stands for. It is mostly one that fits: of two units drawn for a merge, both are of one kind. */
function commandOf(world: World, { type, one, two, three }: Change, fresh: string): OrganisationCommand {
  const all = units(world);
  const like = (id: string) => all.filter((other) => load(world)(other).kind === load(world)(id).kind && other !== id);
  const id = pick(all, one);
  const other = pick([...like(id), id], two);
  const third = pick([...like(id), id], three);
  switch (type) {
    case 'found':
      return founds(fresh, pick(KINDS, two), id).command as OrganisationCommand;
    case 'move':
      return { type: 'MoveOrganisation', organisation: id, parent: pick(all, two) };
    case 'merge':
      return { type: 'MergeOrganisations', organisation: id, from: [...new Set([other, third])], number: '1' };
    case 'split': {
      const taken = all.filter((child) => load(world)(child).parents.at(-1)?.value === id).slice(0, three % 3);
      const parts = [
        { organisation: other, takes: taken },
        { organisation: third, takes: [] },
      ];
      return { type: 'SplitOrganisation', organisation: id, parts, successor: third, number: '1' };
    }
    case 'dissolve':
      return { type: 'DissolveOrganisation', organisation: id, successor: pick(all, two), number: '1' };
    default:
      return { type: 'DissolveOrganisation', organisation: id, number: '1' };
  }
}

const FACETS: Facets = { cell: '', ageBand: '18-30', ...DECLARED };

/** People admitted in cells that stood on the day: drawn as numbers that choose the cell and the day. */
function factsOf(world: World, draws: readonly (readonly [number, number])[]): readonly FactRow[] {
  const cells = units(world).filter((id) => load(world)(id).kind === 'cell');
  return draws.flatMap(([which, days], index) => {
    const [cell, on] = [pick(cells, which), dayAt(days)];
    const state = load(world)(cell);
    if (state.founded === undefined || on < state.founded || hasEnded(state, on)) return [];
    const facets = { ...FACETS, cell };
    const spells = [{ cell, on, from: on, known: on, facets }];
    return [{ kind: 'fact', dossier: `d-${index}`, basis: 'ceremony', spells }];
  });
}

/** The living unit that shows a person as its own: the cell, or who stands for it. Walked by the deciders' functions, not the views'. */
function showing(world: World, cell: string, on: Day): string | undefined {
  const at = successorAt(load(world), cell, on);
  return hasEnded(load(world)(at), on) ? unitAbove(load(world), at, on) : at;
}

function addsUp(world: World, rows: readonly BoardRow[], facts: readonly FactRow[], on: Day): void {
  const year = Number(on.slice(0, 4));
  const board = (id: string) =>
    boardOf([...rows, ...facts], { organisation: id, year, on, knownAt: '2030-01-01', fewMembers: 5 });
  const counting = facts
    .flatMap(({ spells }) => spells)
    .filter((fact) => fact.on.startsWith(String(year)) && fact.on <= on);
  expect(board('top')?.total.year.admitted).toBe(counting.length);
  for (const id of units(world)) {
    const state = load(world)(id);
    if (state.founded === undefined || state.founded > on || hasEnded(state, on)) continue;
    const own = counting.filter(({ cell }) => showing(world, cell, on) === id).length;
    const shown = board(id);
    const beneath = shown?.units.reduce((sum, line) => sum + line.year.admitted, 0);
    expect([id, shown?.total.year.admitted]).toEqual([id, own + (beneath ?? 0)]);
  }
}

it('everyone counts once, whatever becomes of the units', () => {
  const ended = { units: 0 };
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 5, maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(200), fc.nat(1000)), { minLength: 5, maxLength: 30 }),
      fc.array(fc.nat(1095), { minLength: 2, maxLength: 4 }),
      (changes, draws, asked) => {
        let [world, day] = [start, 0];
        for (const [index, one] of changes.entries()) {
          day = Math.max(0, Math.min(1000, day + one.later));
          world = performed(world, commandOf(world, one, `x-${index}`), dayAt(day));
        }
        ended.units += units(world).filter((id) => load(world)(id).dissolved).length;
        const rows = [...rowsOf(quotaBoard, seen(world)).values()];
        const facts = factsOf(world, draws);
        for (const days of asked) addsUp(world, rows, facts, dayAt(days));
      },
    ),
    { numRuns: 150, seed: 20250701 },
  );
  // The draws are worth something only while many of them are accepted.
  expect(ended.units).toBeGreaterThan(200);
});
