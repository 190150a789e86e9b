import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// What linters cannot check. Each rule reads a tree and answers with its faults, one sentence each; none means all is well.
// They read text and not modules, so that they can be tried on a copy with a fault planted in it.

export type Faults = readonly string[];

const MOST_LINES = 400;

const read = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');

/** Every file under a folder, as paths from the root; an empty list when the folder is not there. */
export function filesUnder(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesUnder(root, path);
    return [path];
  });
}

function sources(root: string, folder: string): readonly string[] {
  return filesUnder(root, folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
}

/** Message classes of the engine: whatever a file called messages.ts exports as a class. */
export function messagesIn(root: string): readonly string[] {
  return sources(root, 'libs/engine')
    .filter((file) => file.endsWith('/messages.ts'))
    .flatMap((file) => [...read(root, file).matchAll(/^export class (\w+)/gm)].map((match) => match[1] ?? ''));
}

/** What each handler class says it handles, by message. */
export function handlersIn(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const folder of ['libs/engine', 'apps']) {
    for (const file of sources(root, folder)) {
      const decorated = /@(?:Command|Query|Events)Handler\(([\w\s,]+)\)[^{]*?class (\w+)/g;
      for (const [, messages = '', handler = ''] of read(root, file).matchAll(decorated)) {
        for (const message of messages.split(',').map((name) => name.trim())) {
          found.set(message, [...(found.get(message) ?? []), handler]);
        }
      }
    }
  }
  return found;
}

export function oneHandlerForEachMessage(root: string): Faults {
  const handlers = handlersIn(root);
  return messagesIn(root).flatMap((message) => {
    const found = handlers.get(message) ?? [];
    return found.length === 1 ? [] : [`${message} has ${found.length} handlers: ${found.join(', ')}`];
  });
}

export function everyViewHasASpec(root: string): Faults {
  const index = read(root, 'libs/views/index.ts');
  const listed = /VIEWS[^=]*=\s*\[([^\]]*)\]/.exec(index)?.[1] ?? '';
  const names = listed.split(',').map((name) => name.trim());
  const files = new Map(
    [...index.matchAll(/import \{ (\w+) \} from '\.\/([\w-]+)'/g)].map(([, name, file]) => [name, file]),
  );
  if (listed.trim() === '') return ['libs/views/index.ts: the list VIEWS was not found'];
  return names
    .filter((name) => name !== '')
    .flatMap((name) => {
      const file = files.get(name);
      if (file === undefined) return [`the view ${name} comes from no file of its own`];
      return existsSync(join(root, `libs/views/${file}.spec.ts`)) ? [] : [`libs/views/${file}.ts has no spec`];
    });
}

interface LockLine {
  readonly digest: string;
  readonly file: string;
}

function lockLines(text: string): readonly LockLine[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ digest: line.slice(0, 64), file: line.slice(66) }));
}

/** Every published procedure stands in the lock with the digest it has. */
export function publishedProceduresAreLocked(root: string): Faults {
  const locked = new Map(lockLines(read(root, 'procedures/published.lock')).map(({ digest, file }) => [file, digest]));
  const files = filesUnder(root, 'procedures').filter((file) => file.endsWith('.json'));
  const found = files.flatMap((path) => {
    const file = path.slice('procedures/'.length);
    const digest = createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('hex');
    const should = locked.get(file);
    locked.delete(file);
    if (should === digest) return [];
    return [should === undefined ? `${path} is not in published.lock` : `${path} has changed since it was published`];
  });
  return [...found, ...[...locked.keys()].map((file) => `procedures/${file} is in published.lock and is gone`)];
}

/** Why the lock's own history cannot be looked at here, if so. */
export function whyNoHistory(root: string): string | undefined {
  if (!existsSync(join(root, '.git'))) return 'there is no .git: this tree has no history';
  try {
    const shallow = git(root, 'rev-parse', '--is-shallow-repository').trim();
    return shallow === 'true' ? 'the clone is shallow: its history is not all here' : undefined;
  } catch {
    return 'git cannot be run, or does not trust this folder';
  }
}

/** A line of the lock, once committed, stands in it for ever. */
export function noLockLineEverChanged(root: string): Faults {
  const now = new Set(read(root, 'procedures/published.lock').split('\n'));
  const patches = git(root, 'log', '-p', '--no-ext-diff', '--no-color', '--format=', '--', 'procedures/published.lock');
  const once = [...patches.matchAll(/^\+([0-9a-f]{64} {2}\S+)$/gm)].map((match) => match[1] ?? '');
  return [...new Set(once)].filter((line) => !now.has(line)).map((line) => `published.lock once said: ${line}`);
}

function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

export function everyDecisionIsListed(root: string): Faults {
  const list = read(root, 'docs/adr/README.md');
  const records = filesUnder(root, 'docs/adr').filter((file) => /\/\d{4}-[\w-]+\.md$/.test(file));
  if (records.length === 0) return ['there is no decision record in docs/adr'];
  return records
    .filter((file) => !list.includes(`(${file.slice('docs/adr/'.length)})`))
    .map((file) => `${file} is not listed`);
}

