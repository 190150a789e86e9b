import { commune, upTo2025, vote } from '../support/commune';
import { approves, corrects, eventsOf, proposes } from '../support/correcting';
import { asks, but, dossier, given, onDay, upTo, wayFrom, type Given, type Step } from '../support/scenario';

// What a correction leaves without ground: what is written of it, what is left out of what is written, what is refused.

const exposes = (now: Given) =>
  (eventsOf(now).at(-1)?.data as { exposes: readonly { type: string; refusal: object }[] }).exposes;

describe('E1 the month of a birth', () => {
  const listing = upTo2025('listed')[0] as Step;
  const born = (birth: string) => but(listing, { identity: { name: 'Lò Thị Thử', birth } });

  it.each([
    ['too-young', '2007-12-31', 18],
    ['too-old', '1960-03-31', 60],
  ])('is not to be read in what a correction exposes: %s', (code, birth, need) => {
    const voted = given(commune)(...upTo2025('voted'));
    const now = voted.when(corrects(voted, 'CandidateListed', born(birth), '2025-09-10')).accepted('EntryCorrected');
    expect(exposes(now)).toEqual([
      { revision: 16, type: 'CellVoted', refusal: expect.objectContaining({ code, need }) },
    ]);
    const [{ refusal } = { refusal: {} }] = exposes(now);
    expect(refusal).toMatchObject({ have: null, condition: 'E1', verified: 'primary' });
    expect(refusal).not.toHaveProperty('from');
  });

  it('nor in what the move to another version wants done again', () => {
    const voted = given(commune)(...upTo2025('voted'));
    const young = voted.and(corrects(voted, 'CandidateListed', born('2007-12-31'), '2025-09-10'));
    const now = young.when(asks('AdoptProcedure', '2026-05-02', { version: 'R2026A.2' })).accepted('ProcedureAdopted');
    const { redo } = now.event.data as { redo: readonly { event: string; refusal: object }[] };
    const { refusal } = redo.find(({ event }) => event === 'CellVoted') ?? { refusal: {} };
    expect(refusal).toMatchObject({ code: 'too-young', have: null, need: 18 });
    expect(refusal).not.toHaveProperty('from');
  });
});

it('a dossier that turns out to be opened when its version was not in force says so', () => {
  const opened = given(dossier)(...upTo('opened', wayFrom(2021)));
  expect(opened.state.procedure).toBe('R2021.2');
  const permit = asks('PermitPaperwork', '', { number: '7-CV/ĐU' });
  const permitted = opened.and(
    corrects(opened, 'PaperworkPermitted', permit, '2021-11-10', { happenedOn: '2021-07-10' }),
  );
  const open = (happenedOn: string) =>
    permitted
      .when(corrects(permitted, 'DossierOpened', asks('OpenDossier', '', {}), '2021-11-10', { happenedOn }))
      .accepted('EntryCorrected');
  expect(exposes(open('2021-07-20'))).toEqual([
    {
      revision: opened.state.revision,
      type: 'DossierOpened',
      refusal: expect.objectContaining({ code: 'version-not-in-force', have: '2021-07-20', need: '2021-07-30' }),
    },
  ]);
  expect(open('2021-07-20').state.procedure).toBe('R2021.2');
  expect(exposes(open('2021-08-01'))).toEqual([]);
});

describe('after an end nothing stands but what may follow it', () => {
  const withdrawn = given(commune)(...upTo2025('heard'), asks('WithdrawCandidate', '2025-08-20', {}));
  const heard = asks('CollectOpinion', '', { from: 'residence' });
  const moved = (type: string, replacement: Step, happenedOn: string) =>
    withdrawn.when(corrects(withdrawn, type, replacement, '2025-08-25', { happenedOn }));
  const end = asks('WithdrawCandidate', '', {});

  it('an end is not moved before the steps that were taken', () => {
    moved('CandidateWithdrew', end, '2025-08-12').refused({
      code: 'before-earlier-step',
      have: '2025-08-12',
      need: '2025-08-13',
      who: 'cell',
    });
    expect(moved('CandidateWithdrew', end, '2025-08-13').accepted('EntryCorrected').state.outcome).toBe('withdrawn');
    moved('CandidateWithdrew', end, '2025-08-25').accepted('EntryCorrected');
  });

  it('nor is a step moved behind the end', () => {
    moved('OpinionCollected', heard, '2025-08-21').refused({
      code: 'after-later-step',
      have: '2025-08-21',
      need: '2025-08-20',
    });
    moved('OpinionCollected', heard, '2025-08-20').accepted('EntryCorrected');
  });

  it('what may follow an end may be moved', () => {
    const told = given(commune)(
      ...upTo2025('submitted'),
      asks('RefuseAdmission', '2025-09-10', vote('2-QĐ', 1, 9)),
      asks('GiveNotice', '2025-09-12', { answer: 'no', number: '3-TB' }),
    );
    const notice = asks('GiveNotice', '', { answer: 'no', number: '3-TB' });
    const now = told.and(proposes(told, 'NoticeGiven', notice, '2025-09-20', { happenedOn: '2025-09-13' }));
    now.when(approves(now, 'NoticeGiven', '2025-09-20')).accepted('EntryCorrected');
  });

  it('what turns out to be an end says which steps were taken after it', () => {
    const erased = given(commune)(
      ...upTo2025('celebrated'),
      asks('HoldErasureVote', '2025-11-03', { body: 'cell', ...vote('7', 7, 7) }),
      asks('EraseProbationer', '2025-11-04', vote('9', 6, 9)),
      asks('AppealErasure', '2025-11-10', {}),
      asks('ResolveAppeal', '2025-12-10', { outcome: 'overturned', number: '1' }),
      onDay('2025-12-12', asks('ReplaceMentor', '', { member: 'x-two', reason: 'other' })),
    );
    const upheld = asks('ResolveAppeal', '', { outcome: 'upheld', number: '1' });
    const proposed = erased.and(proposes(erased, 'AppealResolved', upheld, '2025-12-20'));
    const now = proposed.when(approves(proposed, 'AppealResolved', '2025-12-20')).accepted('EntryCorrected');
    expect(exposes(now)).toEqual([
      {
        revision: expect.any(Number),
        type: 'MentorReplaced',
        refusal: expect.objectContaining({ code: 'dossier-ended' }),
      },
    ]);
  });
});
