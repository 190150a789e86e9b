// Runs a TypeScript file of this repository in a process of its own: node child.cjs <file> [arguments].
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const root = resolve(__dirname, '../..');
const jsc = { target: 'es2022', parser: { syntax: 'typescript' } };
Module._extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8');
  module._compile(transformSync(source, { filename, module: { type: 'commonjs' }, jsc, swcrc: false }).code, filename);
};
const plainly = Module._resolveFilename;
Module._resolveFilename = function resolveAlias(request, ...rest) {
  const alias = /^@dossier\/([a-z]+)$/.exec(request);
  return plainly.call(this, alias ? join(root, 'libs', alias[1], 'index.ts') : request, ...rest);
};

const [file, ...args] = process.argv.slice(2);
process.argv = [process.argv[0], file, ...args];
require(resolve(file));
