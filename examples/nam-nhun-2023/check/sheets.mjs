// What must hold of the sheets as wholes: codes, names, letters, days of entry, reviews, classes, and the stories told.

import { iso, textOf } from './book.mjs';

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const ENDS = ['Lễ kết nạp', 'Không đồng ý kết nạp', 'Xin rút', 'Đưa ra khỏi danh sách'];
const FILES = ['organisations.csv', 'members.csv', 'quotas.csv', 'classes.csv', 'register.csv'];
const LETTERS = 'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ';

const repeated = (values) => values.filter((value, index) => values.indexOf(value) !== index);
const withStep = (book, ...steps) => book.register.filter((row) => steps.includes(row['Việc']));

function codes(book) {
  const all = [
    ...book.units.map((u) => u['Mã đơn vị']),
    ...book.members.map((m) => m['Mã đảng viên']),
    ...book.dossiers.keys(),
  ];
  const places = book.register.map((row) => row['Nơi thẩm tra']).filter(Boolean);
  const numbers = withStep(book, 'Quyết định kết nạp', 'Không đồng ý kết nạp').map((row) => row['Số văn bản']);
  const seen = new Set(['']);
  const orphans = book.units.filter((unit) => (seen.add(unit['Mã đơn vị']), !seen.has(unit['Đơn vị cấp trên'])));
  return [
    ...repeated(all).map((code) => `code ${code} twice`),
    ...[...all, ...places].filter((code) => !ID.test(code)).map((code) => `code ${code} is no id`),
    ...repeated(numbers).map((number) => `decision ${number} twice`),
    ...orphans.map((unit) => `${unit['Mã đơn vị']} stands before its parent`),
  ];
}

function names(book) {
  const listed = withStep(book, 'Đưa vào danh sách cảm tình');
  const all = [
    ...listed.map((row) => row['Họ và tên']),
    ...listed.map((row) => row['Họ tên mẹ']).filter(Boolean),
    ...book.members.map((m) => m['Họ và tên']),
  ];
  const letters = new Set(all.join('').toLowerCase());
  return [
    ...repeated(all).map((name) => `the name ${name} twice`),
    ...all.filter((name) => name.length < 7 || !name.includes(' ')).map((name) => `the name ${name} is too short`),
    ...[...LETTERS].filter((letter) => !letters.has(letter)).map((letter) => `no name has the letter ${letter}`),
  ];
}

function files() {
  const texts = FILES.map((name) => [name, textOf(name)]);
  const size = texts.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const composed = texts.filter(([, bytes]) => bytes.toString('utf8') !== bytes.toString('utf8').normalize('NFC'));
  return [
    ...composed.map(([name]) => `${name} is not composed (NFC)`),
    ...(size > 1_500_000 ? [`the sheets take ${size} bytes`] : []),
  ];
}

/** Days that close a period: what happened by then is in the book by then, but for the one late row. */
function entered(book) {
  const late = (day) => book.register.filter((row) => row.on <= day && row.known > day);
  const [only, ...more] = late('2023-09-30');
  const expected = only && only['Việc'] === 'Lễ kết nạp' && only.known === '2023-10-03' && more.length === 0;
  const backwards = book.register.filter((row, index) => index > 0 && row.on < book.register[index - 1].on);
  return [
    ...(expected ? [] : ['not exactly one ceremony was entered after the end of September']),
    ...['2022-09-30', '2022-12-31', '2023-06-30', '2023-10-31']
      .filter((day) => late(day).length > 0)
      .map((day) => `late entries over ${day}`),
    ...backwards.map((row) => `register line ${row.line} is out of order`),
  ];
}

