import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Imports point one way: extension → protocol types; cli, adapter → diagnose → inspector → core → core. */
const layer = (files, forbidden, message) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: forbidden.map((group) => ({ group: [].concat(group), message })) },
    ],
  },
});

export default tseslint.config(
  {
    ignores: [
      'dist',
      'out',
      'node_modules',
      'test/fixtures',
      'test/corpus',
      'test/runners',
      'test/e2e',
      'examples',
      '**/*.target.js',
      'bench/heaps',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        __filename: 'readonly',
        fetch: 'readonly',
        globalThis: 'readonly',
        document: 'readonly',
        window: 'readonly',
        acquireVsCodeApi: 'readonly',
      },
    },
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './src/webview/tsconfig.json'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off', // typed arrays under noUncheckedIndexedAccess
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'it', 'describe', 'before', 'after', 'suite'],
            },
          ],
        },
      ],
    },
  },
  layer(
    ['src/core/**/*.ts'],
    [
      [
        'vscode',
        'node:*',
        '**/inspector/**',
        '**/adapter/**',
        '**/cli/**',
        '**/extension/**',
        '**/diagnose',
        'chrome-remote-interface',
      ],
    ],
    'core is pure: typed arrays in, plain data out.',
  ),
  layer(
    ['src/inspector/**/*.ts'],
    [['vscode', '**/adapter/**', '**/cli/**', '**/extension/**', '**/diagnose']],
    'inspector knows core only.',
  ),
  layer(
    ['src/adapter/**/*.ts', 'src/cli/**/*.ts', 'src/diagnose.ts'],
    [['vscode', '**/extension/**', 'chrome-remote-interface']],
    'vscode lives in src/extension only; CDP in src/inspector only.',
  ),
  layer(
    ['src/extension/**/*.ts'],
    [['**/inspector/**', '**/cli/**', '**/diagnose', 'chrome-remote-interface']],
    'The extension knows the protocol and the report, never the engine.',
  ),
  layer(
    ['src/webview/**/*.ts'],
    [['vscode', 'node:*', '**/inspector/**', '**/adapter/**', '**/cli/**', '**/diagnose']],
    'A page knows what it is told and how numbers are written, nothing else.',
  ),
);
