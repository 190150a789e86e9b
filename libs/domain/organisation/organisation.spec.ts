import type { Recorded } from '@dossier/kernel';
import { decideOrganisation, type OneUnitCommand, type OrganisationContext } from './decide';
import type { OrganisationEvent } from './events';
import { covers, officialsOn, organisation, type OrganisationState } from './state';

const FAR = '2030-01-01';
const recorded = (event: OrganisationEvent, on: string) =>
  ({ ...event, meta: { on } }) as unknown as Recorded<OrganisationEvent>;
const decide = (
  command: OneUnitCommand,
  on: string,
  state: OrganisationState,
  context: OrganisationContext = {},
  today = FAR,
) => decideOrganisation({ command, on, today }, state, context);
const after = (events: readonly (readonly [string, OrganisationEvent])[], from = organisation.initial) =>
  events.reduce((state, [on, event]) => organisation.evolve(state, recorded(event, on)), from);
const unit = (kind: 'district-committee' | 'grassroots-committee' | 'sub-committee' | 'cell', parent?: string) =>
  after([
    [
      '2010-01-01',
      {
        type: 'OrganisationFounded',
        data: { organisation: 'u', name: 'Bản cũ', kind, difficultArea: true, ...(parent ? { parent } : {}) },
      },
    ],
  ]);
const found = (kind: OrganisationState['kind'], parent?: string): OneUnitCommand =>
  ({
    type: 'FoundOrganisation',
    organisation: 'u',
    name: 'Hua Bum',
    kind,
    difficultArea: false,
    ...(parent ? { parent } : {}),
  }) as OneUnitCommand;
const nothing = organisation.initial;
const refusal = (code: string, have: unknown, need: unknown, who = 'caller') => ({
  refused: expect.objectContaining({ code, have, need, who }),
});

describe('a unit is founded', () => {
  it('at the top, when it is a district committee', () => {
    expect(decide(found('district-committee'), '2010-01-01', nothing)).toEqual({
      events: [
        {
          type: 'OrganisationFounded',
          data: { organisation: 'u', name: 'Hua Bum', kind: 'district-committee', difficultArea: false },
        },
      ],
    });
    expect(decide(found('cell'), '2010-01-01', nothing)).toEqual(refusal('parent-missing', null, 'a unit above'));
  });

  it.each([
    ['district-committee', 'grassroots-committee', true],
    ['district-committee', 'cell', true],
    ['district-committee', 'sub-committee', false],
    ['grassroots-committee', 'sub-committee', true],
    ['grassroots-committee', 'cell', true],
    ['grassroots-committee', 'grassroots-committee', false],
    ['sub-committee', 'cell', true],
    ['sub-committee', 'sub-committee', false],
    ['cell', 'cell', false],
    ['district-committee', 'district-committee', false],
  ] as const)('under a %s a %s: %s', (above, kind, may) => {
    const answer = decide(found(kind, 'p'), '2012-01-01', nothing, { parent: { state: unit(above), above: [] } });
    if (may) expect(answer).toMatchObject({ events: [{ data: { parent: 'p', kind } }] });
    else expect(answer).toEqual(refusal('wrong-kind', above, kind));
  });

  it('once, under a unit that is known and stood by then, and not in the future', () => {
    expect(decide(found('district-committee'), '2011-01-01', unit('district-committee'))).toEqual(
      refusal('already-done', '2010-01-01', null),
    );
    expect(decide(found('cell', 'p'), '2012-01-01', nothing)).toEqual(refusal('unit-unknown', 'p', null));
    expect(
      decide(found('cell', 'p'), '2009-01-01', nothing, { parent: { state: unit('grassroots-committee'), above: [] } }),
    ).toEqual(refusal('before-founding', '2009-01-01', '2010-01-01', 'nobody'));
    expect(decide(found('district-committee'), '2012-01-02', nothing, {}, '2012-01-01')).toEqual(
      refusal('day-in-future', '2012-01-02', '2012-01-01', 'nobody'),
    );
  });
});

