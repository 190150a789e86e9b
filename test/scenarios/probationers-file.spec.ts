import {
  explain,
  lookedUp,
  member,
  organisation,
  surroundings,
  type MemberState,
  type OrganisationState,
} from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { commune, upTo2025, vote } from '../support/commune';
import { asks, founds, given, registers, type Given, type Step, type World } from '../support/scenario';

// A probationer's dossier and file as a member go together: what moves or ends the one is asked of the dossier, and writes both.

const probation: readonly Step[] = [
  asks('CompleteNewMemberCourse', '2026-03-01', { number: '5', issuedOn: '2026-02-27' }),
  asks('ReportProbation', '2026-09-22', { by: 'probationer', writtenOn: '2026-09-22' }),
  asks('ReportProbation', '2026-09-22', { by: 'mentor', writtenOn: '2026-09-22' }),
];
const recognises = asks('HoldRecognitionVote', '2026-09-23', { body: 'cell', ...vote('7', 7, 7) });
const decides = asks('DecideRecognition', '2026-09-25', vote('9', 6, 9));
const departs = (reason: string, member = 'hs-1', on = '2026-09-22'): Step => ({
  command: { type: 'DepartMember', member, reason } as never,
  on,
});
const goes = (cell: string, member = 'hs-1', on = '2026-09-22'): Step => ({
  command: { type: 'MoveMember', member, cell },
  on,
});
const ready = given(commune)(...upTo2025('celebrated'), ...probation);
const file = ({ world }: Given, id = 'hs-1') => world.states.get(`member-${id}`) as MemberState;
const stays = ({ world }: Given, cell: string, id = 'hs-1') =>
  (world.states.get(`organisation-${cell}`) as OrganisationState).roll.filter(({ member }) => member === id);

describe('while the dossier is under way', () => {
  it.each([
    ['died', 'RecordDeath'],
    ['left', 'LetLeave'],
    ['expelled', 'EraseProbationer'],
    ['moved', 'MoveCandidate'],
  ])('P8 P22 P28 P29 a probationer’s file takes no departure (%s) and names the dossier’s own step', (reason, need) => {
    ready
      .when(departs(reason))
      .refused({ code: 'person-has-dossier', condition: 'member', have: 'hs-1', need, who: 'cell' });
  });

  it('P8 nor a move', () => {
    ready.when(goes('cell-z')).refused({ code: 'person-has-dossier', have: 'hs-1', need: 'MoveCandidate' });
  });

  it('P8 under whatever code the member was admitted', () => {
    const coded = given(commune)(...upTo2025('received'), asks('HoldCeremony', '2025-09-20', { admittedAs: 'dv-77' }));
    coded.when(departs('died', 'dv-77')).refused({ code: 'person-has-dossier', have: 'hs-1', need: 'RecordDeath' });
    coded.when(goes('cell-z', 'dv-77')).refused({ code: 'person-has-dossier', have: 'hs-1' });
  });

  it('P22 the dossier’s own steps write both', () => {
    const dead = ready.and(asks('RecordDeath', '2026-09-22', {}));
    expect(file(dead).departed).toBe('2026-09-22');
    dead.when(departs('died')).refused({ code: 'member-departed' });
  });
});

describe('what is no dossier’s', () => {
  it('is moved and departs by the member’s file: one registered as a probationer, and one who was recognised', () => {
    const other = ready.and(registers('du-bi', 'cell-y', '', '2025-01-01'));
    other.when(goes('cell-z', 'du-bi')).accepted();
    other.when(departs('died', 'du-bi')).accepted();
    const official = ready.and(recognises, decides);
    official.when(goes('cell-z', 'hs-1', '2026-10-01')).accepted();
    official.when(departs('died', 'hs-1', '2026-10-01')).accepted();
  });
});

