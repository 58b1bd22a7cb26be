import { memoryLog } from '@refold/core';
import { count } from './count.mjs';

console.log(await count(memoryLog()));
