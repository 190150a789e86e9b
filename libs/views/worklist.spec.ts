import type { Worklist } from '@dossier/contract';
import { commune, erases, upTo2025, vote } from '../../test/support/commune';
import {
  asks,
  dossier,
  given,
  onDay,
  plansClass,
  rowsOf,
  seen,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
} from '../../test/support/scenario';
import { worklist, worklistOf, type UnfitRow, type WorkRow } from './worklist';

const way = wayFrom(2022);

function list({ world }: Given, on: string): Worklist {
  const rows = [...rowsOf(worklist, seen(world)).values()];
  const unfit = new Map(
    rows.filter((row): row is UnfitRow => row.kind === 'unfit').map(({ member, from }) => [member, from]),
  );
  const under = rows.filter((row): row is WorkRow => row.kind === 'dossier');
  return worklistOf(under, unfit, { organisation: 'cell-a', on, calendar: world.regulation.calendar }, ({ box }) =>
    box === null ? null : { name: box, birthYear: 1995, ethnicity: null, village: null },
  );
}
const where = (now: Given, on: string) =>
  Object.entries(list(now, on).groups).flatMap(([group, items]) =>
    items.map(({ why, action, by, due }) => [group, why, action, by, due]),
  );
const why = (now: Given, on: string) => where(now, on).map(([group, reason]) => [group, reason]);
const at = (stage: Parameters<typeof upTo>[0]) => given(dossier)(...upTo(stage, way));