describe('everything else', () => {
  const commands: readonly OneUnitCommand[] = [
    { type: 'RenameOrganisation', organisation: 'u', name: 'Mới' },
    { type: 'MoveOrganisation', organisation: 'u', parent: 'p' },
    { type: 'AssignOverseer', organisation: 'u', member: 'm' },
    { type: 'ReviewSource', organisation: 'u', month: '2009-01', listed: 0, entered: 0, left: 0 },
  ];
  it.each(commands)('$type needs a unit that was founded by then', (command) => {
    expect(decide(command, '2012-01-01', nothing)).toEqual(refusal('unit-unknown', 'u', null));
    expect(decide(command, '2009-12-31', unit('cell', 'p'))).toEqual(
      refusal('before-founding', '2009-12-31', '2010-01-01', 'nobody'),
    );
  });
});

describe('a unit is renamed', () => {
  const rename = (name: string): OneUnitCommand => ({ type: 'RenameOrganisation', organisation: 'u', name });
  it('with the name it had before; the same name is no change', () => {
    expect(decide(rename('Bản mới'), '2015-01-01', unit('cell', 'p'))).toEqual({
      events: [{ type: 'OrganisationRenamed', data: { organisation: 'u', name: 'Bản mới', before: 'Bản cũ' } }],
    });
    expect(decide(rename('Bản cũ'), '2015-01-01', unit('cell', 'p'))).toEqual(
      refusal('nothing-changed', 'Bản cũ', null),
    );
  });
  it('by the day, not by the order in which it was recorded', () => {
    const renamed = after(
      [['2020-01-01', { type: 'OrganisationRenamed', data: { organisation: 'u', name: 'Bản mới', before: 'Bản cũ' } }]],
      unit('cell', 'p'),
    );
    expect(decide(rename('Giữa'), '2015-01-01', renamed)).toMatchObject({ events: [{ data: { before: 'Bản cũ' } }] });
    expect(decide(rename('Giữa'), '2020-01-01', renamed)).toMatchObject({ events: [{ data: { before: 'Bản mới' } }] });
  });
});

describe('a unit is moved under another', () => {
  const move: OneUnitCommand = { type: 'MoveOrganisation', organisation: 'u', parent: 'q' };
  const q = { parent: { state: unit('grassroots-committee'), above: ['district'] } };
  it('that may stand above it', () => {
    expect(decide(move, '2015-01-01', unit('cell', 'p'), q)).toEqual({
      events: [{ type: 'OrganisationMoved', data: { organisation: 'u', parent: 'q', before: 'p' } }],
    });
    expect(decide(move, '2015-01-01', unit('cell', 'q'), q)).toEqual(refusal('nothing-changed', 'q', null));
    expect(decide(move, '2015-01-01', unit('cell', 'p'), { parent: { state: unit('cell'), above: [] } })).toEqual(
      refusal('wrong-kind', 'cell', 'cell'),
    );
    expect(decide(move, '2015-01-01', unit('cell', 'p'))).toEqual(refusal('unit-unknown', 'q', null));
  });
  it('never beneath itself', () => {
    expect(decide(move, '2015-01-01', unit('cell', 'p'), { parent: { ...q.parent, above: ['x', 'u'] } })).toEqual(
      refusal('beneath-itself', 'q', null),
    );
    expect(decide({ ...move, parent: 'u' }, '2015-01-01', unit('cell', 'p'), q)).toEqual(
      refusal('beneath-itself', 'u', null),
    );
  });
});

