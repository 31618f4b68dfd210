import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Between projects: what each kind may import, by the tags of project.json. */
const projectWalls = [
  { sourceTag: 'type:values', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:postgres', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:certificates', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:contracts', 'type:values'] },
  { sourceTag: 'type:database', onlyDependOnLibsWithTags: ['type:postgres', 'type:values'] },
  {
    sourceTag: 'type:service',
    onlyDependOnLibsWithTags: ['type:kit', 'type:database', 'type:contracts', 'type:values'],
  },
  { sourceTag: 'type:simulator', onlyDependOnLibsWithTags: ['type:values'] },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:contracts', 'type:values'] },
  { sourceTag: 'type:lists', onlyDependOnLibsWithTags: ['type:client', 'type:values'] },
  {
    sourceTag: 'type:mesh',
    onlyDependOnLibsWithTags: ['type:postgres', 'type:certificates', 'type:contracts', 'type:values'],
  },
  { sourceTag: 'type:doctor', onlyDependOnLibsWithTags: ['type:values'] },
  {
    sourceTag: 'type:cli',
    onlyDependOnLibsWithTags: ['type:client', 'type:lists', 'type:mesh', 'type:doctor', 'type:values'],
  },
  { sourceTag: 'type:storefront', onlyDependOnLibsWithTags: ['type:client', 'type:lists', 'type:values', 'type:mesh'] },
  { sourceTag: 'type:workspace', onlyDependOnLibsWithTags: ['type:mesh'] },
  { sourceTag: 'type:docker', onlyDependOnLibsWithTags: ['type:mesh', 'type:postgres'] },
  { sourceTag: 'type:system', onlyDependOnLibsWithTags: ['*'] },
];

/** Tests may make certificates, wherever they stand. */
const projectWallsOfTests = projectWalls.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, 'type:certificates'],
}));

const projectRule = (depConstraints) => [
  'error',
  { allow: ['../../vitest.base.ts', '../vitest.base.ts'], depConstraints, enforceBuildableLibDependency: false },
];

/** Inside a service: the only modules that a folder may import, as the start of their names. */
const folderWalls = {
  domain: ['./', '@bookstore/values'],
  operations: ['./', '../domain/', '@bookstore/values', 'node:'],
  store: ['./', '../domain/', '@bookstore/values', '@bookstore/database', '@prisma/', 'lru-cache', 'node:', 'pg'],
  webhooks: ['./', '../domain/', '@bookstore/values', '@bookstore/service-kit', 'node:'],
  rpc: [
    './',
    '../domain/',
    '../operations/',
    '@bookstore/values',
    '@bookstore/contracts/',
    '@bookstore/service-kit',
    'nice-grpc',
    'node:',
  ],
};

const onlyFrom = (allowed) => ({
  regex: `^(?!${allowed.map((start) => start.replaceAll(/[./]/g, '\\$&')).join('|')})`,
  message: `allowed here: ${allowed.join(', ')}`,
});

/** Gateways speak to the outside by whatever library it takes, but never see the store. */
const gatewayWall = {
  regex: '^(\\.\\./(store|rpc|operations)/|@prisma/|@bookstore/database)',
  message: 'a gateway sees domain and contracts',
};

/** What a library has for tests is for tests alone. */
const testingWall = { regex: '^@bookstore/[^/]+/testing$', message: 'only tests may import it' };

const wall = (files, ...patterns) => ({
  files: [files],
  ignores: ['**/*.test.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: [testingWall, ...patterns] }] },
});

const folderWall = (folder, pattern) => wall(`apps/{users,inventory,orders}/src/${folder}/**/*.ts`, pattern);

export default tseslint.config(
  { ignores: ['**/gen/**', '**/.react-router/**', '**/dist/**', '**/node_modules/**', '.nx/**', '.bookstore/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': projectRule(projectWalls),
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // A route answers by what it throws.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'lib', name: 'Response' }] }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    files: ['apps/{users,inventory,orders}/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: ['apps/*/src/{main,migrate,create-staff,health}.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'main.ts alone reads the environment',
        },
      ],
    },
  },
  wall('{apps,libs}/*/src/**/*.{ts,tsx}'),
  ...Object.entries(folderWalls).map(([folder, allowed]) => folderWall(folder, onlyFrom(allowed))),
  folderWall('gateways', gatewayWall),
  {
    files: ['**/*.test.ts', '**/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': projectRule(projectWallsOfTests),
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  prettier,
);
