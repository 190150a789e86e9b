import { grassrootsOn, yearsOn, iso } from './book.mjs';

const COLLEGE = ['Cao đẳng', 'Đại học', 'Sau đại học'];

/** Everybody admitted: the ceremony, when it was known, and what the statistics ask. */
export function admittedOf(book) {
  return [...book.dossiers.values()].flatMap((rows) => {
    const listed = rows[0];
    const ceremony = rows.find((row) => row['Việc'] === 'Lễ kết nạp');
    if (!ceremony) return [];
    const organisation = grassrootsOn(book, listed['Chi bộ'], ceremony.on);
    const years = yearsOn(iso(listed['Ngày sinh']), ceremony.on);
    return [
      {
        on: ceremony.on,
        known: ceremony.known,
        organisation,
        years,
        schooling: listed['Trình độ'],
        people: listed['Dân tộc'],
      },
    ];
  });
}

/** Allocated numbers by receiving unit, of one year or of the term beginning in it. */
function allocated(book, column, year) {
  const rows = book.quotas.filter((row) => row['Việc'] === 'Phân bổ' && row[column] === String(year));
  return new Map(rows.map((row) => [row['Giao cho'], Number(row['Số lượng'])]));
}

function assigned(book, column, year) {
  const row = book.quotas.find(
    (one) => one['Việc'] === 'Giao chỉ tiêu' && one[column] === String(year) && one['Đơn vị'] === 'nn',
  );
  return Number(row['Số lượng']);
}

const sum = (numbers) => [...numbers].reduce((total, n) => total + n, 0);

/** How many were admitted from a day to a day, as far as it was known by another. */
function counter(people) {
  return (from, to, { known = '9999-12-31', organisation, where = () => true } = {}) =>
    people.filter(
      (p) =>
        p.on >= from &&
        p.on <= to &&
        p.known <= known &&
        (!organisation || p.organisation === organisation) &&
        where(p),
    ).length;
}

function unmet(book, count, day, known) {
  return [...allocated(book, 'Năm', 2023)]
    .map(([organisation, target]) => ({
      organisation,
      short: target - count('2023-01-01', day, { known, organisation }),
    }))
    .filter(({ short }) => short > 0);
}

function yearFigures(book, count) {
  const nine = ['2023-01-01', '2023-09-30'];
  return [
    ['district quota 2023', assigned(book, 'Năm', 2023), 60],
    ['allocated to grassroots organisations in 2023', sum(allocated(book, 'Năm', 2023).values()), 60],
    ['admitted January to September 2023', count(...nine), 59],
    ['the same, known by 30/9/2023', count(...nine, { known: '2023-09-30' }), 58],
    ['the same, known by 5/10/2023', count(...nine, { known: '2023-10-05' }), 59],
    ['of these aged 18 to 30', count(...nine, { where: (p) => p.years >= 18 && p.years <= 30 }), 37],
    ['of these college, university or above', count(...nine, { where: (p) => COLLEGE.includes(p.schooling) }), 35],
    ['admitted January to September 2022', count('2022-01-01', '2022-09-30'), 39],
    ['admitted in 2022', count('2022-01-01', '2022-12-31'), 52],
    ['district quota 2022', assigned(book, 'Năm', 2022), 52],
    ['allocated to grassroots organisations in 2022', sum(allocated(book, 'Năm', 2022).values()), 52],
    ['admitted by 31/10/2023', count('2023-01-01', '2023-10-31'), 62],
  ];
}

function huaBumFigures(book, count) {
  const organisation = 'nn-hua-bum';
  return [
    ['Hua Bum: quota 2023', allocated(book, 'Năm', 2023).get(organisation), 5],
    ['Hua Bum: ceremonies to 30/6/2023', count('2023-01-01', '2023-06-30', { known: '2023-06-30', organisation }), 6],
    ['Hua Bum: ceremonies to 30/9/2023', count('2023-01-01', '2023-09-30', { organisation }), 6],
    ['Hua Bum: ceremonies 2020 to 2022', count('2020-01-01', '2022-12-31', { organisation }), 14],
    ['Hua Bum: term quota 2020-2025', allocated(book, 'Nhiệm kỳ từ', 2020).get(organisation), 25],
    [
      'Hua Bum: ceremonies of the term to 30/6/2023',
      count('2020-01-01', '2023-06-30', { known: '2023-06-30', organisation }),
      20,
    ],
    [
      'term allocations stay within the term quota',
      sum(allocated(book, 'Nhiệm kỳ từ', 2020).values()) <= assigned(book, 'Nhiệm kỳ từ', 2020),
      true,
    ],
  ];
}

function commitmentFigures(book, count) {
  const made = book.quotas.filter((row) => row['Việc'] === 'Cam kết');
  const settled = book.quotas.filter((row) => row['Việc'] === 'Kiểm điểm cam kết');
  const kept = made.filter(
    (row) => count('2023-01-01', iso(row['Hạn']), { organisation: row['Đơn vị'] }) >= Number(row['Số lượng']),
  );
  const behind = (known) => unmet(book, count, '2023-09-30', known);
  const names = (rows) =>
    rows
      .map((row) => row['Đơn vị'])
      .sort()
      .join(' ');
  return [
    ['behind on 30/9/2023, known by 30/9', behind('2023-09-30').length, 2],
    ['behind on 30/9/2023, known by 5/10', behind('2023-10-05').length, 2],
    [
      'each of them short by',
      behind('2023-10-05')
        .map(({ short }) => short)
        .join(' and '),
      '1 and 1',
    ],
    [
      'commitments are made by those behind',
      names(made),
      behind('2023-10-05')
        .map((b) => b.organisation)
        .sort()
        .join(' '),
    ],
    [
      'commitments promise the full year',
      made.every((row) => Number(row['Số lượng']) === allocated(book, 'Năm', 2023).get(row['Đơn vị'])),
      true,
    ],
    ['commitments settled', names(settled), names(made)],
    ['commitments kept', kept.length, 2],
    ['behind on 31/10/2023', unmet(book, count, '2023-10-31').length, 0],
  ];
}

export function figuresOf(book) {
  const count = counter(admittedOf(book));
  return [...yearFigures(book, count), ...huaBumFigures(book, count), ...commitmentFigures(book, count)];
}
