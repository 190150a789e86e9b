/**
 * Imports run one way. This table is the whole of it: what a lib may import of the other libs, of npm packages, and
 * whether it may use what Node brings along. A name with ':types' may only be imported as a type.
 */
const LIBS = {
  kernel: {},
  calendar: { libs: ['kernel'], npm: ['zod'] },
  contract: { libs: ['kernel:types'], npm: ['zod'] },
  procedure: { libs: ['kernel', 'calendar'], npm: ['zod'] },
  domain: { libs: ['kernel', 'calendar', 'procedure', 'contract:types'] },
  views: { libs: ['kernel', 'calendar', 'procedure', 'contract', 'domain'] },
  ledger: { libs: ['kernel'] },
  adapters: {
    libs: ['kernel', 'ledger'],
    npm: ['@kurrent/kurrentdb-client', '@photostructure/sqlite', 'bullmq', 'cron-parser', 'ioredis', 'pg', '@types/pg'],
    node: true,
  },
  engine: {
    libs: ['kernel', 'calendar', 'contract', 'procedure', 'domain', 'views', 'ledger', 'adapters'],
    npm: [
      '@nestjs/[^/]+',
      'rxjs',
      'csv-parse',
      'read-excel-file',
      'write-excel-file',
      'prom-client',
      '@opentelemetry/api',
    ],
    node: true,
  },
};

const APPS = {
  libs: ['engine', 'contract', 'kernel', 'calendar', 'views', 'domain:types', 'procedure:types'],
  npm: ['@nestjs/[^/]+', '@fastify/static', 'commander', 'fastify', 'reflect-metadata', 'rxjs', 'zod'],
};

const SPECS = '\\.spec\\.ts$';
const root = (lib) => `^libs/${lib}/index\\.ts$`;
const npm = (name) => `(^|/)node_modules/${name}(/|$)`;
const names = (libs = []) => libs.map((name) => name.split(':')[0]);

function fencesOf(name, from, { libs = [], npm: packages = [], node = false }, own) {
  const allowed = [...own, ...names(libs).map(root), ...packages.map(npm)];
  const typesOnly = libs.filter((lib) => lib.endsWith(':types')).map((lib) => root(lib.split(':')[0]));
  return [
    {
      name: `${name}-imports`,
      comment: `${name} may import ${[...libs, ...packages].join(', ') || 'nothing'} (the table in .dependency-cruiser.cjs)`,
      severity: 'error',
      from,
      to: { pathNot: allowed, dependencyTypesNot: ['core'], couldNotResolve: false },
    },
    ...(node
      ? []
      : [
          {
            name: `${name}-node`,
            comment: `${name} is pure: it uses nothing of Node`,
            severity: 'error',
            from,
            to: { dependencyTypes: ['core'] },
          },
        ]),
    ...(typesOnly.length === 0
      ? []
      : [
          {
            name: `${name}-types-only`,
            comment: `${name} may import ${libs.filter((lib) => lib.endsWith(':types')).join(', ')} as types only`,
            severity: 'error',
            from,
            to: { path: typesOnly, dependencyTypesNot: ['type-only'] },
          },
        ]),
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(LIBS).flatMap(([lib, may]) =>
      fencesOf(lib, { path: `^libs/${lib}/`, pathNot: SPECS }, may, [`^libs/${lib}/`]),
    ),
    ...fencesOf('apps', { path: '^apps/', pathNot: SPECS }, { ...APPS, node: true }, ['^apps/']),
    {
      name: 'known-libs',
      comment: 'a lib must stand in the table of .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${Object.keys(LIBS).join('|')})/` },
      to: {},
    },
    {
      name: 'by-alias',
      comment: "another lib is imported by its root alone, as '@dossier/<lib>', never by a path",
      severity: 'error',
      from: { path: '^(?:libs|apps)/([^/]+)/', pathNot: SPECS },
      to: { path: '^libs/', pathNot: '^libs/$1/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'own-lib-by-path',
      comment: 'a lib does not import itself through its own root',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: SPECS },
      to: { path: '^libs/$1/', dependencyTypes: ['aliased'] },
    },
    {
      name: 'apps-apart',
      comment: 'apps do not import each other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: [SPECS, '^apps/cli/', '^apps/worker/'] },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'worker-apart',
      comment:
        'the worker has the settings, the health, the figures and the problems of the API, and knows nothing else of it',
      severity: 'error',
      from: { path: '^apps/worker/', pathNot: SPECS },
      to: {
        path: '^apps/',
        pathNot: [
          '^apps/worker/',
          '^apps/api/(settings|(health|metrics)\\.controller|http/(listening|problem\\.filter))\\.ts$',
        ],
      },
    },
    {
      name: 'cli-apart',
      comment: 'the command line starts the API (apps/api/serve, apps/api/settings) and knows nothing else of it',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: SPECS },
      to: { path: '^apps/', pathNot: ['^apps/cli/', '^apps/api/(serve|settings)\\.ts$'] },
    },
    {
      name: 'no-app-below',
      comment: 'libs do not know the apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-test-inside',
      comment: 'what is shipped imports no test',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: SPECS },
      to: { path: ['^test/', SPECS] },
    },
    {
      name: 'no-circle',
      comment: 'files of different folders do not import each other in a circle',
      severity: 'error',
      from: { path: '^((?:libs|apps)/.*)/[^/]+$', pathNot: SPECS },
      to: { circular: true, pathNot: '^$1/[^/]+$' },
    },
    {
      name: 'resolves',
      comment: 'every import can be found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'node', 'require', 'import', 'default'],
    },
  },
};
