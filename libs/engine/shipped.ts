import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTION_OF } from '@dossier/domain';
import {
  faultsIn,
  faultsInLocal,
  localRules,
  overlapOf,
  procedureVersion,
  type LocalRules,
  type ProcedureVersion,
} from '@dossier/procedure';

/** The versions and local rules that are shipped as files under a folder, in the order of their names. */
export function shippedProcedures(root: string): {
  readonly versions: readonly ProcedureVersion[];
  readonly locals: readonly LocalRules[];
} {
  const read = (folder: string): readonly unknown[] => {
    const path = join(root, 'procedures', folder);
    const names = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.json')) : [];
    return names.sort().map((name) => JSON.parse(readFileSync(join(path, name), 'utf8')) as unknown);
  };
  return {
    versions: read('admission').map((file) => procedureVersion.parse(file)),
    locals: read('local').map((file) => localRules.parse(file)),
  };
}

/** A fault of a file, in words that name the place. */
export interface FileFault {
  readonly code: string;
  readonly where: string;
  readonly says: string;
}

/**
 * What is wrong with a version, or with local rules, as somebody wrote it down: with its form first, then with what it
 * says. Local rules are held against the versions they can be laid over, a version against those whose days it must leave alone.
 */
export function faultsInFile(text: string, versions: readonly ProcedureVersion[]): readonly FileFault[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [{ code: 'not-a-procedure', where: 'the file', says: 'is not JSON' }];
  }
  if (typeof document === 'object' && document !== null && 'overlay' in document) {
    const local = localRules.safeParse(document);
    return local.success ? faultsInLocal(local.data, versions, ACTION_OF) : faultsOfForm(local.error);
  }
  const version = procedureVersion.safeParse(document);
  if (!version.success) return faultsOfForm(version.error);
  const taken = overlapOf(version.data, versions);
  return [
    ...faultsIn(version.data, ACTION_OF),
    ...(taken ? [{ code: 'versions-overlap', where: 'inForce', says: `${taken.version} holds on ${taken.on}` }] : []),
  ];
}

/** A version as somebody wrote it down; undefined where it is none: `faultsInFile` says why. */
export function versionInFile(text: string): ProcedureVersion | undefined {
  return procedureVersion.safeParse(JSON.parse(text)).data;
}

function faultsOfForm({
  issues,
}: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): readonly FileFault[] {
  return issues.map(({ path, message }) => ({
    code: 'not-a-procedure',
    where: path.length === 0 ? 'the file' : path.join('.'),
    says: message,
  }));
}
