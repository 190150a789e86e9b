import type { ActionLine, Explanation, Identity } from '@dossier/contract';
import { fold, type Recorded } from '@dossier/kernel';
import {
  asks,
  but,
  dossier,
  given,
  DECLARED,
  IDENTITY,
  onDay,
  perform,
  step,
  upTo,
  wantedIn,
  WAY,
  wayFrom,
  type Given,
  type Stage,
} from '../../../test/support/scenario';
import { commune, PROBATION_PAPERS, recognises, upTo2025, way2025 } from '../../../test/support/commune';
import { commandOf, type Action } from '../../../test/support/walk/arguments';
import { chanceOf } from '../../../test/support/walk/chance';
import { lookedUp } from '../looking';
import { ACTIONS } from './actions';
import type { DossierEvent } from './events';
import { explain, type ExplainAsked } from './explain';
import { dossier as stream, dossierOn, type DossierState } from './state';
import { surroundings } from './surroundings';

const way = wayFrom(2022);
const at = (stage: Stage) => given(dossier)(...upTo(stage, way));
const contextOf = ({ world }: Given, state: DossierState, on: string) =>
  lookedUp(surroundings('hs-1', state, on), (wanted) => wantedIn(world, wanted));

function explained(now: Given, on: string, more: Partial<ExplainAsked> = {}, state = now.state): Explanation {
  const context = contextOf(now, state, on);
  return explain({ on, today: on, ...more }, state, context, now.world.regulation);
}
function line(told: Explanation, action: Action): ActionLine {
  const found = told.actions.find((one) => one.action === action);
  if (found === undefined) throw new Error(`${action} is not explained`);
  return found;
}
const milestone = (told: Explanation, event: string) => told.milestones.find((one) => one.event === event);
const born = (birth: string): Identity => ({ ...IDENTITY, birth });
const listedAs = (identity: Identity) => [but(step('listed', way), { identity }), ...upTo('certified', way).slice(1)];

const regulation = { document: '24-QĐ/TW', date: '2021-07-30' };

