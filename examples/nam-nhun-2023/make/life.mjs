import { addMonths, earlier, later, worked } from './days.mjs';
import { CLASSES } from './plan.mjs';
import { STALE } from './stories.mjs';

/**
 * A dossier is laid out backwards from its ceremony: each step lies so many working days before the one after it.
 * The spans keep every deadline of the procedure: 60 working days to the decision, 30 to the ceremony.
 */
const GAPS = [
  ['received', 4, 18],
  ['decided', 1, 4],
  ['submitted', 5, 18],
  ['committeeVote', 1, 4],
  ['cellVote', 3, 9],
  ['report2', 1, 3],
  ['residence', 2, 9],
  ['unionOpinion', 0, 3],
  ['committeeRemark', 1, 4],
  ['cellRemark', 1, 4],
  ['answered', 1, 5],
  ['requested', 8, 24],
  ['stamped', 1, 4],
  ['letterFiled', 0, 3],
  ['endorsed', 0, 5],
  ['named', 0, 4],
  ['biographyFiled', 2, 10],
  ['applicationFiled', 0, 3],
  ['opened', 2, 10],
  ['permitted', 2, 8],
];

/** A vote that fell short lies about a quarter before the one that carried. */
const FIRST_VOTE = ['firstVote', 55, 64];

/** Working days between the certificate and leave for the paperwork: room for a report, or for a change of mentor. */
const AFTER_CLASS = { plain: 20, 'mentor-disciplined': 40, 'mentor-died': 40 };

/** The mentor's mishap, and the new mentor, in working days after the certificate. */
const MISHAP = { happens: 8, replaced: 18 };

export const issuedOn = (course) => later(course.to, 2);

function backwards(ceremony, story, chance) {
  const days = { ceremony };
  let at = ceremony;
  for (const [step, least, most] of GAPS) {
    at = earlier(at, chance.int(least, most));
    days[step] = at;
    if (step === 'cellVote' && story === 'first-vote-short') {
      at = earlier(at, chance.int(FIRST_VOTE[1], FIRST_VOTE[2]));
      days.firstVote = at;
    }
  }
  return days;
}

/** The last class that was over in time, and the days around it; at least nine months from the list to the ceremony. */
function before(days, story, chance) {
  const limit = earlier(days.permitted, AFTER_CLASS[story] ?? AFTER_CLASS.plain);
  const course = CLASSES.filter((one) => issuedOn(one) <= limit).at(-1);
  const certified = issuedOn(course);
  const proposed = earlier(course.from, chance.int(3, 14));
  const nineMonths = worked(addMonths(days.ceremony, -9));
  const assigned = earlier(proposed, chance.int(20, 80));
  const mentor = assigned < nineMonths ? assigned : earlier(nineMonths, chance.int(1, 30));
  const listed = earlier(mentor, chance.int(0, 12));
  return { course, certified, proposed, mentor, listed, report1: later(certified, chance.int(5, 15)) };
}

function stale(days) {
  const course = CLASSES.find((one) => one.code === STALE.class);
  return { ...days, ...STALE, firstCourse: course, firstCertified: issuedOn(course), secondProposal: days.proposed };
}

/** The day of every step of a whole life, whether or not the dossier comes so far. */
export function datesOf(ceremony, story, chance) {
  const back = backwards(ceremony, story, chance);
  const days = { ...back, ...before(back, story, chance) };
  if (story === 'certificate-stale') return stale(days);
  if (!story?.startsWith('mentor-')) return days;
  return {
    ...days,
    mishap: later(days.certified, MISHAP.happens),
    replaced: later(days.certified, MISHAP.replaced),
    report1: days.permitted,
  };
}

const FAR_PLACES = [
  'du-muong-te',
  'du-sin-ho',
  'du-tam-duong',
  'du-thanh-pho-lai-chau',
  'du-muong-cha',
  'du-tua-chua',
  'du-vu-thu',
  'du-y-yen',
  'du-cam-khe',
];

