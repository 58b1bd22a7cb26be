import { dexieLog } from '@refold/core/dexie';
import { count } from './count.mjs';

const answer = (/** @type {unknown} */ text) => globalThis.postMessage(String(text));
count(dexieLog('worker')).then(answer, answer);
