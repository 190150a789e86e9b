// Mocha with Jest's words: the same test files, Jest's own `expect` and tables, and the settings of the project 'fast'.
const Module = require('node:module');
const { existsSync, readFileSync } = require('node:fs');
const { dirname, resolve } = require('node:path');
const { transformSync } = require('@swc/core');
const { bind } = require('jest-each');

const root = resolve(__dirname, '../..');
const { transform, moduleNameMapper } = require('../../jest.config.cjs').projects[0];
const [[, swc]] = Object.values(transform);
const mapped = Object.entries(moduleNameMapper).map(([from, to]) => [new RegExp(from), to.replace('<rootDir>', root)]);

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swc, filename, configFile: false, swcrc: false });
  module._compile(code, filename);
};

const find = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const rule = parent?.filename?.endsWith('.ts') ? mapped.find(([from]) => from.test(request)) : undefined;
  const wanted = rule ? request.replace(rule[0], rule[1]) : request;
  const beside = wanted.startsWith('.') ? resolve(dirname(parent.filename), wanted) : wanted;
  return find.call(this, existsSync(`${beside}.ts`) ? `${beside}.ts` : wanted, parent, ...rest);
};

global.expect = require('expect').expect;
// Property tests draw the same cases in every run, so that two runs over the same code report the same figure.
require('fast-check').configureGlobal({ seed: 20260101 });

/** Mocha makes its words when it reads a test file, so they are completed from there. */
exports.jestWords = () => {
  global.test = global.it;
  global.beforeAll = global.before;
  global.afterAll = global.after;
  global.it.each = bind(global.it, false);
  global.describe.each = bind(global.describe, false);
};
