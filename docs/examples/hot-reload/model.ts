import { defineCommand, defineView } from '@refold/core';
import * as z from 'zod';
import { Counted } from './events.ts';

export const tally = defineView('tally', { initial: { total: 0 } }).on(Counted, (draft, { data }) => {
  draft.total += data.by;
});
export const count = defineCommand('count', {
  input: z.object({ by: z.int() }),
  reads: { tally },
  decide: ({ by }) => Counted({ by }),
});

export const views = [tally] as const;
export const commands = [count] as const;
