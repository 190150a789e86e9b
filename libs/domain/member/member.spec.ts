import type { MemberCommand } from '@dossier/contract';
import type { Recorded } from '@dossier/kernel';
import { organisation, type OrganisationState } from '../organisation';
import { decideMember, type MemberContext } from './decide';
import type { MemberEvent } from './events';
import { member, type MemberState } from './state';

const cellOf = (kind: OrganisationState['kind'] = 'cell'): OrganisationState => ({
  ...organisation.initial,
  founded: '2010-01-01',
  ...(kind ? { kind } : {}),
});
const decide = (
  command: MemberCommand,
  on: string,
  state: MemberState = member.initial,
  context: MemberContext = { cell: cellOf() },
  today = '2030-01-01',
) => decideMember({ command, on, today }, state, context);
const after = (...events: readonly (readonly [string, MemberEvent])[]) =>
  events.reduce(
    (state, [on, event]) => member.evolve(state, { ...event, meta: { on } } as unknown as Recorded<MemberEvent>),
    member.initial,
  );
const refusal = (code: string, have: unknown, need: unknown, who = 'caller') => ({
  refused: expect.objectContaining({ code, have, need, who }),
});

const identity = { name: 'Vàng A Thử', birth: '1970-01-01' };
const register: MemberCommand = {
  type: 'RegisterMember',
  member: 'm',
  cell: 'a',
  standing: 'official',
  officialSince: '2005-01-01',
  sex: 'male',
  identity,
};
const REGISTERED: readonly [string, MemberEvent] = [
  '2012-01-01',
  { type: 'MemberRegistered', data: { member: 'm', cell: 'a', standing: 'official', officialSince: '2005-01-01' } },
];
const MOVED: readonly [string, MemberEvent] = [
  '2015-01-01',
  { type: 'MemberMoved', data: { member: 'm', from: 'a', to: 'b' } },
];
const move: MemberCommand = { type: 'MoveMember', member: 'm', cell: 'b' };
const depart: MemberCommand = { type: 'DepartMember', member: 'm', reason: 'died' };
const discipline: MemberCommand = { type: 'DisciplineMember', member: 'm', form: 'warning' };

describe('a member is registered', () => {
  it('in the member’s own stream and on the roll of the cell', () => {
    expect(decide(register, '2012-01-01')).toEqual({
      member: {
        type: 'MemberRegistered',
        data: { member: 'm', cell: 'a', standing: 'official', officialSince: '2005-01-01', sex: 'male', identity },
      },
      rolls: [
        {
          cell: 'a',
          event: { type: 'MemberEnrolled', data: { organisation: 'a', member: 'm', officialSince: '2005-01-01' } },
        },
      ],
    });
  });
  it('as probationary without a day of becoming official, whatever the row says', () => {
    expect(decide({ ...register, standing: 'probationary' }, '2012-01-01')).toMatchObject({
      rolls: [{ event: { data: { organisation: 'a', member: 'm' } } }],
    });
    expect(JSON.stringify(decide({ ...register, standing: 'probationary' }, '2012-01-01'))).not.toContain(
      'officialSince',
    );
  });
  it('as official only with the day of becoming so', () => {
    const { officialSince: _, ...without } = register;
    expect(decide(without, '2012-01-01')).toEqual(refusal('official-since-missing', null, null));
  });
  it('once, in a cell that is known, is a cell and stood by then, and not in the future', () => {
    expect(decide(register, '2013-01-01', after(REGISTERED))).toEqual(refusal('already-done', '2012-01-01', null));
    expect(decide(register, '2012-01-01', member.initial, {})).toEqual(refusal('unit-unknown', 'a', null));
    expect(decide(register, '2012-01-01', member.initial, { cell: cellOf('sub-committee') })).toEqual(
      refusal('wrong-kind', 'sub-committee', 'cell'),
    );
    expect(decide(register, '2009-01-01')).toEqual(refusal('before-founding', '2009-01-01', '2010-01-01', 'nobody'));
    expect(decide(register, '2012-01-02', member.initial, {}, '2012-01-01')).toEqual(
      refusal('day-in-future', '2012-01-02', '2012-01-01', 'nobody'),
    );
  });
});