/** Where the biography is checked: at home, and where the family comes from when that is elsewhere. */
function placesOf({ cell, person }, chance) {
  const home = cell.parent.agency ? 'du-nam-nhun' : `du-${cell.parent.key}`;
  return person.local ? [home] : [home, chance.pick(FAR_PLACES)];
}

const SHARED = [18, 120];

/** Two official members introduce; with a union's resolution one is enough. The mentor is the first of them. */
function introducersOf(dossier, days, mentor, chance, members) {
  const alone = dossier.person.union === 'none';
  const second = alone ? [members.helper(dossier.cell, days.named, { not: [mentor], chance })] : [];
  return [mentor, ...second].map((member) => ({
    member: member.code,
    date: addMonths(days.named, -chance.int(...SHARED)),
  }));
}

const DOUBT = 'Cần xác minh thêm thời gian công tác ngoài địa phương.';
const GUIDE = [
  'Chi ủy giúp đỡ thêm về cách viết lý lịch.',
  'Cần tham gia sinh hoạt đoàn thể đều hơn.',
  'Nhiệt tình trong công việc chung của bản.',
];

function report(key, on, chance) {
  const good = chance.often(0.9);
  const note = chance.often(0.15) ? chance.pick(GUIDE) : undefined;
  return { key, step: 'ReportMentor', on, result: good ? 'good' : 'needs-work', note };
}

function nomination({ cell, person }, days, mentor) {
  return [
    { key: 'listed', step: 'ListCandidate', on: days.listed, unit: cell.code, ...person },
    { key: 'mentor', step: 'AssignMentor', on: days.mentor, member: mentor.code },
  ];
}

const certificate = (key, course, on) => ({
  key,
  step: 'CertifyTraining',
  on,
  class: course.code,
  date: on,
  series: { body: course.code, tail: `${course.code.slice(4).replace('-', '.')}/GCN`, yearly: false },
});

function training(days, replacement, story, chance) {
  const first = days.firstCourse
    ? [
        { key: 'firstProposal', step: 'ProposeTraining', on: STALE.proposed, class: days.firstCourse.code },
        certificate('firstCertificate', days.firstCourse, days.firstCertified),
        report('waiting', STALE.report, chance),
      ]
    : [];
  const change = replacement
    ? [
        {
          key: 'replaced',
          step: 'ReplaceMentor',
          on: days.replaced,
          member: replacement.code,
          reason: story.replace('mentor-', ''),
        },
      ]
    : [];
  return [
    ...first,
    { key: 'proposed', step: 'ProposeTraining', on: days.secondProposal ?? days.proposed, class: days.course.code },
    certificate('certified', days.course, days.certified),
    ...change,
    report('report1', days.report1, chance),
  ];
}

const paper = (key, form, on, written, pages) => ({ key, step: 'FileDocument', on, form, date: written, pages });

function paperwork(dossier, days, mentor, chance, members) {
  const { cell, person } = dossier;
  const leave = cell.direct ? { body: 'nn', tail: 'TB/HU' } : { body: cell.parent.code, tail: 'NQ/ĐU' };
  const applied = earlier(days.applicationFiled, chance.int(1, 2));
  const union = {
    key: 'endorsed',
    step: 'EndorseByUnion',
    on: days.endorsed,
    union: person.union,
    series: { body: `${person.union} ${cell.parent.code}`, tail: person.union === 'youth-union' ? 'NQ/ĐTN' : 'NQ/CĐ' },
    vote: { body: 'union' },
  };
  return [
    { key: 'permitted', step: 'PermitPaperwork', on: days.permitted, series: leave },
    { key: 'opened', step: 'OpenDossier', on: days.opened },
    paper('applicationFiled', '1-KNĐ', days.applicationFiled, applied, chance.int(2, 4)),
    // The application is written before the biography.
    paper('biographyFiled', '2-KNĐ', days.biographyFiled, later(applied, 1), chance.int(14, 26)),
    ...introducersOf(dossier, days, mentor, chance, members).map((who) => ({
      key: 'named',
      step: 'NameIntroducer',
      on: days.named,
      ...who,
    })),
    ...(person.union === 'none' ? [] : [union]),
    paper('letterFiled', '3-KNĐ', days.letterFiled, days.named, 2),
    { key: 'stamped', step: 'StampBiography', on: days.stamped },
  ];
}

