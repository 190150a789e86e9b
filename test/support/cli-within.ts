import { Command } from 'commander';
import { faultText } from '../../apps/cli/faults';
import type { Ran } from './cli';

/**
 * Runs a verb of the command line in this process, which is there at once: for many runs, of which another test has seen
 * one as users make it. Settings are taken from this process's environment.
 */
export async function cliWithin(verb: Command, ...words: readonly string[]): Promise<Ran> {
  let out = '';
  const [before, write] = [process.exitCode, process.stdout.write];
  process.stdout.write = (text: string | Uint8Array) => ((out += String(text)), true);
  process.exitCode = 0;
  try {
    await new Command('dossier').addCommand(verb).parseAsync([verb.name(), ...words], { from: 'user' });
    return { status: process.exitCode, out, err: '' };
  } catch (error) {
    return { status: 1, out, err: `${faultText(error, 'en')}\n` };
  } finally {
    process.stdout.write = write;
    process.exitCode = before;
  }
}
