import { memoryLog } from '@refold/core';
import { count } from './count.mjs';

export default {
  async fetch() {
    return new Response(await count(memoryLog()));
  },
};
