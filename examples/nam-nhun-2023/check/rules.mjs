// What must hold of every row and every dossier. Each function returns sentences about what is wrong; none is good.

import { addMonths, grassrootsOn, iso, monthsOn, parentOn, workingDays } from './book.mjs';

const LIST = 'Đưa vào danh sách cảm tình';
const VOTE = 'Chi bộ biểu quyết';
const DECIDED = 'Quyết định kết nạp';
const REFUSED = 'Không đồng ý kết nạp';
const CEREMONY = 'Lễ kết nạp';
const CERTIFIED = 'Cấp giấy chứng nhận lớp nhận thức';
const PROPOSED = 'Cử đi học lớp nhận thức';
const MENTOR = ['Phân công giúp đỡ', 'Thay người giúp đỡ'];

/** What must have been done before each step. */
const NEEDS = {
  'Phân công giúp đỡ': [LIST],
  'Thay người giúp đỡ': ['Phân công giúp đỡ'],
  'Báo cáo của người giúp đỡ': ['Phân công giúp đỡ'],
  [PROPOSED]: ['Phân công giúp đỡ'],
  [CERTIFIED]: [PROPOSED],
  'Cho làm thủ tục': [CERTIFIED],
  'Lập hồ sơ': ['Cho làm thủ tục'],
  'Nhận giấy tờ': ['Lập hồ sơ'],
  'Người giới thiệu': ['Lập hồ sơ'],
  'Nghị quyết đoàn thể giới thiệu': ['Lập hồ sơ'],
  'Đóng dấu giáp lai lý lịch': ['2-KNĐ'],
  'Gửi thẩm tra lý lịch': ['Đóng dấu giáp lai lý lịch'],
  'Nhận kết quả thẩm tra': ['Gửi thẩm tra lý lịch'],
  'Ghi nhận xét': ['Nhận kết quả thẩm tra'],
  'Lấy ý kiến': ['Lập hồ sơ'],
  [VOTE]: ['1-KNĐ', '2-KNĐ', '3-KNĐ', 'Người giới thiệu', 'Nhận kết quả thẩm tra', 'Ghi nhận xét', 'Nơi cư trú'],
  'Đảng ủy cơ sở biểu quyết': [VOTE],
  'Trình hồ sơ': [VOTE],
  [DECIDED]: ['Trình hồ sơ'],
  [REFUSED]: ['Trình hồ sơ'],
  'Nhận quyết định': [DECIDED],
  [CEREMONY]: ['Nhận quyết định'],
};

const last = (rows, step) => rows.filter((row) => row['Việc'] === step).at(-1);

/** In order of days, every step after what it needs, nothing after the end. */
export function orderOf([id, rows]) {
  const wrong = [];
  const done = new Set();
  let before;
  for (const row of rows) {
    const step = row['Việc'];
    for (const need of NEEDS[step] ?? []) if (!done.has(need)) wrong.push(`${id}: ${step} before ${need}`);
    if (before && row.on < before.on) wrong.push(`${id}: ${step} goes back in days`);
    if (before && row.known < before.known) wrong.push(`${id}: ${step} was entered before what came before it`);
    if (row.known < row.on) wrong.push(`${id}: ${step} entered before it happened`);
    for (const mark of [step, row['Mẫu'], row['Bên']]) if (mark) done.add(mark);
    before = row;
  }
  return wrong;
}

const MEMBER_STEPS = ['Đảng viên ra khỏi chi bộ', 'Chuyển sinh hoạt', 'Kỷ luật đảng viên'];

function membership(book) {
  const happened = book.register.filter((row) => MEMBER_STEPS.includes(row['Việc']));
  const by = (code, step, day) =>
    happened.filter((row) => row['Mã đảng viên'] === code && row['Việc'] === step && row.on <= day);
  const byCode = new Map(book.members.map((member) => [member['Mã đảng viên'], member]));
  const cellOn = (code, day) => by(code, 'Chuyển sinh hoạt', day).at(-1)?.['Chi bộ'] ?? byCode.get(code)['Chi bộ'];
  const isOfficial = (member, day) => {
    const since = iso(member['Ngày chính thức']);
    const there = since !== undefined && since <= day && iso(member['Sinh hoạt từ ngày']) <= day;
    return there && by(member['Mã đảng viên'], 'Đảng viên ra khỏi chi bộ', day).length === 0;
  };
  const fit = (code, day) => isOfficial(byCode.get(code), day) && by(code, 'Kỷ luật đảng viên', day).length === 0;
  const officials = (cell, day) =>
    book.members.filter((m) => cellOn(m['Mã đảng viên'], day) === cell && isOfficial(m, day)).length;
  return { fit, officials, cellOn };
}

function ballots(row, { least, strict }) {
  const [yes, no, convened] = ['Tán thành', 'Không tán thành', 'Tổng số được triệu tập'].map((column) =>
    Number(row[column]),
  );
  const carried = strict ? 2 * yes > convened : least ? 3 * yes >= 2 * convened : true;
  return { yes, no, convened, adds: yes + no <= convened && convened > 0, carried };
}

/** Votes add up, are not larger than the cell, and carry where the dossier went on. */
function votesOf(id, rows, cell, people) {
  const wrong = [];
  rows.forEach((row, index) => {
    if (row['Tổng số được triệu tập'] === '') return;
    const decider = [DECIDED, REFUSED].includes(row['Việc']);
    const { convened, adds, carried } = ballots(row, { strict: decider, least: !decider });
    if (!adds) wrong.push(`${id}: ${row['Việc']} does not add up`);
    if (row['Việc'] === VOTE && convened > people.officials(cell, row.on))
      wrong.push(`${id}: more voted than the cell has officials`);
    if (row['Việc'] === VOTE && people.officials(cell, row.on) < 3) wrong.push(`${id}: the cell is too small to vote`);
    const again = row['Việc'] === VOTE && rows.slice(index + 1).some((other) => other['Việc'] === VOTE);
    if (carried === (row['Việc'] === REFUSED || again))
      wrong.push(`${id}: ${row['Việc']} should have gone the other way`);
  });
  return wrong;
}

