import { cellOn, decidersAbove, organisation, successorAt, type OrganisationState } from '@dossier/domain';
import type { Loader } from '@dossier/kernel';
import { dossier, founds, given } from '../../../test/support/scenario';
import { answered } from './looking';
import { unitAt, unitsAbove } from './surroundings';

const DAY = '2025-07-01';
const { world } = given(dossier)(
  founds('province', 'provincial-committee'),
  founds('new-commune', 'commune-committee', 'province', DAY),
  {
    command: {
      type: 'MergeOrganisations',
      organisation: 'new-commune',
      from: ['commune', 'other-commune'],
      number: '1-NQ/TU',
    },
    on: DAY,
  },
  {
    command: { type: 'MergeOrganisations', organisation: 'cell-a', from: ['cell-b'], number: '2-NQ' },
    on: '2025-08-01',
  },
  // Entered late: founded under a commune that ended meanwhile.
  founds('cell-late', 'cell', 'commune', '2025-06-01'),
);
const state = (id: string): OrganisationState =>
  (world.states.get(`organisation-${id}`) as OrganisationState | undefined) ?? organisation.initial;
const load: Loader = {
  load: (stream, { initial }) =>
    Promise.resolve({ state: (world.states.get(stream) as typeof initial | undefined) ?? initial, revision: 0 }),
};

const asked = ['cell-a', 'cell-b', 'cell-far', 'cell-late', 'commune', 'district', 'nowhere'].flatMap((id) =>
  ['2025-06-30', DAY, '2025-08-01'].map((on) => [id, on] as const),
);

it.each(asked)('what stands for %s and above it on %s is found in the log as the domain finds it', async (id, on) => {
  expect(await unitAt(load, id, on)).toBe(successorAt(state, id, on));
  const { cellId, above } = await answered(cellOn(id, on), load);
  const { cell, units } = decidersAbove(state, id, on);
  expect({ cell: cellId, units: above }).toEqual({ cell, units });
});

it('a cell that ended stands under whoever its successor stands under, and one entered late under the new commune', async () => {
  expect(await unitAt(load, 'cell-b', '2025-08-01')).toBe('cell-a');
  const { above = [] } = await answered(cellOn('cell-b', '2025-08-01'), load);
  expect(above.map((unit) => unit.organisation)).toEqual(['new-commune', 'province']);
  expect(await unitsAbove(load, 'cell-late', DAY)).toEqual(['new-commune', 'province']);
  expect(await unitsAbove(load, 'cell-late', '2025-06-30')).toEqual(['commune', 'district']);
});