describe('an explanation', () => {
  it('says of every action there is whether it can be done, in the order of the way', () => {
    for (const stage of WAY) {
      const told = explained(at(stage), '2023-06-30');
      expect(told.actions.map(({ action }) => action)).toEqual(ACTIONS);
      for (const { possible, refusal } of told.actions) expect(possible).toBe(refusal === undefined);
    }
  });

  it('names the version, the local rules if any, and what comes next', () => {
    const told = explained(at('voted'), '2023-04-11');
    expect(told).toMatchObject({
      on: '2023-04-11',
      procedure: 'R2021.2',
      overlay: null,
      next: { action: 'HoldCommitteeVote', by: 'grassroots-committee' },
    });
    expect(told.way.filter(({ status }) => status === 'now').map(({ action }) => action)).toEqual([
      'HoldCommitteeVote',
    ]);
  });

  it('says of a step that several take when each of them took it', () => {
    const voted = given(commune)(...upTo2025('celebrated', way2025('cell-g', 'g'))).and(
      ...PROBATION_PAPERS,
      recognises('cell', '2026-09-28', 6, 7),
      recognises('grassroots-committee', '2026-10-05', 9, 11),
    );
    const days = explained(voted, '2026-10-06').way.map(({ event, by, on }) => [event, by, on]);
    expect(days.filter(([event]) => event === 'RecognitionVoted' || event === 'ProbationReported')).toEqual([
      ['ProbationReported', 'candidate', '2026-09-22'],
      ['ProbationReported', 'mentor', '2026-09-23'],
      ['RecognitionVoted', 'cell', '2026-09-28'],
      ['RecognitionVoted', 'grassroots-committee', '2026-10-05'],
    ]);
  });

  it.each(WAY)('refuses what the command is refused, in the very same words: %s', (stage) => {
    const now = at(stage);
    const on = '2023-06-30';
    const refused = explained(now, on).actions.filter(({ possible }) => !possible);
    expect(refused.length).toBeGreaterThan(10);
    for (const { action, refusal } of refused) {
      const scene = { ...now, dossier: 'hs-1', on, today: on, said: new Map(), met: [], against: false };
      const context = contextOf(now, now.state, on);
      const command = commandOf(action as Action, { ...scene, context, chance: chanceOf(7) });
      expect([action, perform(now.world, { command, on })]).toEqual([action, { refused: refusal }]);
    }
  });

  it('says everything that is in the way, and the first reason once', () => {
    const vote = line(explained(at('opened'), '2022-10-10'), 'HoldCellVote');
    expect(vote.refusal).toMatchObject({ code: 'step-missing', need: 'VerificationRequested' });
    const codes = vote.also.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['document-missing', 'introducers-missing', 'opinion-missing']));
    expect(vote.also).not.toContainEqual(vote.refusal);
  });

  it('names what a vote takes: of seven official members five', () => {
    const seven = at('heard').and({
      command: { type: 'DepartMember', member: 'seventh', reason: 'moved' },
      on: '2023-03-01',
    });
    const { possible, requires } = line(explained(seven, '2023-04-10'), 'HoldCellVote');
    expect(possible).toBe(true);
    expect(requires.find(({ rule }) => rule === 'majority')).toMatchObject({
      id: 'Q1',
      values: { numerator: 2, denominator: 3, strict: false },
      need: 5,
      of: 7,
      verified: 'secondary',
    });
  });

  it('knows no number of votes where nobody said how many sit in a body', () => {
    const decision = line(explained(at('submitted'), '2023-06-01'), 'DecideAdmission').requires;
    const majority = decision.find(({ rule }) => rule === 'majority');
    expect(majority).toMatchObject({ id: 'Q3', values: { numerator: 1, denominator: 2, strict: true } });
    expect(majority).not.toHaveProperty('need');
  });

  it('says whose turn it is, and whether it is the asker’s own', () => {
    const now = at('voted');
    const yours = (turns?: readonly string[]) =>
      line(explained(now, '2023-04-11', turns ? { turns } : {}), 'HoldCommitteeVote').yours;
    expect(yours(['grassroots-committee'])).toBe(true);
    expect(yours(['cell', 'mentor'])).toBe(false);
    expect(yours()).toBeNull();
    expect(line(explained(now, '2023-04-11', { turns: ['cell'] }), 'CorrectEntry')).toMatchObject({
      by: null,
      yours: null,
    });
  });

  it('of a day to come says that it has not come', () => {
    const told = explained(at('voted'), '2023-04-11', { today: '2023-04-10' });
    for (const { refusal } of told.actions)
      expect(refusal).toMatchObject({ code: 'day-in-future', from: '2023-04-11' });
  });

  it('of an ended dossier says nothing is next, and no day of anything', () => {
    const told = explained(at('opened').and(asks('DelistCandidate', '2022-12-01', {})), '2022-12-02');
    expect(told).toMatchObject({ next: null, milestones: [], warnings: [] });
    expect(line(told, 'FileDocument').refusal).toMatchObject({ code: 'dossier-ended', have: 'delisted' });
    expect(told.way.some(({ status }) => status === 'now')).toBe(false);
  });
});

describe('the earliest day of a stage', () => {
  it('is the asked day itself where only steps are missing, each named as assumed', () => {
    const vote = milestone(explained(at('heard'), '2023-04-10'), 'CellVoted');
    expect(vote).toEqual({ event: 'CellVoted', earliest: '2023-04-10', decidedBy: null, assumes: [] });
    const decision = milestone(explained(at('heard'), '2023-04-10'), 'AdmissionDecided');
    expect(decision?.assumes).toEqual(['CellVoted', 'CommitteeVoted', 'DossierSubmitted']);
  });

  it('waits for the first day of the birthday month of who is too young, by the article', () => {
    const young = given(dossier)(...listedAs(born('2006-08-20')));
    const vote = milestone(explained(young, '2022-06-01'), 'CellVoted');
    expect(vote).toMatchObject({
      earliest: '2024-08-01',
      decidedBy: { code: 'too-young', condition: 'E1', have: 15, need: 18, from: '2024-08-01', basis: regulation },
    });
    // What decides the vote decides all that comes after it.
    expect(milestone(explained(young, '2022-06-01'), 'AdmissionDecided')).toMatchObject({ earliest: '2024-08-01' });
  });

  it('waits for the end of probation, its last day included', () => {
    const probation = explained(at('celebrated'), '2023-07-01');
    expect(probation.milestones).toMatchObject([
      {
        event: 'MemberRecognised',
        earliest: '2024-06-21',
        decidedBy: { code: 'probation-running', need: '2024-06-20', from: '2024-06-21' },
      },
    ]);
  });

  it('counts a probation that has not begun from the earliest ceremony', () => {
    const told = explained(at('submitted'), '2023-06-01');
    expect(milestone(told, 'CeremonyHeld')).toMatchObject({ earliest: '2023-06-01' });
    expect(milestone(told, 'MemberRecognised')).toMatchObject({ earliest: '2024-06-02' });
  });

  it('is none where a consent was denied, and says so', () => {
    const denied = at('submitted').and(
      asks('RequestConsent', '2023-05-06', { matter: 'political' }),
      asks('DenyConsent', '2023-05-20', { matter: 'political', number: '3-CV/TU' }),
    );
    const told = explained(denied, '2023-05-21');
    expect(milestone(told, 'AdmissionDecided')).toMatchObject({
      earliest: null,
      decidedBy: { code: 'consent-denied', have: '2023-05-20', need: 'political', who: 'provincial-committee' },
    });
    expect(milestone(told, 'CeremonyHeld')?.earliest).toBeNull();
  });
});