function verification(dossier, days, chance) {
  const places = placesOf(dossier, chance);
  const doubtful = dossier.unclear ? { result: 'unclear', note: DOUBT } : { result: 'clear' };
  return [
    ...places.map((place) => ({ key: 'requested', step: 'RequestVerification', on: days.requested, place })),
    ...places.map((place, index) => ({
      key: 'answered',
      step: 'AnswerVerification',
      on: days.answered,
      place,
      ...(index === places.length - 1 ? doubtful : { result: 'clear' }),
    })),
    ...(places.length > 1 ? [{ key: 'placeRemark', step: 'RecordRemark', on: days.answered, side: 'place' }] : []),
    { key: 'cellRemark', step: 'RecordRemark', on: days.cellRemark, side: 'cell' },
    ...(dossier.cell.direct
      ? []
      : [{ key: 'committeeRemark', step: 'RecordRemark', on: days.committeeRemark, side: 'committee' }]),
    { key: 'unionOpinion', step: 'CollectOpinion', on: days.unionOpinion, side: 'union' },
    { key: 'residence', step: 'CollectOpinion', on: days.residence, side: 'residence' },
  ];
}

function approval({ cell }, days, chance) {
  const body = cell.direct ? cell.code : cell.parent.code;
  const office = cell.direct ? 'CB' : 'ĐU';
  const short = days.firstVote
    ? [
        {
          key: 'firstVote',
          step: 'HoldCellVote',
          on: days.firstVote,
          series: { body: cell.code, tail: 'BC/CB' },
          vote: { body: 'cell', cell, short: true },
        },
      ]
    : [];
  const committee = {
    key: 'committeeVote',
    step: 'HoldCommitteeVote',
    on: days.committeeVote,
    series: { body, tail: 'NQ/ĐU' },
    vote: { body: 'committee', seats: cell.parent.seats },
  };
  return [
    ...(chance.often(0.5) ? [report('report2', days.report2, chance)] : []),
    ...short,
    {
      key: 'cellVote',
      step: 'HoldCellVote',
      on: days.cellVote,
      series: { body: cell.code, tail: 'NQ/CB' },
      vote: { body: 'cell', cell },
    },
    ...(cell.direct ? [] : [committee]),
    { key: 'submitted', step: 'SubmitDossier', on: days.submitted, series: { body, tail: `TTr/${office}` } },
    {
      key: 'decided',
      step: 'DecideAdmission',
      on: days.decided,
      series: { body: 'nn', tail: 'QĐ/HU', yearly: false },
      vote: { body: 'decider' },
    },
    { key: 'received', step: 'ReceiveDecision', on: days.received },
    { key: 'ceremony', step: 'HoldCeremony', on: days.ceremony },
  ];
}

/** All steps in order. `dossier` is { cell, person, story, unclear, days, firstMentor }. */
export function stepsOf(dossier, chance, members) {
  const { cell, days, story } = dossier;
  const mentor = dossier.firstMentor ?? members.helper(cell, days.mentor, { chance });
  const replacement = days.replaced && members.helper(cell, days.replaced, { chance });
  return [
    ...nomination(dossier, days, mentor),
    ...training(days, replacement, story, chance),
    ...paperwork(dossier, days, replacement ?? mentor, chance, members),
    ...verification(dossier, days, chance),
    ...approval(dossier, days, chance),
  ];
}

/** The last step with this key and everything before it. */
export function cutAfter(steps, key) {
  const last = steps.map((step) => step.key).lastIndexOf(key);
  return steps.slice(0, last + 1);
}
