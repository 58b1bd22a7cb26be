import * as z from 'zod';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';

export const Added = defineEvent('total.added', z.object({ k: z.number(), n: z.number() }));

/** A document whose parts do not depend on the order of events. */
export const totals = defineView('totals', {
  initial: { internals: [{ n: 0 }, { n: 0 }, { n: 0 }, { n: 0 }], sum: { n: 0 } },
}).on(Added, (draft, e) => {
  draft.internals[e.data.k]!.n += e.data.n;
  draft.sum.n += e.data.n;
});
