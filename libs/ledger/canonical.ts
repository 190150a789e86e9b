/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of a value, after RFC 8785: members sorted by their UTF-16 code units, no white space, numbers and
 * strings as ECMAScript prints them. Members that are undefined are left out, as JSON leaves them out.
 *
 * Throws a TypeError on what has no canonical text: a number that is not finite, a lone surrogate, a function.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) return canonicalObject(value as Record<string, unknown>);
  throw new TypeError(`no canonical JSON for a ${typeof value}`);
}

/** A Date or a Map would come out as {} and nobody would know what was lost. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`no canonical JSON for ${value}`);
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('no canonical JSON for a string with a lone surrogate');
  return JSON.stringify(value);
}

function canonicalObject(value: Record<string, unknown>): string {
  let text = '';
  // The default sort compares UTF-16 code units, which is the order the RFC asks for.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