/** Mentors and introducers: official, present, not disciplined, of the same grassroots organisation. */
function helpersOf(book, id, rows, cell, people) {
  const wrong = [];
  const near = (code, day) => grassrootsOn(book, people.cellOn(code, day), day) === grassrootsOn(book, cell, day);
  const check = (row, what, day) => {
    const code = row['Mã đảng viên'];
    if (!people.fit(code, day) || !near(code, day)) wrong.push(`${id}: ${what} ${code} does not serve on ${day}`);
  };
  for (const row of rows) {
    if (MENTOR.includes(row['Việc'])) check(row, 'mentor', row.on);
    if (row['Việc'] === 'Người giới thiệu') {
      check(row, 'introducer', row.on);
      if (addMonths(iso(row['Ngày văn bản']), 12) > row.on)
        wrong.push(`${id}: introducer together for less than 12 months`);
    }
    if (![VOTE, CEREMONY].includes(row['Việc'])) continue;
    const before = rows.slice(0, rows.indexOf(row));
    check(before.filter((one) => MENTOR.includes(one['Việc'])).at(-1), 'mentor', row.on);
    const introducers = before.filter((one) => one['Việc'] === 'Người giới thiệu');
    const need = last(before, 'Nghị quyết đoàn thể giới thiệu') ? 1 : 2;
    if (new Set(introducers.map((one) => one['Mã đảng viên'])).size < need) wrong.push(`${id}: introducers missing`);
    introducers.forEach((one) => check(one, 'introducer', row.on));
  }
  return wrong;
}

const LOW = ['Biết đọc biết viết', 'Tiểu học'];

/** Age, schooling, and every deadline, on the days they are asked for. */
function conditionsOf(book, id, rows, cell) {
  const wrong = [];
  const say = (bad, sentence) => bad && wrong.push(`${id}: ${sentence}`);
  const day = (step) => last(rows, step)?.on;
  const difficult = book.units.find((unit) => unit['Mã đơn vị'] === cell)['Vùng khó khăn'] === 'Có';
  for (const vote of rows.filter((row) => row['Việc'] === VOTE)) {
    const months = monthsOn(iso(rows[0]['Ngày sinh']), vote.on);
    say(months < 18 * 12 || months > 60 * 12, 'age at the vote');
    say(addMonths(day('Lập hồ sơ'), 12) < vote.on, 'papers stale at the vote');
    say(addMonths(day(CERTIFIED), 60) < vote.on, 'certificate stale at the vote');
    say(LOW.includes(rows[0]['Trình độ']) && !(difficult && rows[0]['Trình độ'] === 'Tiểu học'), 'schooling');
  }
  const written = (form) => iso(rows.find((row) => row['Mẫu'] === form)?.['Ngày văn bản']);
  say(written('2-KNĐ') && written('1-KNĐ') >= written('2-KNĐ'), 'application not before the biography');
  for (const row of rows.filter((one) => one['Mẫu']))
    say(iso(row['Ngày văn bản']) > row.on, 'a paper written after it was filed');
  const decided = day(DECIDED) ?? day(REFUSED);
  say(decided && workingDays(day(VOTE), decided) > 60, 'decided late');
  say(day(CEREMONY) && workingDays(day('Nhận quyết định'), day(CEREMONY)) > 30, 'ceremony late');
  const committee = parentOn(book, cell, rows[0].on) !== 'nn';
  say(
    day('Trình hồ sơ') && committee !== Boolean(day('Đảng ủy cơ sở biểu quyết')),
    'committee vote missing or out of place',
  );
  return [...wrong, ...trainingOf(book, id, rows)];
}

function trainingOf(book, id, rows) {
  const wrong = [];
  const certificates = rows.filter((row) => row['Việc'] === CERTIFIED);
  for (const row of certificates) {
    const course = book.classes.find((one) => one['Mã lớp'] === row['Mã lớp']);
    if (iso(row['Ngày văn bản']) <= iso(course['Bế giảng'])) wrong.push(`${id}: certified before the class was over`);
    if (row.on < iso(row['Ngày văn bản'])) wrong.push(`${id}: certificate from the future`);
  }
  for (const row of rows.filter((one) => one['Việc'] === PROPOSED)) {
    const course = book.classes.find((one) => one['Mã lớp'] === row['Mã lớp']);
    if (iso(course['Ngày mở lớp theo kế hoạch']) > row.on) wrong.push(`${id}: proposed for a class not yet planned`);
    const held = certificates.filter((one) => one.on < row.on).at(-1);
    if (held && addMonths(iso(held['Ngày văn bản']), 60) >= row.on)
      wrong.push(`${id}: a second class although the certificate serves`);
  }
  return wrong;
}

export function dossierFaults(book) {
  const people = membership(book);
  return [...book.dossiers].flatMap(([id, rows]) => {
    const cell = rows[0]['Chi bộ'];
    return [
      ...orderOf([id, rows]),
      ...votesOf(id, rows, cell, people),
      ...helpersOf(book, id, rows, cell, people),
      ...conditionsOf(book, id, rows, cell),
    ];
  });
}
