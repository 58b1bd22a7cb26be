import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { renderPage, streamPage } from './server-page.tsx';

// Node has neither IndexedDB nor a page, like any server.
const events = ['<b>Tea</b>', '</script>'].map((words, i) => ({
  id: `evt_01890a5d-ac96-774b-bcce-b302099a805${i}`,
  type: 'note.written',
  timestamp: '2026-05-01T09:00:00.000Z',
  version: 1,
  data: { id: String(i), text: words },
}));

test('[BOOT-1] a server renders a page from the events that it passes', async () => {
  const html = await renderPage(events);
  expect(html.match(/<li>.*?<\/li>/g)).toEqual([
    '<li>&lt;b&gt;Tea&lt;/b&gt;<!-- --> <button>Finish</button></li>',
    '<li>&lt;/script&gt;<!-- --> <button>Finish</button></li>',
  ]);
  expect(html.split('</script>')).toHaveLength(2);
});

test('[BOOT-1] a server streams a page, which is empty without events', async () => {
  const stream = new PassThrough();
  streamPage(stream);
  expect(await text(stream)).toContain('<ul></ul>');
});
