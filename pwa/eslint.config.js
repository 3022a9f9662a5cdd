import pluginVue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** Attributes that a person reads or hears. */
const SPOKEN = ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'label', 'hint']

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/shared/api/schema.d.ts'] },
  ...tseslint.configs.strict,
  ...pluginVue.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Every string a person sees is a key of a locale file.
      'vue/no-bare-strings-in-template': ['error', { attributes: { '/.+/': SPOKEN }, allowlist: ['/', '·', '→', '%', '(', ')', '（', '）', '+', '−', '–', ':', '×'] }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': ['error', { order: ['defineModel', 'defineProps', 'defineEmits'] }],
      'vue/no-v-html': 'error',
      // The formatter's business, which this project leaves to the writer.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      // A missing optional property is undefined on purpose (exactOptionalPropertyTypes).
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    ignores: ['**/locale/*.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Literal[value=/[\\u3400-\\u9fff]/]', message: 'Put words that a person reads into a locale file.' },
        { selector: 'TemplateElement[value.raw=/[\\u3400-\\u9fff]/]', message: 'Put words that a person reads into a locale file.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vant', message: 'Use the wrappers in shared/ui: they carry the accessibility fixes.' }],
          patterns: [{ group: ['vant/*'], message: 'Use the wrappers in shared/ui: they carry the accessibility fixes.' }],
        },
      ],
    },
  },
  {
    // The places that touch Vant: its wrappers, and its base style.
    files: ['src/shared/ui/**/*.{ts,vue}', 'src/app/main.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // Floors: shared knows no feature, a feature knows no other feature's inside.
    files: ['src/shared/**/*.{ts,vue}'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['@/features/*', '@/app/*'], message: 'shared is below features and app.' }] }] },
  },
  {
    files: ['gallery/**/*.vue'],
    rules: {
      // A workbench for developers, never part of the build.
      'vue/no-bare-strings-in-template': 'off',
    },
  },
)