describe('what stands in the way of a step ahead', () => {
  it('is a condition of the earliest day, and what removes it comes next: one introducer of two', () => {
    const friend = (command: object): boolean =>
      'togetherSince' in command && JSON.stringify(command).includes('friend');
    const one = given(dossier)(...upTo('heard', way).filter(({ command }) => !friend(command)));
    const told = explained(one, '2023-04-10');
    expect(line(told, 'HoldCellVote').refusal).toMatchObject({ code: 'introducers-missing', have: 1, need: 2 });
    expect(told.next).toEqual({ action: 'NameIntroducer', by: 'cell' });
    expect(milestone(told, 'CellVoted')).toMatchObject({ earliest: '2023-04-10', assumes: ['IntroducerNamed'] });
  });

  it('is the consent that a ceremony past its day needs, asked for and given', () => {
    const late = at('received');
    const told = explained(late, '2023-07-24');
    expect(line(told, 'HoldCeremony').refusal).toMatchObject({ code: 'late-without-consent' });
    expect(told.next).toEqual({ action: 'RequestConsent', by: 'cell' });
    const assumes = (now: Given) => milestone(explained(now, '2023-07-24'), 'CeremonyHeld')?.assumes;
    expect(assumes(late)).toEqual(['ConsentRequested', 'ConsentGranted']);
    const asked = late.and(asks('RequestConsent', '2023-07-21', { matter: 'late-ceremony' }));
    expect(assumes(asked)).toEqual(['ConsentGranted']);
    expect(explained(asked, '2023-07-24').next).toEqual({ action: 'GrantConsent', by: 'provincial-committee' });
    const denied = asked.and(asks('DenyConsent', '2023-07-22', { matter: 'late-ceremony', number: '3-CV' }));
    expect(assumes(denied)).toEqual(['ConsentRequested', 'ConsentGranted']);
  });

  it('gives no day where nothing that a dossier knows of removes it', () => {
    const poor = [
      but(step('listed', way), { declared: { ...DECLARED, schooling: 'literate' } }),
      ...upTo('heard', way).slice(1),
    ];
    const told = explained(given(dossier)(...poor), '2023-04-10');
    expect(milestone(told, 'CellVoted')).toMatchObject({ earliest: null, decidedBy: { code: 'schooling-short' } });
    expect(told.next).toEqual({ action: 'HoldCellVote', by: 'cell' });
  });

  it('is a mentor who must be replaced before the vote, though the next step does not wait for it', () => {
    const gone = at('permitted').and({
      command: { type: 'DepartMember', member: 'mentor', reason: 'moved' },
      on: '2022-10-01',
    });
    const told = explained(gone, '2022-10-02');
    expect(told.next).toEqual({ action: 'OpenDossier', by: 'cell' });
    expect(milestone(told, 'CellVoted')?.assumes).toContain('MentorReplaced');
  });
});

