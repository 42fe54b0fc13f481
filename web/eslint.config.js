import vue from 'eslint-plugin-vue'
import { globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'

/** What is asked of the desk's code beyond its form, which is prettier's. A rule that is off says why. */
export default ts.config(
  globalIgnores(['dist', 'public', 'src/generated', 'test-results']),
  ts.configs.recommended,
  vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      // A sentence is not cut for a margin; what is code stays within it by prettier.
      'max-len': [
        'error',
        { code: 160, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
      ],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Unused names are the compiler's matter (noUnusedLocals), which knows templates too.
      '@typescript-eslint/no-unused-vars': 'off',
      // `!` stands where a template has asked a line before, or an index was counted.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A name of one word is what a screen is called in words/ and in the navigation.
      'vue/multi-word-component-names': 'off',
      // Optional properties are undefined when they are absent: that is what their types say.
      'vue/require-default-prop': 'off',
      // Form is prettier's.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
    },
  },
  {
    files: ['bench/**'],
    rules: { 'no-console': 'off' }, // a benchmark tells what it measured
  },
)
