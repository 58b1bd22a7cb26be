/** The object stores of format 1 as they were, whatever the code declares today. */
export const FORMAT_1 = {
  head: 'key',
  out: '++n',
  segments: 'first',
  ids: 'first',
  pages: '[model+id]',
  manifests: 'model',
  stage: '[import+n]',
};
