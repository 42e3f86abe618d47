import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const SPECS = ['**/*.spec.ts', '**/*.testing.ts', 'test/**/*.ts'];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'reports/', '.data/', '.stryker-tmp/', 'test/architecture/planted/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', process: 'readonly', console: 'readonly' },
    },
  },
  {
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      // A switch counts once, however many cases it has: an exhaustive one is as plain as a table.
      complexity: ['error', { max: 8, variant: 'modified' }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        // Nest injects by the classes that constructors name: with this, the rules about imports leave those alone.
        emitDecoratorMetadata: true,
        experimentalDecorators: true,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'SwitchCase[test=null]',
          message: 'An exhaustive switch has no default: a forgotten case must not compile.',
        },
      ],
      // A number or a boolean in a template reads as it is; anything else must be made text by somebody.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `return reject(error)`: whoever answers nothing may end with something that answers nothing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // It does not know that what an AbortSignal says, or a callback sets, changes while one waits.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // An interface may give another type a name of its own.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // A parameter that only keeps its place, and a member left out of a rest, begin with an underscore.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      // To the framework a class is a name: of a module, or of what is injected.
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true, allowWithDecorator: true }],
      // Rows of views and options of libraries are plain objects, typed by classes that are never constructed.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: ['libs/views/**/*.ts'],
    rules: {
      // A row is a plain object with the columns of its entity, which has no methods and is never constructed.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    files: SPECS,
    rules: {
      // A spec says what the code must do with what types forbid, and calls methods it was handed as values.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-loss-of-precision': 'off',
    },
  },
  {
    files: ['test/e2e/**/*.ts'],
    rules: {
      // What a server answered is looked into before anything is known about it: that is the test.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
