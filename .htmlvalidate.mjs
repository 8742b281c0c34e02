/** How the pages' HTML is checked. What is off here is a matter of spelling, decided by React or by our permanent ids. */
export default {
  extends: ['html-validate:recommended'],
  rules: {
    'no-inline-style': 'error',
    // Paragraphs are addressed as t11.p3, and React names its own templates _R_.
    'valid-id': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }],
    'attribute-empty-style': 'off',
    'attribute-boolean-style': 'off',
    'attr-quotes': 'off',
    'doctype-style': 'off',
    'element-case': 'off',
    'attr-case': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
  },
}