/** The first two commands a newcomer meets are the demo and the tests. */
export function theReadmeBeginsWithTwoCommands(root: string): Faults {
  const blocks = [...read(root, 'README.md').matchAll(/```(?:sh|bash)\n([\s\S]*?)```/g)];
  const commands = blocks.flatMap((match) => (match[1] ?? '').split('\n')).map((line) => line.trim());
  const first = commands.filter((line) => line !== '' && !line.startsWith('#')).slice(0, 2);
  const should = ['npm ci && npm run demo', 'npm ci && npm test'];
  return first.join('\n') === should.join('\n') ? [] : [`README.md begins with: ${first.join(' | ')}`];
}

/** A folder of this tree that is used as a package. */
function isOfThisTree(root: string, version: string): boolean {
  return version.startsWith('file:') && existsSync(join(root, version.slice('file:'.length), 'package.json'));
}

/** What packages are installed from: the root, and what a script installs for itself beside it. */
function manifests(root: string): readonly string[] {
  return ['package.json', ...filesUnder(root, 'scripts').filter((file) => file.endsWith('/package.json'))];
}

/** Every version is one version: no range, no tag, no address. */
export function versionsArePinned(root: string): Faults {
  return manifests(root).flatMap((file) => {
    const { dependencies, devDependencies, overrides } = JSON.parse(read(root, file)) as Record<
      string,
      Record<string, unknown>
    >;
    return (
      Object.entries({ ...dependencies, ...devDependencies, ...overrides })
        // A package of this tree has no version to pin, and an override inside one package is pinned inside.
        .flatMap(([name, version]) =>
          typeof version === 'object'
            ? Object.entries(version as Record<string, unknown>)
            : [[name, version] as [string, unknown]],
        )
        .filter(
          ([, version]) =>
            !/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(String(version)) && !isOfThisTree(root, String(version)),
        )
        .map(([name, version]) => `${file}: ${name} is '${String(version)}', not one exact version`)
    );
  });
}

/** A lock file that names a registry works in one network only. */
export function theLockNamesNoRegistry(root: string): Faults {
  const locks = manifests(root).map((file) => file.replace(/package\.json$/, 'package-lock.json'));
  return locks.flatMap((file) =>
    (read(root, file).match(/"resolved": "[^"]*:\/\/[^"]*"/g) ?? []).map((hit) => `${file}: ${hit}`),
  );
}

/** Folders and files of the top level that a newcomer sees, without what is made or fetched. */
const MADE = ['.git', '.tmp', '.cache', 'node_modules', 'dist', 'data', 'coverage'];

export function everyFolderIsDescribed(root: string): Faults {
  const text = read(root, 'docs/ARCHITECTURE.md');
  const level = (folder: string): readonly string[] =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !MADE.includes(entry.name))
          .map((entry) => (folder === '.' ? entry.name : `${folder}/${entry.name}`))
      : [];
  return [...level('.'), ...level('libs'), ...level('apps'), ...level('test')]
    .filter((folder) => !text.includes(`\`${folder}/\``))
    .map((folder) => `docs/ARCHITECTURE.md does not describe ${folder}/`);
}

export function noFileIsTooLong(root: string): Faults {
  return ['libs', 'apps']
    .flatMap((folder) => filesUnder(root, folder))
    .map((file) => ({ file, lines: read(root, file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines; ${MOST_LINES} is the most`);
}

export function nestProjectsAreThere(root: string): Faults {
  const { projects } = JSON.parse(read(root, 'nest-cli.json')) as {
    projects: Record<string, { root: string; entryFile: string }>;
  };
  const known = Object.values(projects).map((project) => project.root);
  const missing = Object.values(projects)
    .filter((project) => !existsSync(join(root, project.root, `${project.entryFile}.ts`)))
    .map((project) => `nest-cli.json: ${project.root}/${project.entryFile}.ts is not there`);
  const folders = ['libs', 'apps'].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`) : [],
  );
  return [
    ...missing,
    ...folders.filter((folder) => !known.includes(folder)).map((folder) => `nest-cli.json does not know ${folder}`),
  ];
}

/** Every rule that looks at the tree as it is. */
export const RULES: Readonly<Record<string, (root: string) => Faults>> = {
  'every message has exactly one handler': oneHandlerForEachMessage,
  'every view has a spec': everyViewHasASpec,
  'every published procedure is locked by its digest': publishedProceduresAreLocked,
  'every decision record is listed': everyDecisionIsListed,
  'the README begins with the two commands': theReadmeBeginsWithTwoCommands,
  'every package version is pinned exactly': versionsArePinned,
  'the lock file names no registry': theLockNamesNoRegistry,
  'every folder is described in ARCHITECTURE.md': everyFolderIsDescribed,
  'no file is too long': noFileIsTooLong,
  'the Nest projects are there': nestProjectsAreThere,
};
