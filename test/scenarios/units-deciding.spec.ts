import { decidersAbove } from '@dossier/domain';
import { dossier, founds, given, type Step } from '../support/scenario';
import { DAY, EVE, state, unit } from '../support/units';

// What a unit above a cell is given for deciding: empowerment, seats, local rules; and how those above keep in touch with it.

describe('a unit above a cell may decide for it', () => {
  const basis = { document: '294-QĐ/TW', date: '2025-05-26' };
  const grant = (id: string, members: number, on = DAY): Step =>
    unit('GrantEmpowerment', id, { members, number: '8-QĐ' }, on);

  it('when it is an empowered grassroots committee of more than a hundred members', () => {
    given(dossier)().when(grant('commune', 100)).refused({ code: 'too-few-to-empower', have: 100, need: 100, basis });
    given(dossier)().when(grant('district', 900)).refused({ code: 'wrong-kind', need: 'grassroots-committee', basis });
    const empowered = given(dossier)(grant('commune', 101));
    empowered.when(grant('commune', 120)).refused({ code: 'already-done' });
    const load = (id: string) => state(empowered, id);
    expect(decidersAbove(load, 'cell-a', DAY).units[0]).toMatchObject({ organisation: 'commune', empowered: true });
    expect(decidersAbove(load, 'cell-a', EVE).units[0]).toMatchObject({ organisation: 'commune', empowered: false });
    const revoked = empowered.and(unit('RevokeEmpowerment', 'commune', { number: '9-QĐ' }, '2026-01-01'));
    revoked
      .when(unit('RevokeEmpowerment', 'commune', { number: '9' }, '2026-02-01'))
      .refused({ code: 'not-empowered' });
    expect(decidersAbove((id) => state(revoked, id), 'cell-a', '2026-01-01').units[0]).toMatchObject({
      empowered: false,
    });
  });

  it('with the seats it had, by the local rules nearest above, and with a sub-committee between or not', () => {
    const now = given(dossier)(
      founds('sub', 'sub-committee', 'commune'),
      unit('MoveOrganisation', 'cell-b', { parent: 'sub' }),
      unit('SeatCommittee', 'commune', { committee: 15, standing: 5 }),
      unit('AdoptLocalRules', 'district', { rules: 'HN2025' }),
      unit('AdoptLocalRules', 'commune', { rules: null }, '2026-01-01'),
    );
    const load = (id: string) => state(now, id);
    expect(decidersAbove(load, 'cell-b', DAY)).toEqual({
      cell: 'cell-b',
      units: [
        { organisation: 'sub', kind: 'sub-committee', empowered: false },
        { organisation: 'commune', kind: 'grassroots-committee', empowered: false, committee: 15, standing: 5 },
        { organisation: 'district', kind: 'district-committee', empowered: false },
      ],
      subCommitteeBetween: true,
      localRules: 'HN2025',
    });
    expect(decidersAbove(load, 'cell-a', DAY)).toMatchObject({ subCommitteeBetween: false, localRules: 'HN2025' });
    // The commune has said that it gives them up: its cells no longer go by the district's.
    expect(decidersAbove(load, 'cell-a', '2026-01-01')).not.toHaveProperty('localRules');
    now.when(unit('SeatCommittee', 'commune', { committee: 15, standing: 5 }, '2026-01-01')).refused({
      code: 'nothing-changed',
    });
    now.when(unit('SeatCommittee', 'commune', { committee: 5, standing: 6 })).refused({ code: 'does-not-add-up' });
    now.when(unit('SeatCommittee', 'cell-a', { committee: 3, standing: 1 })).refused({ code: 'wrong-kind' });
    now.when(unit('AdoptLocalRules', 'district', { rules: 'HN2025' })).refused({ code: 'nothing-changed' });
  });

  it('is urged, praised and visited', () => {
    const now = given(dossier)(
      unit('UrgeUnit', 'commune', {}),
      unit('PraiseUnit', 'commune', {}),
      unit('RecordVisit', 'cell-a', {}),
    );
    expect(state(now, 'commune').contacts).toEqual([
      { on: DAY, what: 'urged' },
      { on: DAY, what: 'praised' },
    ]);
    expect(state(now, 'cell-a').contacts).toEqual([{ on: DAY, what: 'visited' }]);
  });
});
