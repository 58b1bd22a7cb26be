import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { sizes } from '../log/sizes.ts';
import { budget } from '../property.fixture.ts';
import { failure, numbersOf, QueueBench } from './write-queue.fixture.ts';
import { applyMessage } from './write-queue.ts';

const { writeBatch } = sizes;
afterEach(() => void (sizes.writeBatch = writeBatch));

const size = fc.integer({ min: 1, max: 4 });
const code = fc.constantFrom('log.write_failed', 'log.full', 'log.lost', 'log.blocked');
const outcome = fc.oneof(
  { weight: 2, arbitrary: fc.record({ others: fc.nat(1), isShort: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ code, isApplied: fc.boolean() }) },
);
type Step = readonly [name: string, run: (bench: QueueBench) => void];
const step = <A>(weight: number, name: string, given: fc.Arbitrary<A>, run: (bench: QueueBench, value: A) => void) => ({
  weight,
  arbitrary: given.map((value): Step => [`${name} ${JSON.stringify(value)}`, (bench) => run(bench, value)]),
});
const nothing = fc.constant(undefined);
const steps = fc.array(
  fc.oneof(
    step(6, 'append', size, (bench, length) => bench.add([length])),
    step(2, 'import', fc.array(size, { minLength: 1, maxLength: 4 }), (bench, lengths) => bench.add(lengths, true)),
    step(6, 'tick', nothing, (bench) => bench.tick()),
    step(6, 'end the write', outcome, (bench, given) => bench.end(given)),
    step(3, 'hide', nothing, (bench) => bench.send({ type: 'hidden' })),
    step(3, 'end an early write', outcome, (bench, given) => bench.endFlush(given)),
    step(2, 'pause', fc.boolean(), (bench, isPaused) => bench.pause(isPaused)),
    step(3, 'the write reaches the log', outcome, (bench, given) => bench.reach(given)),
    step(2, 'begin to read', nothing, (bench) => void bench.reads.push(bench.mark())),
    step(2, 'end a read', nothing, (bench) => bench.reads.length > 0 && bench.read(bench.reads.shift()!)),
    step(1, 'mark stale', nothing, (bench) => bench.send({ type: 'read', isStale: true })),
    step(1, 'fault, or a merge fails', code, (bench, given) => bench.send({ type: 'failed', error: failure(given) })),
    step(1, 'the log is there, or a merge worked', fc.constantFrom('there', 'written'), (bench, type) =>
      bench.send({ type }),
    ),
    step(1, 'close', nothing, (bench) => bench.add([])),
  ),
  { maxLength: 40 },
);

describe('[LOG-2] [LOG-3] [LOG-4] the write queue', () => {
  test('writes each commit once and in order, one batch at a time, whatever happens', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(1, 2, 5, 500), (given, batch) => {
        sizes.writeBatch = batch;
        const bench = new QueueBench();
        for (const [, run] of given) run(bench);
        bench.finish();
        const all = bench.commits.length;
        expect([bench.settled, bench.stored.length, bench.queue.pending]).toEqual([all, all, 0]);
        expect(bench.events).toBe(bench.commits.reduce((sum, { commit }) => sum + commit.events.length, 0));
      }),
      budget(1_000),
    );
  });

  test('the same message has the same effects on an equal queue', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const bench = new QueueBench();
        for (const [, run] of given) {
          run(bench);
          const [one, other] = [bench.queue, bench.queue].map((queue) => ({ ...queue, commits: [...queue.commits] }));
          expect(applyMessage(one!, { type: 'ready' })).toEqual(applyMessage(other!, { type: 'ready' }));
          expect(one).toEqual(other);
        }
      }),
      budget(50),
    );
  });

  test('paused, it writes nothing; resumed, it goes on', () => {
    const bench = new QueueBench();
    bench.pause(true);
    bench.add([1]);
    bench.tick();
    bench.tick();
    expect([bench.ticks, bench.writing]).toEqual([0, undefined]);
    bench.pause(false);
    bench.tick();
    expect(numbersOf(bench.writing!.commits)).toEqual([1]);
  });

  test('commits that an early write has stored stay in the queue until it is resumed', () => {
    const bench = new QueueBench();
    bench.add([1]);
    bench.pause(true);
    bench.send({ type: 'hidden' });
    bench.endFlush();
    expect([bench.settled, bench.queue.pending]).toEqual([0, 1]);
    bench.finish();
    expect(bench.settled).toBe(1);
  });

  test('commits that an early write has stored are not written again, even when the write in flight fails', () => {
    const bench = new QueueBench();
    bench.add([1]);
    bench.tick();
    bench.add([1]);
    bench.send({ type: 'hidden' });
    bench.endFlush();
    bench.end({ code: 'log.write_failed' });
    expect([bench.settled, bench.effects.filter((type) => type === 'write' || type === 'fail')]).toEqual([
      2,
      ['write'],
    ]);
  });

  test('nothing else is written until the outcome of an early write is known', () => {
    const bench = new QueueBench();
    bench.add([1]);
    bench.send({ type: 'hidden' });
    bench.add([1]);
    bench.tick();
    expect(bench.writing).toBeUndefined();
    bench.endFlush();
    bench.tick();
    expect(numbersOf(bench.writing!.commits)).toEqual([2]);
  });

  test('an early write that ends after a later one does not send the later commits again', () => {
    const bench = new QueueBench();
    bench.add([1]);
    bench.tick();
    bench.send({ type: 'hidden' });
    bench.add([1]);
    bench.send({ type: 'hidden' });
    bench.flushes.reverse();
    bench.endFlush();
    bench.endFlush();
    bench.end({ code: 'log.write_failed' });
    expect([bench.settled, bench.effects.filter((type) => type === 'write')]).toEqual([2, ['write']]);
  });

  test('after a failure the queue waits for the next commit, and tries all of it again', () => {
    const bench = new QueueBench();
    bench.add([2]);
    bench.tick();
    bench.end({ code: 'log.full' });
    expect(bench.effects).toEqual(['retry', 'ready', 'write', 'fail', 'ready']);
    bench.tick();
    expect([bench.queue.storage.status, bench.writing]).toEqual(['full', undefined]);
    bench.add([1]);
    bench.tick();
    expect(numbersOf(bench.writing!.commits)).toEqual([1, 2]);
  });

  test('a lost log is not written to, and commits fail at once', () => {
    const bench = new QueueBench();
    bench.send({ type: 'failed', error: failure('log.lost') });
    bench.add([1]);
    bench.send({ type: 'hidden' });
    bench.tick();
    expect(bench.effects).toEqual(['fail', 'ready', 'fail', 'ready']);
  });

  const known = ({ queue: { known: to, isStale } }: QueueBench) => [to.row, to.confirmed, isStale];

  test('[TAB-2] alone, it knows the whole log; after another has written in between, only after a read', () => {
    const bench = new QueueBench();
    bench.add([2]);
    bench.finish();
    expect(known(bench)).toEqual([1, 2, false]);
    bench.add([2]);
    bench.tick();
    bench.end({ others: 1 });
    expect(known(bench)).toEqual([1, 2, true]);
    bench.read(bench.mark());
    bench.add([2]);
    bench.finish();
    expect(known(bench)).toEqual([4, 7, false]);
  });

  test('[TAB-2] a row that was read before its writer hears of it counts once', () => {
    const bench = new QueueBench();
    bench.add([2]);
    bench.tick();
    bench.reach({ others: 1 });
    bench.read(bench.mark());
    bench.end();
    expect(known(bench)).toEqual([2, 3, false]);
  });
});
