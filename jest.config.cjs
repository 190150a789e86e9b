const { availableParallelism } = require('node:os');

// Two projects: 'fast' holds the pure libs (no Nest, no disk), 'whole' starts real parts. 'long' is for CI and patience.
const common = {
  transform: {
    '^.+\\.[cm]?[tj]s$': [
      '@swc/jest',
      {
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|content-disposition|glob|minimatch|path-scurry|brace-expansion|balanced-match|lru-cache|minipass|fastify-plugin)/)',
  ],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@dossier/([a-z]+)$': '<rootDir>/libs/$1/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tmp/'],
  testEnvironment: 'node',
};

/**
 * The acceptance suites that are of both scales; the others, and why they are not, stand in docs/ACCEPTANCE.md. Those that
 * load the example or start many processes take minutes there and go with the long tests.
 */
const ON_THE_CLUSTER = {
  quick: [
    'api',
    'api-server',
    'back-pressure',
    'first-duty',
    'health',
    'logs',
    'metrics',
    'operations',
    'projector',
    'publishing',
    'quarantine',
    'traces',
    'units',
    'why',
  ],
  long: ['adoption', 'cli', 'cli-units', 'editions', 'figures', 'import', 'shutdown'],
};

/** Real PostgreSQL and Redis for the projects that use them; they are started once for a run. */
const services = {
  globalSetup: '<rootDir>/test/support/services/setup.ts',
  globalTeardown: '<rootDir>/test/support/services/teardown.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/services/patience.cjs'],
};

module.exports = {
  // Much of a suite is waiting for processes, leases and disks: two at a time also where there are but two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  projects: [
    {
      ...common,
      displayName: 'fast',
      testMatch: ['<rootDir>/libs/**/*.spec.ts', '<rootDir>/test/scenarios/**/*.spec.ts'],
    },
    {
      ...common,
      ...services,
      displayName: 'whole',
      setupFiles: ['reflect-metadata'],
      testMatch: ['<rootDir>/test/{contract,acceptance,history,torture}/**/*.spec.ts', '<rootDir>/test/*.spec.ts'],
    },
    {
      // The same files as on the embedded scale, on the other one.
      ...common,
      ...services,
      globalSetup: '<rootDir>/test/support/services/setup-cluster.ts',
      displayName: 'cluster',
      setupFiles: ['reflect-metadata', '<rootDir>/test/support/services/on-cluster.cjs'],
      testMatch: [
        ...ON_THE_CLUSTER[process.env.LONG ? 'long' : 'quick'].map(
          (name) => `<rootDir>/test/acceptance/${name}.spec.ts`,
        ),
        ...(process.env.LONG ? [] : ['<rootDir>/test/cluster/**/*.spec.ts']),
      ],
    },
    {
      ...common,
      ...services,
      displayName: 'long',
      setupFiles: ['reflect-metadata'],
      testMatch: ['<rootDir>/test/long/**/*.spec.ts'],
    },
  ],
};
