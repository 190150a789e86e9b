// Starts a server for the tests and ends it with them. Whoever wanted the server holds the other end of this process's
// standard input: when that closes, for whatever reason, also a SIGKILL, the server is stopped and its folder removed.
// Until then the lines 'stop', 'kill' and 'start' on it take the server down and bring it up again on the same folder;
// channel 3 tells when it is down. Plain JavaScript, because it has to start in no time and without a compiler.
const { spawn } = require('node:child_process');
const { rmSync, writeSync } = require('node:fs');
const { createInterface } = require('node:readline');

const { command, args, folder, uid, gid, signal, env } = JSON.parse(process.argv[2]);
/** A server that does not stop when asked to is killed after so many milliseconds. */
const PATIENCE_MS = 10_000;
const TRIES_AFTER_KILL = 20;
const AGAIN_MS = 200;

let server;
let ending = false;
let wanted = true;
let tries = 0;

function start() {
  wanted = true;
  const own = uid === undefined ? {} : { uid, gid };
  server = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    ...own,
  });
  server.once('error', (error) => {
    process.stderr.write(`${command} could not be started: ${error.message}\n`);
    down(1);
  });
  server.once('exit', (code) => down(code ?? 1));
}

/**
 * A server that went down unasked takes the guard with it, and leaves the folder to be looked at or used again. But what
 * comes up after a kill may find children of the former that are not gone yet, and is given another try.
 */
function down(code) {
  server = undefined;
  if (ending) finish();
  else if (wanted && tries-- > 0) setTimeout(() => wanted && !server && start(), AGAIN_MS);
  else if (wanted) process.exit(code);
  else tell('down\n');
}

function tell(line) {
  try {
    writeSync(3, line);
  } catch {
    // Nobody listens any more; the end of standard input says the same.
  }
}

function stop(how) {
  wanted = false;
  if (server === undefined) return;
  const stopping = server;
  stopping.kill(how);
  setTimeout(() => stopping.exitCode === null && stopping.kill('SIGKILL'), PATIENCE_MS).unref();
}

function end() {
  ending = true;
  if (server === undefined) finish();
  else stop(signal);
}

function finish() {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

function startAgain() {
  tries = TRIES_AFTER_KILL;
  start();
}

const orders = { stop: () => stop(signal), kill: () => stop('SIGKILL'), start: startAgain };
createInterface({ input: process.stdin })
  .on('line', (line) => orders[line]?.())
  .on('close', end);
process.stdin.on('error', end);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, end);
start();
