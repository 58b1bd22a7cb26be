import { Immer } from 'immer';
import { checksum, reduce } from '../../workload/log.mjs';
import { foldLog } from './fold-log.mjs';

// One hand-written draft for the whole log. Freezing is off, as in Refold in production.
const immer = new Immer({ autoFreeze: false });

export const measure = foldLog((log) => {
  const items = immer.produce(/** @type {Record<string, import('../../workload/log.mjs').Item>} */ ({}), (draft) => {
    for (const event of log) reduce(draft, event);
  });
  return () => checksum(Object.values(items));
});