/** A world in which an event stands that was accepted before. */
function with_(
  { world }: Given,
  ...events: readonly { stream: string; type: string; data: object; on: string }[]
): World {
  return events.reduce<World>((now, { on, ...event }) => {
    const revision = now.log.filter(({ stream }) => stream === event.stream).length;
    const meta = { ...(now.log.at(-1) as Recorded).meta, on, at: `${on}T03:00:00.000Z` };
    const recorded = { ...event, revision, order: now.log.length + 1, meta } as unknown as Recorded;
    const { evolve } = event.stream.startsWith('member') ? member : organisation;
    const states = new Map(now.states);
    states.set(event.stream, evolve(states.get(event.stream) as never, recorded as never));
    return { ...now, log: [...now.log, recorded], states };
  }, world);
}

describe('where the file says otherwise already, as it once could', () => {
  const gone = given(
    with_(
      ready,
      {
        stream: 'member-hs-1',
        type: 'MemberDeparted',
        data: { member: 'hs-1', cell: 'cell-x', reason: 'died' },
        on: '2026-09-22',
      },
      {
        stream: 'organisation-cell-x',
        type: 'MemberLeftRoll',
        data: { organisation: 'cell-x', member: 'hs-1', reason: 'died' },
        on: '2026-09-22',
      },
    ),
  )();

  it('K6 nobody is recognised who has departed, as the explanation says too', () => {
    gone.when(recognises).refused({ code: 'member-departed', have: 'hs-1', who: 'cell' });
    given(
      with_(ready.and(recognises), {
        stream: 'member-hs-1',
        type: 'MemberDeparted',
        data: { member: 'hs-1', cell: 'cell-x', reason: 'died' },
        on: '2026-09-24',
      }),
    )()
      .when(decides)
      .refused({ code: 'member-departed', have: 'hs-1' });
    const { world, state } = gone;
    const context = lookedUp(surroundings('hs-1', state, '2026-09-23'), ({ stream }) => world.states.get(stream));
    const said = explain({ on: '2026-09-23', today: '2026-09-23' }, state, context, world.regulation);
    expect(said.actions.find(({ action }) => action === 'HoldRecognitionVote')?.refusal).toMatchObject({
      code: 'member-departed',
    });
  });

  it('P22 the dossier can end, and the member departs once', () => {
    const { events } = gone.when(asks('RecordDeath', '2026-09-23', {})).accepted('CandidateDied');
    expect(events).toHaveLength(1);
  });

  it('P8 one who is in another cell is made official there', () => {
    const moved = given(
      with_(
        ready.and(recognises),
        {
          stream: 'member-hs-1',
          type: 'MemberMoved',
          data: { member: 'hs-1', from: 'cell-x', to: 'cell-z' },
          on: '2026-09-24',
        },
        {
          stream: 'organisation-cell-x',
          type: 'MemberLeftRoll',
          data: { organisation: 'cell-x', member: 'hs-1', reason: 'moved' },
          on: '2026-09-24',
        },
        {
          stream: 'organisation-cell-z',
          type: 'MemberEnrolled',
          data: { organisation: 'cell-z', member: 'hs-1' },
          on: '2026-09-24',
        },
      ),
    )(decides);
    expect(stays(moved, 'cell-z')).toEqual([{ member: 'hs-1', from: '2026-09-24', officialSince: '2026-09-20' }]);
  });
});

it('P8 a probationer whom a part of a split took is on that roll once, also when the dossier follows', () => {
  const part = (organisation: string, ...takes: readonly string[]) => ({ organisation, takes: [...takes] });
  const split = given(commune)(
    ...upTo2025('celebrated'),
    founds('cell-n', 'cell', 'xa', '2025-01-01'),
    founds('cell-s', 'cell', 'xa', '2025-01-01'),
    {
      command: {
        type: 'SplitOrganisation',
        organisation: 'cell-x',
        parts: [part('cell-n', 'hs-1'), part('cell-s')],
        successor: 'cell-s',
        number: '3-NQ',
      },
      on: '2025-10-01',
    },
  );
  const follows = split.and(
    asks('MoveCandidate', '2025-10-02', { to: 'cell-n', orderedOn: '2025-10-01', number: '5-CV' }),
  );
  expect(follows.state.cell).toBe('cell-n');
  expect(stays(follows, 'cell-n')).toEqual([{ member: 'hs-1', from: '2025-10-01' }]);
  expect(stays(follows, 'cell-s')).toEqual([]);
});
