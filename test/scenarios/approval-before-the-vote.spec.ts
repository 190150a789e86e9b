import {
  asks,
  before,
  but,
  dossier,
  given,
  onDay,
  registers,
  step,
  upTo,
  wayFrom,
  WAY,
  type Stage,
  type Step,
} from '../support/scenario';

// What has to be there before a cell may vote: papers, stamp, verification, remark, opinion, and a candidate who can be admitted.

const way = wayFrom(2022);
const guidance = { document: '01-HD/TW', date: '2021-09-28' };
const regulation = { document: '24-QĐ/TW', date: '2021-07-30' };
const practice = { document: '12-HD/BTCTW', date: '2022-01-18' };

const ready = given(dossier)(...before('voted', way));
const vote = step('voted', way);

describe('before the cell votes', () => {
  const without = (...stages: readonly Stage[]) => given(dossier)(...before('voted', way, ...stages));

  it('F1 V2 the biography is stamped, and only a biography that is there', () => {
    given(dossier)(...upTo('opened', way))
      .when(step('stamped', way))
      .refused({ code: 'document-missing', condition: 'F1', have: null, need: '2-KNĐ', who: 'cell', basis: practice });
    given(dossier)(...upTo('papers', way))
      .when(step('asked', way))
      .refused({
        code: 'step-missing',
        condition: 'V2',
        have: null,
        need: 'BiographyStamped',
        who: 'cell',
        basis: guidance,
      });
  });

  it('V2 every place asked has answered, and clearly', () => {
    without('asked', 'answered', 'remarked')
      .when(vote)
      .refused({ code: 'step-missing', condition: 'V2', need: 'VerificationRequested', who: 'cell', basis: guidance });
    const open = without('answered', 'remarked');
    open.when(vote).refused({ code: 'verification-open', have: 0, need: 1, who: 'verifier', basis: guidance });
    open
      .when(asks('AnswerVerification', '2022-12-01', { place: 'elsewhere', clear: true }))
      .refused({ code: 'verification-not-asked', condition: 'place', have: 'elsewhere', who: 'caller' });
    const unclear = open.and(asks('AnswerVerification', '2022-12-01', { place: 'home-commune', clear: false }));
    unclear
      .when(asks('RecordRemark', '2023-01-05', { by: 'cell' }))
      .refused({ code: 'verification-unclear', condition: 'V2', have: 1, need: 0, who: 'verifier', basis: guidance });
    unclear
      .and(asks('AnswerVerification', '2023-01-01', { place: 'home-commune', clear: true }))
      .when(step('remarked', way))
      .accepted('RemarkRecorded');
  });

  it('O1 V2 a remark was recorded and the residence was heard', () => {
    without('remarked')
      .when(vote)
      .refused({ code: 'step-missing', condition: 'V2', need: 'RemarkRecorded', who: 'cell', basis: guidance });
    without('heard').when(vote).refused({
      code: 'opinion-missing',
      condition: 'O1',
      have: null,
      need: 'residence',
      who: 'cell',
      basis: practice,
    });
  });

  it('F1 I4 the papers are filed, the application not after the biography, none written in the future', () => {
    const [, biography, letter] = way.papers as [Step, Step, Step];
    given(dossier)(...before('papers', way), biography, letter, ...before('voted', way, ...WAY.slice(0, 7)))
      .when(vote)
      .refused({ code: 'document-missing', condition: 'F1', have: null, need: '1-KNĐ', who: 'cell', basis: practice });
    ready
      .and(asks('FileDocument', '2023-03-01', { form: '1-KNĐ', writtenOn: '2022-10-07' }))
      .when(vote)
      .refused({
        code: 'application-after-biography',
        condition: 'I4',
        have: '2022-10-07',
        need: '2022-10-06',
        who: 'candidate',
        basis: { document: 'Điều lệ Đảng', date: '2011-01-19' },
      });
    ready.when(asks('FileDocument', '2023-03-01', { form: '1-KNĐ', writtenOn: '2023-03-02' })).refused({
      code: 'day-in-future',
      condition: 'writtenOn',
      have: '2023-03-02',
      need: '2023-03-01',
      who: 'nobody',
    });
  });

  it('the candidate is 18 to 60 years old, counted by month', () => {
    const born = (birth: string) =>
      given(dossier)(
        but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth } }),
        ...before('voted', way, 'listed'),
      );
    born('2005-05-20').when(vote).refused({
      code: 'too-young',
      condition: 'E1',
      have: 17,
      need: 18,
      from: '2023-05-01',
      who: 'nobody',
      basis: regulation,
    });
    born('2005-04-20').when(onDay('2023-04-01', vote)).accepted('CellVoted');
    born('1963-04-20').when(onDay('2023-04-30', vote)).accepted('CellVoted');
    born('1963-04-20')
      .when(onDay('2023-05-01', vote))
      .refused({ code: 'too-old', have: 60, need: 60, who: 'provincial-committee', basis: regulation });
  });

  it('the candidate has finished lower secondary school, primary in a difficult area', () => {
    const taught = (schooling: string, cell = 'cell-a') =>
      given(dossier)(
        {
          command: {
            type: 'FoundOrganisation',
            organisation: 'cell-high',
            name: 'Pa Vệ Sủ',
            kind: 'cell',
            parent: 'commune',
            difficultArea: true,
          },
          on: '2010-01-01',
        },
        ...['x', 'y', 'z'].map((name) => registers(name, 'cell-high')),
        but(step('listed', way), {
          cell,
          declared: { sex: 'male', schooling, minority: true, union: 'none', local: true, demobilised: false },
        }),
        ...before('voted', way, 'listed'),
      );
    taught('primary').when(vote).refused({
      code: 'schooling-short',
      condition: 'E3',
      have: 'primary',
      need: 'lower-secondary',
      who: 'candidate',
      basis: regulation,
    });
    taught('lower-secondary').when(vote).accepted();
    const few = but(vote, { yes: 3, no: 0, convened: 3 });
    taught('literate', 'cell-high')
      .when(few)
      .refused({ code: 'schooling-short', have: 'literate', need: 'primary', basis: regulation });
  });

  it('the papers serve twelve months from the opening', () => {
    ready.when(onDay('2023-10-03', vote)).accepted('CellVoted');
    ready.when(onDay('2023-10-04', vote)).refused({
      code: 'paper-stale',
      condition: 'S1',
      have: '2022-10-07',
      need: '3-KNĐ',
      who: 'cell',
      basis: guidance,
    });
  });

  it('the cell has three official members', () => {
    const gone = ['third', 'fourth', 'fifth', 'sixth', 'seventh', 'newly-official'].map((member): Step => ({
      command: { type: 'DepartMember', member, reason: 'left' },
      on: '2023-04-01',
    }));
    ready
      .and(...gone)
      .when(vote)
      .refused({
        code: 'cell-too-small',
        condition: 'Q6',
        have: 2,
        need: 3,
        who: 'grassroots-committee',
        basis: { document: 'Điều lệ Đảng', date: '2011-01-19' },
      });
  });
});

describe('the order of days', () => {
  it('a vote is not held before what it rests on was there', () => {
    ready
      .when(onDay('2023-01-31', vote, '2023-04-10'))
      .refused({ code: 'before-earlier-step', condition: 'on', have: '2023-01-31', need: '2023-02-01', who: 'cell' });
    ready.when(onDay('2023-02-01', vote, '2023-04-10')).accepted('CellVoted');
  });
});
