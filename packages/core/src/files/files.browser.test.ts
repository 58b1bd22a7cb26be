import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { dexieLog } from '../dexie/dexie-log.ts';
import { takings } from '../store/shop.fixture.ts';
import { exportLog } from './export-log.ts';
import { header, line, openShop } from './files.fixture.ts';
import { importLog } from './import-log.ts';

const EVENTS = 20_000;

test('[LOG-7] a compressed file is exported from one log and imported into another, in a browser', async () => {
  const names = [crypto.randomUUID(), crypto.randomUUID()] as const;
  const [one, two] = await Promise.all(names.map(async (name) => (await openShop(dexieLog(name))).store));
  const lines = Array.from({ length: EVENTS }, (_, i) => `${line(`${i}`)}\n`);
  expect(await importLog(one!, new Blob([header, '\n', ...lines]).stream())).toMatchObject({ added: EVENTS });
  const file = await new Response(exportLog(one!).pipeThrough(new CompressionStream('gzip'))).blob();
  expect(file.size).toBeLessThan(lines.join('').length / 3);
  const progress: number[] = [];
  const unpacked = (): ReadableStream<Uint8Array> => file.stream().pipeThrough(new DecompressionStream('gzip'));
  const imported = await importLog(two!, unpacked(), { onProgress: ({ events }) => progress.push(events) });
  expect(imported).toMatchObject({ added: EVENTS, header: { events: EVENTS, position: EVENTS }, missing: 0 });
  expect([two!.get(takings), progress.length > 2, progress.at(-1)]).toEqual([one!.get(takings), true, EVENTS]);
  expect(await importLog(two!, unpacked())).toMatchObject({ added: 0, duplicates: EVENTS });
  const letters = (from: typeof one): Promise<string> => new Response(exportLog(from!)).text();
  expect((await letters(two)).split('\n').slice(1)).toEqual((await letters(one)).split('\n').slice(1));
  for (const store of [one, two]) await store!.close();
  for (const name of names) await Dexie.delete(name);
});