describe.each([move, depart, discipline])('$type', (command) => {
  it('is for members who are known, registered by then, and have not departed', () => {
    expect(decide(command, '2013-01-01')).toEqual(refusal('member-unknown', 'm', null));
    expect(decide(command, '2011-12-31', after(REGISTERED))).toEqual(
      refusal('before-earlier-step', '2011-12-31', '2012-01-01', 'nobody'),
    );
    const departed = after(REGISTERED, [
      '2014-01-01',
      { type: 'MemberDeparted', data: { member: 'm', cell: 'a', reason: 'died' } },
    ]);
    expect(decide(command, '2015-01-01', departed)).toEqual(refusal('member-departed', '2014-01-01', null));
  });
});

describe('a member moves', () => {
  it('off one roll and on to the other, keeping the day of becoming official', () => {
    expect(decide(move, '2015-01-01', after(REGISTERED))).toEqual({
      member: { type: 'MemberMoved', data: { member: 'm', from: 'a', to: 'b' } },
      rolls: [
        { cell: 'a', event: { type: 'MemberLeftRoll', data: { organisation: 'a', member: 'm', reason: 'moved' } } },
        {
          cell: 'b',
          event: { type: 'MemberEnrolled', data: { organisation: 'b', member: 'm', officialSince: '2005-01-01' } },
        },
      ],
    });
  });
  it('somewhere else, to a cell that is there, and not before the last move', () => {
    expect(decide({ ...move, cell: 'a' }, '2015-01-01', after(REGISTERED))).toEqual(
      refusal('nothing-changed', 'a', null),
    );
    expect(decide(move, '2015-01-01', after(REGISTERED), {})).toEqual(refusal('unit-unknown', 'b', null));
    expect(decide({ ...move, cell: 'c' }, '2014-12-31', after(REGISTERED, MOVED))).toEqual(
      refusal('before-earlier-step', '2014-12-31', '2015-01-01', 'nobody'),
    );
  });
});

describe('a member departs', () => {
  it('from the cell of that day', () => {
    expect(decide(depart, '2016-01-01', after(REGISTERED, MOVED))).toEqual({
      member: { type: 'MemberDeparted', data: { member: 'm', cell: 'b', reason: 'died' } },
      rolls: [
        { cell: 'b', event: { type: 'MemberLeftRoll', data: { organisation: 'b', member: 'm', reason: 'died' } } },
      ],
    });
  });
  it('not before the last move: the newer cell would keep on its roll someone who has gone', () => {
    expect(decide(depart, '2014-06-01', after(REGISTERED, MOVED))).toEqual(
      refusal('before-earlier-step', '2014-06-01', '2015-01-01', 'nobody'),
    );
  });
});

describe('a member is disciplined', () => {
  it('which touches no roll', () => {
    expect(decide(discipline, '2013-01-01', after(REGISTERED))).toEqual({
      member: { type: 'MemberDisciplined', data: { member: 'm', form: 'warning' } },
      rolls: [],
    });
  });
  it('from the earliest day on, in whatever order the days were recorded', () => {
    const on = (day: string): readonly [string, MemberEvent] => [
      day,
      { type: 'MemberDisciplined', data: { member: 'm', form: 'warning' } },
    ];
    expect(after(REGISTERED, on('2014-01-01'), on('2016-01-01')).disciplined).toBe('2014-01-01');
    expect(after(REGISTERED, on('2016-01-01'), on('2014-01-01')).disciplined).toBe('2014-01-01');
  });
});

it('an event that is not known passes', () => {
  const state = after(REGISTERED);
  expect(member.evolve(state, { type: 'Other', meta: { on: '2015-01-01' } } as never)).toBe(state);
});
