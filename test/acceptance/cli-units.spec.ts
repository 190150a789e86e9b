import { cli } from '../support/cli';
import { loadExample, newFolder } from '../support/district';

const config = newFolder();
beforeAll(() => loadExample(config, []), 120_000);
afterAll(() => config.remove());

describe('units tree', () => {
  it('shows the units of a day to people in two languages, and to machines', () => {
    const shown = cli('units', 'tree', '--on', '2023-01-31', '--data', config.folder);
    expect(shown).toMatchObject({ status: 0, err: '' });
    const [top = '', below = ''] = shown.out.split('\n');
    expect(top).toMatch(/^Đảng bộ huyện Nậm Nhùn {2}\[nn\] đảng bộ huyện, \d+ đảng viên chính thức$/);
    expect(below).toMatch(/^ {2}\S/);
    // A unit that was renamed later stands under the name it had, and the name it has now beside it.
    expect(shown.out).toContain('Chi bộ Trạm Y tế xã Lê Lợi (nay là Chi bộ Trạm Y tế - Dân số xã Lê Lợi)');
    const english = cli('units', 'tree', '--on', '2023-01-31', '--lang', 'en', '--data', config.folder).out;
    expect(english).toContain('[nn] district committee,');
    const json = cli('units', 'tree', '--on', '2023-01-31', '--json', '--data', config.folder).out;
    expect(JSON.parse(json).answer[0]).toMatchObject({ organisation: 'nn', now: null });
  }, 60_000);
});

it('what was not there yet on the asked day is said not to have been', () => {
  const tree = ['units', 'tree', '--on', '1899-01-01', '--data', config.folder];
  expect(cli(...tree)).toMatchObject({ status: 0, out: 'Ngày 01/01/1899 chưa có đơn vị nào.\n' });
  expect(cli(...tree, '--lang', 'en').out).toBe('There were no units on 1899-01-01.\n');
  const board = ['report', 'quota', '--unit', 'nn', '--data', config.folder, '--year'];
  expect(cli(...board, '1899').err).toMatch(/^lúc đó chưa có đơn vị 'nn': thành lập ngày \d\d\/\d\d\/\d{4}\n$/);
  expect(cli(...board, '1899', '--lang', 'en').err).toMatch(/^unit 'nn' was not there yet: it was founded on \d{4}-/);
  expect(cli(...board, '2024').out).toMatch(/Cả năm: +\d+ \(chưa được giao chỉ tiêu\)/);
}, 60_000);

describe('units preview', () => {
  const preview = (...more: readonly string[]) => cli('units', 'preview', '--data', config.folder, ...more);

  it('says what a merge would move, and that nothing is written', () => {
    const shown = preview('--unit', 'nn-hua-bum', '--from', 'nn-le-loi', '--on', '2025-07-01');
    expect(shown).toMatchObject({ status: 0, err: '' });
    expect(shown.out).toContain('XEM TRƯỚC: sáp nhập ngày 01/07/2025. Chưa ghi gì.');
    expect(shown.out).toContain('Có thể thực hiện.');
    expect(shown.out).toContain('[nn-le-loi-tram-y-te] → nn-hua-bum');
    const json = JSON.parse(preview('--unit', 'nn-hua-bum', '--from', 'nn-le-loi', '--on', '2025-07-01', '--json').out);
    expect(json.answer.ends).toMatchObject([{ organisation: 'nn-le-loi', to: 'nn-hua-bum' }]);
  }, 60_000);

  it('says why it would be refused, in words', () => {
    const shown = preview('--kind', 'dissolve', '--unit', 'nn-le-loi', '--on', '2025-07-01');
    expect(shown.out).toMatch(/Chưa thực hiện được: còn \d+ đơn vị trực thuộc; phải chuyển đi trước/);
    const english = preview('--kind', 'dissolve', '--unit', 'nn-le-loi', '--on', '2025-07-01', '--lang', 'en');
    expect(english.out).toMatch(/It cannot be done: \d+ units still stand beneath it/);
  }, 60_000);

  it('of nonsense is one clear line', () => {
    expect(preview('--unit', 'nn-hua-bum', '--on', '2025-07-01')).toMatchObject({ status: 1, out: '' });
    expect(preview('--unit', 'nowhere', '--from', 'nn', '--on', '2025-07-01').err).toBe("không có đơn vị 'nowhere'\n");
    expect(preview('--unit', 'nn-hua-bum', '--from', 'nn', '--on', '2025-02-30').err).toContain('a day that exists');
  }, 60_000);
});
