import type { TrainingCommand } from '@dossier/contract';
import { organisation } from '../organisation';
import { decideTraining } from './decide';
import { training, type TrainingState } from './state';

const unit = { organisation: { ...organisation.initial, founded: '2010-01-01' } };
const plan: TrainingCommand = {
  type: 'PlanClass',
  class: 'k1',
  organisation: 'd',
  name: 'Lớp nhận thức',
  from: '2023-03-06',
  to: '2023-03-10',
  places: 80,
};
const conclude = (attended: number, passed: number): TrainingCommand => ({
  type: 'ConcludeClass',
  class: 'k1',
  attended,
  passed,
});
const decide = (
  command: TrainingCommand,
  on: string,
  state: TrainingState = training.initial,
  context: { organisation?: typeof unit.organisation } = unit,
  today = '2030-01-01',
) => decideTraining({ command, on, today }, state, context);
const refusal = (code: string, have: unknown, need: unknown, who = 'caller') => ({
  refused: expect.objectContaining({ code, have, need, who }),
});
const evolve = (state: TrainingState, event: object, on: string) =>
  training.evolve(state, { ...event, meta: { on } } as never);
const planned = evolve(
  training.initial,
  {
    type: 'ClassPlanned',
    data: { class: 'k1', organisation: 'd', name: 'x', from: '2023-03-06', to: '2023-03-10', places: 80 },
  },
  '2023-02-01',
);

describe('a class is planned', () => {
  it('by a unit that is known, once', () => {
    expect(decide(plan, '2023-02-01')).toEqual({
      events: [
        {
          type: 'ClassPlanned',
          data: {
            class: 'k1',
            organisation: 'd',
            name: 'Lớp nhận thức',
            from: '2023-03-06',
            to: '2023-03-10',
            places: 80,
          },
        },
      ],
    });
    expect(decide(plan, '2023-02-02', planned)).toEqual(refusal('already-done', '2023-02-01', null));
    expect(decide(plan, '2023-02-01', training.initial, {})).toEqual(refusal('unit-unknown', 'd', null));
    expect(decide(plan, '2023-02-02', training.initial, unit, '2023-02-01')).toEqual(
      refusal('day-in-future', '2023-02-02', '2023-02-01', 'nobody'),
    );
  });
  it('to end on its first day or later', () => {
    expect(decide({ ...plan, to: '2023-03-06' }, '2023-02-01')).toMatchObject({ events: [{}] });
    expect(decide({ ...plan, to: '2023-03-05' }, '2023-02-01')).toEqual(
      refusal('ends-before-it-begins', '2023-03-05', '2023-03-06'),
    );
  });
});

describe('a class is concluded', () => {
  it('on its last day or later, once, with no more passed than attended', () => {
    expect(decide(conclude(75, 75), '2023-03-10', planned)).toEqual({
      events: [{ type: 'ClassConcluded', data: { class: 'k1', attended: 75, passed: 75 } }],
    });
    expect(decide(conclude(75, 75), '2023-03-09', planned)).toEqual(
      refusal('class-not-over', '2023-03-09', '2023-03-10', 'nobody'),
    );
    expect(decide(conclude(75, 76), '2023-03-10', planned)).toEqual(refusal('does-not-add-up', 76, 75));
    expect(decide(conclude(75, 70), '2023-03-10')).toEqual(refusal('class-unknown', 'k1', null));
    const concluded = evolve(
      planned,
      { type: 'ClassConcluded', data: { class: 'k1', attended: 75, passed: 70 } },
      '2023-03-11',
    );
    expect(decide(conclude(75, 70), '2023-03-12', concluded)).toEqual(refusal('already-done', '2023-03-11', null));
    expect(evolve(concluded, { type: 'Other' }, '2023-04-01')).toBe(concluded);
  });
});
