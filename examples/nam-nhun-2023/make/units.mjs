import { AGENCIES, BOOK_OPENS, COMMUNES, COMMUNE_CELLS, DIRECT_CELLS, DISTRICT, EXTRA_CELLS } from './plan.mjs';

/** 'Nậm Sỉn Hạ' becomes 'nam-sin-ha'. */
const slug = (name) =>
  name
    .toLowerCase()
    .replace(/đ/g, 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-');

const cell = (code, name, kind, parent, village) => ({ code, name, level: 'cell', kind, parent, village });

function communeCells(commune, parent) {
  const place = commune.town ? 'thị trấn' : 'xã';
  const villages = commune.villages.map((village) =>
    cell(`${parent.code}-ban-${slug(village)}`, `Chi bộ bản ${village}`, 'village', parent, `bản ${village}`),
  );
  const others = [...COMMUNE_CELLS, ...(EXTRA_CELLS[commune.code] ? [EXTRA_CELLS[commune.code]] : [])].map((other) =>
    cell(`${parent.code}-${other.code}`, `${other.name} ${place} ${commune.name}`, other.kind, parent),
  );
  return [...villages, ...others];
}

function communeUnits(commune) {
  const unit = {
    code: `nn-${commune.code}`,
    name: `Đảng bộ ${commune.town ? 'thị trấn' : 'xã'} ${commune.name}`,
    level: 'committee',
    key: commune.code,
    peoples: commune.peoples,
    villages: commune.villages.map((village) => `bản ${village}`),
    difficult: !commune.town,
    seats: commune.town ? 15 : 13,
  };
  return [unit, ...communeCells(commune, unit)];
}

function agencyUnits(agency) {
  const unit = {
    code: `nn-${agency.code}`,
    name: agency.name,
    level: 'committee',
    key: agency.code,
    peoples: agency.peoples,
    villages: ['tổ dân phố số 1', 'tổ dân phố số 2', 'tổ dân phố số 3'],
    difficult: false,
    agency: true,
    armed: agency.armed ?? false,
    seats: 9,
  };
  const cells = Object.entries(agency.cells).map(([code, name]) =>
    cell(`${unit.code}-${code}`, `Chi bộ ${name}`, agency.armed ? 'armed' : 'agency', unit),
  );
  return [unit, ...cells];
}

/** A direct cell stands under the district itself and is, for its own dossiers, the whole organisation. */
function directCell(direct, top) {
  const unit = cell(`nn-${direct.code}`, direct.name, 'agency', top);
  return { ...unit, key: direct.code, direct: true };
}

/** The tree, parents before children. */
export function buildUnits() {
  const top = {
    ...DISTRICT,
    level: 'district',
    peoples: AGENCIES[0].peoples,
    villages: ['tổ dân phố số 1', 'tổ dân phố số 2'],
    difficult: true,
    agency: true,
  };
  const below = [...COMMUNES.flatMap(communeUnits), ...AGENCIES.flatMap(agencyUnits)];
  const ordered = [
    top,
    ...below
      .filter((unit) => unit.level === 'committee')
      .map((unit) => ({ unit, parent: top }))
      .map(({ unit, parent }) => Object.assign(unit, { parent })),
    ...below.filter((unit) => unit.level === 'cell'),
    ...DIRECT_CELLS.map((direct) => directCell(direct, top)),
  ];
  return ordered.map((unit) => Object.assign(unit, { founded: BOOK_OPENS }));
}

/** Where a cell's people, villages and area are read from. */
export const homeOf = (cell) => cell.parent;

/** The cells of one organisation of the plan; a direct cell is its own. */
export const cellsOf = (units, key) =>
  units.filter((unit) => unit.level === 'cell' && (unit.direct ? unit.key === key : unit.parent.key === key));