function reviews(book) {
  const wrong = [];
  const cells = book.units.filter((unit) => unit['Loại'] === 'Chi bộ').map((unit) => unit['Mã đơn vị']);
  const stays = [...book.dossiers.values()].map((rows) => ({
    cell: rows[0]['Chi bộ'],
    from: rows[0].on,
    to: rows.find((row) => ENDS.includes(row['Việc']))?.on ?? '9999',
  }));
  for (const cell of cells) {
    const rows = withStep(book, 'Rà soát nguồn').filter((row) => row['Chi bộ'] === cell);
    const months = rows.map((row) => row['Tháng rà soát']).join();
    if (months !== '01,02,03,04,05,06,07,08,09,10'.replace(/\d\d/g, '$&/2023'))
      wrong.push(`${cell} was not reviewed every month`);
    rows.forEach((row, index) => {
      const [listed, added, removed] = ['Số trong danh sách', 'Đưa vào', 'Đưa ra'].map((column) => Number(row[column]));
      const there = stays.filter((stay) => stay.cell === cell && stay.from <= row.on && row.on < stay.to).length;
      const before = index === 0 ? listed - added + removed : Number(rows[index - 1]['Số trong danh sách']);
      if (listed !== there || listed !== before + added - removed)
        wrong.push(`${cell}: review of ${row['Tháng rà soát']} does not agree with the list`);
      if (row.on.slice(5, 7) !== row['Tháng rà soát'].slice(0, 2)) wrong.push(`${cell}: reviewed in another month`);
    });
    if (!withStep(book, 'Phân công phụ trách chi bộ').some((row) => row['Chi bộ'] === cell))
      wrong.push(`${cell} has no overseer`);
  }
  return wrong;
}

function classes(book) {
  return book.classes.flatMap((course) => {
    const code = course['Mã lớp'];
    const ours = withStep(book, 'Cấp giấy chứng nhận lớp nhận thức').filter((row) => row['Mã lớp'] === code).length;
    const over = iso(course['Bế giảng']) <= '2023-10-31';
    const [places, attended, passed] = ['Số chỗ', 'Dự học', 'Đạt'].map((column) => Number(course[column]));
    if (!over) return course['Dự học'] || ours ? [`${code} is not over`] : [];
    return ours <= passed && passed <= attended && attended <= places ? [] : [`${code} does not add up`];
  });
}

function minorities(book) {
  const rows = withStep(book, 'Đưa vào danh sách cảm tình').filter((row) => {
    const parent = book.units.find((unit) => unit['Mã đơn vị'] === row['Chi bộ'])['Đơn vị cấp trên'];
    return /Đảng bộ (xã|thị trấn)/.test(book.units.find((unit) => unit['Mã đơn vị'] === parent)['Tên đơn vị']);
  });
  const share = rows.filter((row) => row['Dân tộc'] !== 'Kinh').length / rows.length;
  return share > 0.9 ? [] : [`only ${(share * 100).toFixed(1)} % of ethnic minorities in the communes`];
}

/** How many dossiers tell each irregular story, and how many are wanted: [what, how many, least, most]. */
export function storiesOf(book) {
  const dossiers = [...book.dossiers.values()];
  const count = (test) => dossiers.filter(test).length;
  const has =
    (step, more = () => true) =>
    (rows) =>
      rows.some((row) => row['Việc'] === step && more(row));
  const times = (step, n) => (rows) => rows.filter((row) => row['Việc'] === step).length === n;
  return [
    ['delisted', count(has('Đưa ra khỏi danh sách')), 1, 5],
    ['withdrawn', count(has('Xin rút')), 1, 5],
    ['refused', count(has('Không đồng ý kết nạp')), 1, 1],
    ['voted twice by the cell', count(times('Chi bộ biểu quyết', 2)), 1, 1],
    ['certified twice', count(times('Cấp giấy chứng nhận lớp nhận thức', 2)), 1, 1],
    ['mentor replaced: disciplined', count(has('Thay người giúp đỡ', (row) => row['Lý do'] === 'Bị kỷ luật')), 1, 1],
    ['mentor replaced: died', count(has('Thay người giúp đỡ', (row) => row['Lý do'] === 'Từ trần')), 1, 1],
    ['verification unclear', count(has('Nhận kết quả thẩm tra', (row) => row['Kết quả'] === 'Chưa rõ')), 1, 1],
    ['admitted', count(has('Lễ kết nạp')), 100, 200],
    ['under way', count((rows) => !rows.some((row) => ENDS.includes(row['Việc']))), 15, 25],
  ];
}

export const sheetFaults = (book) => [
  ...codes(book),
  ...names(book),
  ...files(),
  ...entered(book),
  ...reviews(book),
  ...classes(book),
  ...minorities(book),
];
