import workspace from '../../eslint.config.mjs';

/** Examples are programs of whoever has installed the package: they print, and import it by its name. */
export default [
  ...workspace,
  {
    files: ['examples/**/*.ts'],
    rules: { 'no-console': 'off', '@nx/enforce-module-boundaries': 'off' },
  },
];