describe('what no argument could make possible is not possible', () => {
  const refusal = (now: Given, action: Action, on = '2023-06-01') => line(explained(now, on), action).refusal;
  const asked = at('submitted').and(asks('RequestConsent', '2023-05-10', { matter: 'political' }));

  it('an answer to a consent that nobody asked for, or that was given', () => {
    for (const action of ['GrantConsent', 'DenyConsent'] as const) {
      expect(refusal(at('submitted'), action)).toMatchObject({ code: 'consent-not-requested', who: 'cell' });
      expect(refusal(asked, action)).toBeUndefined();
      const granted = asked.and(asks('GrantConsent', '2023-05-20', { matter: 'political', number: '3-CV' }));
      expect(refusal(granted, action)).toMatchObject({ code: 'already-done', have: '2023-05-20' });
    }
  });

  it('a longer deadline where the version knows none, by the article', () => {
    expect(refusal(asked, 'ExtendDeadline')).toMatchObject({
      code: 'no-extension',
      condition: 'K1',
      have: 'R2021.2',
      basis: regulation,
    });
  });

  it('a longer deadline where none runs, all are extended, or all are past; else it is for the command to say', () => {
    const old = wayFrom(2018);
    const of = (stage: Stage) => given(dossier)(...upTo(stage, old));
    const submitted = of('submitted');
    const day = '2019-06-03';
    expect(refusal(of('heard'), 'ExtendDeadline', day)).toMatchObject({
      code: 'deadline-not-running',
      condition: 'K1',
    });
    expect(refusal(submitted, 'ExtendDeadline', day)).toBeUndefined();
    expect(refusal(submitted, 'ExtendDeadline', '2019-07-04')).toMatchObject({ code: 'too-late', need: '2019-07-03' });
    const extended = submitted.and(asks('ExtendDeadline', day, { deadline: 'K1', days: 30, number: '4-CV' }));
    expect(refusal(extended, 'ExtendDeadline', day)).toMatchObject({ code: 'already-extended' });
  });
});

describe('a warning', () => {
  const certifiedAs = (birth: string) => given(dossier)(...listedAs(born(birth)));

  it('comes as soon as a certificate cannot serve until the earliest vote, long before it expires', () => {
    const young = certifiedAs('2009-06-20');
    expect(explained(young, '2022-05-20').warnings).toEqual([
      { code: 'expires-before-use', deadline: 'T1', due: '2027-05-15', needed: '2027-06-01' },
    ]);
    expect(explained(given(dossier)(...listedAs(born('2009-06-20')).slice(0, -1)), '2022-05-20').warnings).toEqual([]);
  });

  it('does not come where the vote can be held on the very last day', () => {
    expect(explained(certifiedAs('2009-05-20'), '2022-05-20').warnings).toEqual([]);
    const certified = at('certified');
    expect(explained(certified, '2027-05-15').warnings).toEqual([]);
    expect(explained(certified, '2027-05-16').warnings).toMatchObject([{ deadline: 'T1', needed: '2027-05-16' }]);
  });

  it('says it of the papers as well', () => {
    const opened = given(dossier)(...listedAs(born('2005-11-20')), ...upTo('opened', way).slice(4));
    expect(explained(opened, '2022-10-04').warnings).toMatchObject([
      { deadline: 'S1', due: '2023-10-03', needed: '2023-11-01' },
    ]);
  });
});

describe('a dossier as it stood', () => {
  const now = at('celebrated');
  const events = now.world.log.filter(({ stream: of }) => of === 'dossier-hs-1') as never as Recorded<DossierEvent>[];
  const stood = (on: string) => explained(now, on, { today: '2023-06-30' }, fold(dossierOn(on), events));

  it('is explained by what had happened by that day', () => {
    expect(stood('2023-04-09').next).toEqual({ action: 'HoldCellVote', by: 'cell' });
    expect(line(stood('2023-04-09'), 'HoldCellVote').possible).toBe(true);
    expect(line(stood('2023-04-10'), 'HoldCellVote').refusal).toMatchObject({
      code: 'already-done',
      have: '2023-04-10',
    });
  });

  it('is, on the last day, the dossier as it is', () => {
    expect(fold(dossierOn('2023-06-20'), events)).toEqual(fold(stream, events));
    expect(fold(dossierOn('2022-01-09'), events)).toEqual(stream.initial);
  });

  it('leaves out what was entered later for a later day, and takes in what was entered later for an earlier one', () => {
    const late = at('stamped').and(
      onDay('2022-10-20', asks('FileDocument', '2022-10-20', { form: '4-KNĐ', writtenOn: '2022-10-20' }), '2022-11-05'),
    );
    const all = late.world.log.filter(({ stream: of }) => of === 'dossier-hs-1') as never as Recorded<DossierEvent>[];
    const then = fold(dossierOn('2022-10-25'), all);
    expect(then.documents['4-KNĐ']).toBe('2022-10-20');
    expect(then.done.BiographyStamped).toBeUndefined();
  });
});
