import { dexieLog } from '@refold/core/dexie';
import { count } from './count.mjs';

document.title = await count(dexieLog('page'));
