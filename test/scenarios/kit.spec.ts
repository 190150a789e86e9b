import { asks, dossier, given, onDay, step, upTo, wayFrom } from '../support/scenario';

const way = wayFrom(2022);

describe('the scenario kit', () => {
  it('refuses to be given what the rules refuse', () => {
    expect(() => given(dossier)(...way.mentored)).toThrow(/AssignMentor on 2022-02-01 is refused: .*dossier-unknown/);
  });

  it('fails where something is accepted that should be refused, and where it is refused in other words', () => {
    const listed = given(dossier)(...way.listed);
    expect(() => listed.when(step('mentored', way)).refused({ code: 'member-unknown' })).toThrow('was accepted');
    const again = listed.when(step('listed', way));
    expect(() => again.refused({ code: 'member-unknown' })).toThrow();
    expect(() => again.accepted()).toThrow(/already-done/);
    expect(() =>
      listed
        .when(asks('PermitPaperwork', '2022-05-01', { number: '1' }))
        .refused({ basis: { document: '12-HD/BTCTW', date: '2016-01-01' } }),
    ).toThrow();
  });

  it('leaves the world it was given as it was', () => {
    const opened = given(dossier)(...upTo('opened', way));
    const { log } = opened.world;
    const length = log.length;
    opened.when(onDay('2022-10-05', way.papers[0]!)).accepted('DocumentFiled');
    expect(log).toHaveLength(length);
    expect(opened.state.documents).toEqual({});
  });
});
