import { chanceOf } from './chance.mjs';
import { earlier } from './days.mjs';
import { BOOK_CLOSES, CLASSES } from './plan.mjs';

/** How many attended follows from the register: our candidates, and a few whose dossiers are in no book here. */
export function classRows(register) {
  return CLASSES.map(({ code, from, to }) => {
    const chance = chanceOf(`class ${code}`);
    const ours = register.filter((row) => row.step === 'CertifyTraining' && row.class === code).length;
    const passed = ours + chance.int(2, 9);
    const attended = passed + chance.int(0, 2);
    const [, year, nth] = code.split('-');
    return {
      class: code,
      organisation: 'nn',
      name: `Lớp bồi dưỡng nhận thức về Đảng khóa ${nth} năm ${year}`,
      from,
      to,
      places: Math.ceil((attended + 5) / 10) * 10,
      ...(to <= BOOK_CLOSES ? { attended, passed } : {}),
      on: earlier(from, 25),
    };
  });
}
