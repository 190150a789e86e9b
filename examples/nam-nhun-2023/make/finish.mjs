// What can only be filled in once every row is known: votes, running numbers, and the day the book recorded a row.

import { chanceOf } from './chance.mjs';
import { addDays, closingDay } from './days.mjs';

const STANDING_COMMITTEE = 11;
const twoThirds = (convened) => Math.ceil((2 * convened) / 3);
const moreThanHalf = (convened) => Math.floor(convened / 2) + 1;

/** Nearly everybody agrees, or the vote misses by one; who is absent or does not vote stays in the denominator. */
function ballots(convened, need, short, chance) {
  if (short) return { yes: need - 1, no: convened - need + 1, convened };
  const missing = Number(chance.weighted({ 0: 13, 1: 5, 2: 2 }));
  const yes = Math.max(need, convened - missing);
  const absent = yes < convened && chance.often(0.5) ? 1 : 0;
  return { yes, no: convened - yes - absent, convened };
}

function convenedFor({ body, cell, seats }, on, chance, members) {
  if (body === 'union') return chance.int(14, 34);
  if (body === 'decider') return STANDING_COMMITTEE - (chance.often(0.2) ? 1 : 0);
  if (body === 'committee') return seats - (chance.often(0.15) ? 1 : 0);
  const officials = members.officialsOn(cell, on).length;
  return officials > 6 && chance.often(0.12) ? officials - 1 : officials;
}

function vote(row, members) {
  if (!row.vote) return {};
  const chance = chanceOf(`vote ${row.dossier} ${row.key} ${row.on}`);
  const convened = convenedFor(row.vote, row.on, chance, members);
  const need = row.vote.body === 'decider' ? moreThanHalf(convened) : twoThirds(convened);
  return ballots(convened, need, row.vote.short, chance);
}

/** Running numbers of each body and kind of paper, anew every year unless they run on. Rows must be in order of days. */
function numberer() {
  const last = {};
  return ({ body, tail, yearly = true }, on) => {
    const series = `${body} ${tail} ${yearly ? on.slice(0, 4) : ''}`;
    const chance = chanceOf(`number ${series} ${last[series] ?? 0}`);
    // Other business takes numbers as well, except on certificates.
    const step = tail.endsWith('GCN') ? 1 : chance.int(1, tail === 'QĐ/HU' ? 9 : 3);
    last[series] = (last[series] ?? 0) + step;
    return `${String(last[series]).padStart(2, '0')}-${tail}`;
  };
}

/**
 * Most rows are entered on the day, some a few days later, but never beyond the end of the quarter: so the figures at the
 * end of June and of September do not depend on who asks when. The one row with a day of its own keeps it.
 */
function enteredDay(row, before) {
  if (row.entered) return row.entered;
  const chance = chanceOf(`entered ${row.dossier ?? row.unit ?? row.member} ${row.key ?? row.step} ${row.on}`);
  const lag = chance.often(0.7) ? 0 : chance.int(1, 4);
  const usual = addDays(row.on, lag);
  const closing = closingDay(row.on);
  const entered = usual > closing ? closing : usual;
  return before && before > entered ? before : entered;
}

/** In one dossier the book never records a later step before an earlier one. */
function enterInOrder(rows) {
  const before = {};
  return rows.map((row) => {
    const entered = enteredDay(row, row.dossier && before[row.dossier]);
    if (row.dossier) before[row.dossier] = entered;
    return { ...row, entered: entered === row.on ? undefined : entered };
  });
}

const RANK = { ReviewSource: 2, AssignOverseer: 2 };
const rankOf = (row) => (row.dossier ? 1 : (RANK[row.step] ?? 0));

/** By day; on one day first what happened to units and members, then the dossiers, then reviews. The sort is stable. */
const inOrder = (rows) => [...rows].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : rankOf(a) - rankOf(b)));

export function finish(rows, members) {
  const next = numberer();
  const ordered = inOrder(rows);
  const numbered = ordered.map((row) => ({
    ...row,
    ...vote(row, members),
    ...(row.series ? { number: next(row.series, row.on) } : {}),
  }));
  return enterInOrder(numbered);
}