describe('the worklist', () => {
  it('has under "now" what is the cell’s own turn', () => {
    expect(where(at('listed'), '2022-01-11')).toEqual([['now', 'your-turn', 'AssignMentor', 'cell', null]]);
    expect(where(at('opened'), '2022-10-04')).toEqual([['now', 'your-turn', 'FileDocument', 'cell', '2023-10-03']]);
  });

  it('has under "waiting" what another body does', () => {
    expect(where(at('proposed'), '2022-03-02')).toEqual([
      ['waiting', 'waiting', 'CertifyTraining', 'training-centre', null],
    ]);
    expect(where(at('submitted'), '2023-05-06')).toEqual([
      ['waiting', 'waiting', 'DecideAdmission', 'decider', '2023-07-06'],
    ]);
  });

  it('has under "soon" what is due within thirty days, and overdue from the day after', () => {
    expect(why(at('submitted'), '2023-06-05')).toEqual([['waiting', 'waiting']]);
    expect(where(at('submitted'), '2023-06-06')).toMatchObject([
      ['soon', 'due-soon', 'DecideAdmission', 'decider', '2023-07-06'],
    ]);
    expect(why(at('submitted'), '2023-07-06')).toEqual([['soon', 'due-soon']]);
    expect(where(at('submitted'), '2023-07-07')).toMatchObject([
      ['now', 'overdue', 'DecideAdmission', 'decider', '2023-07-06'],
    ]);
  });

  it('has under "done" what ended within seven days, and then no more', () => {
    expect(why(at('celebrated'), '2023-06-27')).toEqual([['done', 'admitted']]);
    // After the week it is a probation under way: nobody is late, and the course for new members is another's to hold.
    expect(where(at('celebrated'), '2023-06-28')).toEqual([
      ['waiting', 'waiting', 'CompleteNewMemberCourse', 'training-centre', '2023-08-01'],
    ]);
    expect(why(at('opened').and(asks('DelistCandidate', '2023-01-05', {})), '2023-01-06')).toEqual([
      ['done', 'delisted'],
    ]);
    expect(list(at('celebrated'), '2023-06-21').groups.done).toMatchObject([{ phase: 'probation', due: null }]);
  });

  const happens = (type: 'DisciplineMember' | 'DepartMember', on: string): Step =>
    ({
      command:
        type === 'DepartMember'
          ? { type, member: 'mentor', reason: 'died' }
          : { type, member: 'mentor', form: 'warning' },
      on,
    }) as Step;

  it.each(['DisciplineMember', 'DepartMember'] as const)(
    'says that the mentor must be replaced from the day of %s, and until it is done',
    (type) => {
      const gone = at('opened').and(happens(type, '2022-11-05'));
      expect(why(gone, '2022-11-04')).toEqual([['now', 'your-turn']]);
      expect(where(gone, '2022-11-05')).toEqual([
        ['now', 'mentor-must-be-replaced', 'ReplaceMentor', 'cell', '2023-10-03'],
      ]);
      const replaced = gone.and(asks('ReplaceMentor', '2022-11-10', { member: 'third', reason: 'other' }));
      expect(why(replaced, '2022-11-11')).toEqual([['now', 'your-turn']]);
    },
  );

  it('keeps the earliest day on which a member became unfit', () => {
    const twice = given(dossier)(
      onDay('2022-05-01', happens('DisciplineMember', '')),
      onDay('2022-03-01', happens('DisciplineMember', ''), '2022-06-01'),
    );
    expect(rowsOf(worklist, seen(twice.world)).get('unfit/mentor')).toEqual({
      kind: 'unfit',
      member: 'mentor',
      from: '2022-03-01',
    });
  });

  it('says when the certificate has gone stale, until another is there', () => {
    const certified = given(dossier)(...upTo('certified', wayFrom(2018)));
    expect(why(certified, '2023-05-15')).toEqual([['soon', 'due-soon']]);
    expect(where(certified, '2023-05-16')).toEqual([
      ['now', 'certificate-stale', 'ProposeTraining', 'cell', '2023-05-15'],
    ]);
    const again = certified.and(
      plansClass('class-2023', '2023-06-01', '2023-06-05'),
      asks('ProposeTraining', '2023-05-20', { class: 'class-2023' }),
      asks('CertifyTraining', '2023-06-10', { class: 'class-2023', number: '2', issuedOn: '2023-06-07' }),
    );
    expect(where(again, '2023-06-11')).toEqual([
      ['waiting', 'waiting', 'PermitPaperwork', 'grassroots-committee', '2028-06-07'],
    ]);
  });

  it('a carried vote ends the certificate’s clock, a short one does not', () => {
    const vote = step('voted', way);
    const heard = at('heard');
    const ids = (now: Given) =>
      (rowsOf(worklist, seen(now.world)).get('hs-1') as WorkRow).deadlines.map(({ id }) => id);
    expect(ids(heard.and(vote))).toEqual(['K1']);
    expect(ids(heard.and({ ...vote, command: { ...vote.command, yes: 1 } as never }))).toEqual(['T1', 'S1']);
  });

  it('puts the nearest date first', () => {
    const other: readonly Step[] = upTo('submitted', wayFrom(2021)).map((s) => ({
      ...s,
      command: { ...s.command, dossier: 'hs-2' } as never,
    }));
    const two = given(dossier)(...upTo('submitted', way), ...other);
    expect(list(two, '2023-05-06').groups.now.map(({ dossier: id }) => id)).toEqual(['hs-2']);
    const early = given(dossier)(
      ...upTo('submitted', way),
      ...upTo('voted', way).map((s) => ({ ...s, command: { ...s.command, dossier: 'hs-0' } as never })),
      asks('WithdrawCandidate', '2023-05-20', {}),
    );
    expect(list(early, '2023-05-21').groups.waiting.map(({ dossier: id }) => id)).toEqual(['hs-0']);
    const born = list(two, '2023-05-06');
    expect(born.groups.waiting.map(({ person }) => person?.name)).toEqual(['box:identity:dossier-hs-1']);
  });

  it('holds the box and never text, and dates only: what is late is judged when asked', () => {
    const rows = JSON.stringify([...rowsOf(worklist, seen(at('voted').world)).values()]);
    for (const text of ['Lò Thị', '1995', 'overdue', 'soon']) expect(rows).not.toContain(text);
    expect(worklist.partition(rowsOf(worklist, seen(at('voted').world)).get('hs-1') as WorkRow, 'hs-1')).toBe('cell-a');
  });

  it('has an appeal that waits for its answer, overdue once its days are over, and nothing else of the ended dossier', () => {
    const erased = given(commune)(
      ...upTo2025('celebrated'),
      erases('cell', '2026-01-05', 6, 7),
      asks('EraseProbationer', '2026-01-19', vote('60-QĐ', 7, 9)),
    );
    expect(where(erased, '2026-02-09')).toEqual([]);
    const appealed = erased.and(asks('AppealErasure', '2026-03-09', {}));
    expect(where(appealed, '2026-07-16')).toEqual([['waiting', 'waiting', 'ResolveAppeal', 'decider', '2026-07-16']]);
    expect(where(appealed, '2026-07-17')).toEqual([['now', 'overdue', 'ResolveAppeal', 'decider', '2026-07-16']]);
    const upheld = appealed.and(asks('ResolveAppeal', '2026-07-20', { outcome: 'upheld', number: '61-QĐ' }));
    expect(where(upheld, '2026-08-10')).toEqual([]);
    expect(where(appealed.and(asks('RecordDeath', '2026-04-06', {})), '2026-07-17')).toEqual([]);
  });
});
