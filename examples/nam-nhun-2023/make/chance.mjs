// One small generator for each label ("dossier muong-mo 3", "members of nn-hua-bum-co-quan"): when one part of the
// example is changed, the others keep their days and names.

function seedOf(label) {
  let hash = 2166136261;
  for (const character of label) hash = Math.imul(hash ^ character.codePointAt(0), 16777619);
  return hash >>> 0;
}

/** mulberry32: 32 bits of state, the same numbers on every machine. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function chanceOf(label) {
  const next = generator(seedOf(`nam-nhun-2023/${label}`));
  const int = (least, most) => least + Math.floor(next() * (most - least + 1));
  const pick = (list) => list[int(0, list.length - 1)];
  const weighted = (weights) => {
    let left = next() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    for (const [value, weight] of Object.entries(weights)) {
      left -= weight;
      if (left < 0) return value;
    }
    return Object.keys(weights)[0];
  };
  return { next, int, pick, weighted, often: (share) => next() < share };
}
