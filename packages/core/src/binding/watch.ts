import type { AnyName, Readable } from '../model/readable.ts';
import type { Watch } from '../read/watchers.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';

/**
 * Watches the value of a readable, or `select` of it: returns the current value and a way to subscribe. For framework
 * bindings; apps use `store.observe`. Values that `isEqual` finds equal are not announced; the default is `Object.is`.
 * A closed store keeps its last value. Throws `store.not_ready`; `current` throws `store.not_listed`.
 *
 * @example
 * const left = watch(store, stock, (rows) => rows.get('tea')?.left);
 * const unsubscribe = left.subscribe(() => render(left.current));
 */
export function watch<R, T = R, V extends string = AnyName>(
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever its events and commands are
  store: Store<any, V, any>,
  read: Readable<R, NoInfer<V>>,
  select?: (value: R) => T,
  isEqual: (a: T, b: T) => boolean = Object.is,
): Watch<T> {
  const { assert, kernel, reader } = internalsOf(store);
  assert.watch(`watch("${read.name}")`);
  return kernel.publisher.watch(reader.select<T>(read, select, isEqual));
}
