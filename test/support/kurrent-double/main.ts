import { startKurrentDouble } from './index';

// The double in a process of its own, for tests that run the program in other processes. It says its address on standard
// output and ends with whoever started it: when its standard input is closed.
void startKurrentDouble().then(({ url }) => process.stdout.write(`${url}\n`));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