describe('a cell has a committee member in charge of it', () => {
  const assign: OneUnitCommand = { type: 'AssignOverseer', organisation: 'u', member: 'm' };
  const here = { member: { known: true, departed: false } };
  it('who is known and still there', () => {
    expect(decide(assign, '2015-01-01', unit('cell', 'p'), here)).toEqual({
      events: [{ type: 'OverseerAssigned', data: { organisation: 'u', member: 'm' } }],
    });
    expect(decide(assign, '2015-01-01', unit('cell', 'p'))).toEqual(refusal('member-unknown', 'm', null));
    expect(decide(assign, '2015-01-01', unit('cell', 'p'), { member: { known: false, departed: false } })).toEqual(
      refusal('member-unknown', 'm', null),
    );
    expect(decide(assign, '2015-01-01', unit('cell', 'p'), { member: { known: true, departed: true } })).toEqual(
      refusal('member-departed', 'm', null, 'grassroots-committee'),
    );
  });
  it('and no other unit has', () => {
    expect(decide(assign, '2015-01-01', unit('grassroots-committee', 'p'), here)).toEqual(
      refusal('wrong-kind', 'grassroots-committee', 'cell'),
    );
  });
});

describe('a cell reviews its list every month', () => {
  const review = (month: string, entered = 0, left = 0): OneUnitCommand => ({
    type: 'ReviewSource',
    organisation: 'u',
    month,
    listed: 5,
    entered,
    left,
  });
  it('also when nothing changed', () => {
    expect(decide(review('2015-01'), '2015-02-02', unit('cell', 'p'))).toMatchObject({
      events: [{ type: 'SourceReviewed', data: { month: '2015-01', listed: 5, unchanged: true } }],
    });
    expect(decide(review('2015-01', 0, 1), '2015-02-02', unit('cell', 'p'))).toMatchObject({
      events: [{ data: { unchanged: false } }],
    });
    expect(decide(review('2015-01', 1, 0), '2015-02-02', unit('cell', 'p'))).toMatchObject({
      events: [{ data: { unchanged: false } }],
    });
  });
  it('once a month, not a month to come, and only a cell', () => {
    const reviewed = after(
      [
        [
          '2015-02-02',
          {
            type: 'SourceReviewed',
            data: { organisation: 'u', month: '2015-01', listed: 5, entered: 0, left: 0, unchanged: true },
          },
        ],
      ],
      unit('cell', 'p'),
    );
    expect(decide(review('2015-01'), '2015-03-01', reviewed)).toEqual(refusal('already-done', '2015-01', null));
    expect(decide(review('2015-02'), '2015-03-01', reviewed)).toMatchObject({ events: [{}] });
    expect(decide(review('2015-04'), '2015-03-31', reviewed)).toEqual(
      refusal('month-in-future', '2015-04', '2015-03', 'nobody'),
    );
    expect(decide(review('2015-03'), '2015-03-01', reviewed)).toMatchObject({ events: [{}] });
    expect(decide(review('2015-01'), '2015-03-01', unit('sub-committee', 'p'))).toEqual(
      refusal('wrong-kind', 'sub-committee', 'cell'),
    );
  });
});

describe('the roll of a cell', () => {
  const roll = after(
    [
      ['2015-01-01', { type: 'MemberEnrolled', data: { organisation: 'u', member: 'a', officialSince: '2016-06-01' } }],
      ['2015-01-01', { type: 'MemberEnrolled', data: { organisation: 'u', member: 'b' } }],
      ['2017-01-01', { type: 'MemberLeftRoll', data: { organisation: 'u', member: 'a', reason: 'moved' } }],
      ['2018-01-01', { type: 'MemberEnrolled', data: { organisation: 'u', member: 'a', officialSince: '2016-06-01' } }],
    ],
    unit('cell', 'p'),
  );
  it('counts those who are official on the day; the day of leaving is no day of membership', () => {
    const days = ['2016-05-31', '2016-06-01', '2016-12-31', '2017-01-01', '2017-12-31', '2018-01-01'];
    expect(days.map((on) => officialsOn(roll, on))).toEqual([0, 1, 1, 0, 0, 1]);
    expect(covers({ member: 'a', from: '2015-01-01' }, '2014-12-31')).toBe(false);
  });
  it('lets an event it does not know pass', () => {
    expect(organisation.evolve(roll, recorded({ type: 'Other' } as never, '2019-01-01'))).toBe(roll);
  });
});
