// Parts of an append, through the engine's own files: the JSON copy, the catalog (schema and copy), the recorder (the
// whole envelope).
import { createRecorder } from '../../../packages/core/dist/write/recorder.js';
import { platformEnv } from '../../../packages/core/dist/env/env.js';
import { createCatalog } from '../../../packages/core/dist/model/catalog.js';
import { createIdSource } from '../../../packages/core/dist/model/ids.js';
import { toJson } from '../../../packages/core/dist/model/json.js';
import { defaultLimits } from '../../../packages/core/dist/model/limits.js';
import { takePayloads, timeEach } from './payloads.mjs';

/** @param {import('./payloads.mjs').PayloadTask & { part: 'copy' | 'encode' | 'record' }} task */
export function measure(task) {
  const { event, data } = takePayloads(task);
  const { now, random, isDevelopment } = platformEnv();
  const catalog = createCatalog([event], defaultLimits, isDevelopment);
  const recorder = createRecorder(catalog, createIdSource(now, random), now, defaultLimits);
  const metadata = { correlationId: 'cor_1', source: 'app', actorId: 'anonymous' };
  const work = {
    copy: (/** @type {unknown} */ item) => toJson(item, event.type, defaultLimits),
    encode: (/** @type {unknown} */ item) => catalog.encode(event.type, item),
    record: (/** @type {unknown} */ item) => recorder.record([{ type: event.type, data: item }], metadata),
  };
  return timeEach(data, work[task.part]);
}
