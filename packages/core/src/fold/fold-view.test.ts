import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defineEvent } from '../model/event.ts';
import { defineView, type ViewDefinition } from '../model/view.ts';
import { budget } from '../property.fixture.ts';
import { fold, initialState } from './fold.ts';
import { cutAt, placed, tools } from './fold.fixture.ts';

interface Doc {
  n: number;
  list: { name: string }[];
  byId: Record<string, { n: number }>;
}
const initial = (): Doc => ({ n: 0, list: [], byId: {} });
type Act = readonly [
  what: 'add' | 'push' | 'name' | 'drop' | 'replace' | 'spread' | 'reset' | 'throw',
  id: string,
  n: number,
];

/** A typical reducer: it changes the draft, or returns another state, perhaps with parts of the draft. */
function act(doc: Doc, [what, id, n]: Act): Doc | void {
  switch (what) {
    case 'throw':
      doc.n = -1;
      throw new Error('boom');
    case 'add':
      doc.n += n;
      (doc.byId[id] ??= { n: 0 }).n += n;
      return;
    case 'push':
      doc.list.push({ name: id });
      return;
    case 'name':
      for (const item of doc.list) if (item.name !== id) item.name += n;
      return;
    case 'drop':
      delete doc.byId[id];
      doc.list.shift();
      return;
    case 'replace':
      return { ...initial(), n };
    case 'spread':
      return { ...doc, list: doc.list.slice(-2), byId: { ...doc.byId, [id]: { n } } };
    case 'reset':
      doc.list = doc.list.filter((item) => item.name !== id);
      return doc;
  }
}

const acts = (canThrow: boolean): fc.Arbitrary<readonly Act[]> => {
  const what = fc.constantFrom(
    'add',
    'push',
    'name',
    'drop',
    'replace',
    'spread',
    'reset',
    ...(canThrow ? ['throw' as const] : []),
  );
  return fc.array(fc.tuple(what, fc.constantFrom('a', 'b', 'c'), fc.nat(3)), { maxLength: 24 });
};
const cuts = fc.array(fc.nat(30), { maxLength: 6 });
const Acted = defineEvent('doc.acted');
const view = defineView('doc', { initial: initial() }).on(Acted, (doc, e) =>
  act(doc, e.data as unknown as Act),
) as unknown as ViewDefinition;

function naive(script: readonly Act[]): { readonly doc: Doc; readonly stoppedAt: number | undefined } {
  let doc = initial();
  for (const [index, one] of script.entries()) {
    const next = structuredClone(doc);
    try {
      doc = act(next, one) ?? next;
    } catch {
      return { doc, stoppedAt: index + 1 };
    }
  }
  return { doc, stoppedAt: undefined };
}

describe.each([{ isFrozen: true }, { isFrozen: false }])('[VIEW-2] a view, frozen: $isFrozen', ({ isFrozen }) => {
  test.each([{ canThrow: false }, { canThrow: true }])(
    'equals plain code for any batching, and earlier states never change; reducers throw: $canThrow',
    ({ canThrow }) => {
      fc.assert(
        fc.property(acts(canThrow), cuts, (script, places) => {
          const kit = tools(isFrozen);
          let state = initialState(view, kit);
          const kept: { value: unknown; text: string }[] = [];
          for (const batch of cutAt(placed(script, Acted.type), places)) {
            kept.push({ value: state.value, text: JSON.stringify(state.value) });
            state = fold(view, state, batch, kit).state;
          }
          const { doc, stoppedAt } = naive(script);
          expect(state.value).toEqual(doc);
          expect(state.stopped?.details.position).toBe(stoppedAt);
          for (const { value, text } of kept) expect(JSON.stringify(value)).toBe(text);
        }),
        budget(250),
      );
    },
  );
});

test('[VIEW-2] a view whose state is not an object takes the results of its reducers', () => {
  const Counted = defineEvent('counted');
  const count = defineView('count', { initial: 0 }).on(Counted, (n) => n + 1) as unknown as ViewDefinition;
  const kit = tools(true);
  const { state, change } = fold(count, initialState(count, kit), placed([1, 2, 3], 'counted'), kit);
  expect([state.value, change]).toEqual([3, 'whole']);
});
