import { useState } from 'react';
import { useCommand, useEvent, useReceipt, useStatus, useStore, useTimeline, useView } from './index.ts';
import { Listed, low, sell, Sold, stock, takings } from './shop.fixture.ts';

// An app without manual memoization, as one writes it for the React Compiler. Tests import it as it is, and with
// `?compiled`.
export function App({ onRender }: { readonly onRender: (what: string) => void }) {
  const [max, setMax] = useState(4);
  const [toast, setToast] = useState('');
  useEvent(Sold, (event) => setToast(`${toast}${event.data.sku}`));
  return (
    <main>
      <button id="more" onClick={() => setMax(max + 1)}>
        up to {max}
      </button>
      <List onRender={onRender} />
      <p id="low">{useView(low(max)).join()}</p>
      <p id="toast">{toast}</p>
      <Sales />
      <Status />
      <Seller onRender={onRender} />
    </main>
  );
}

function List({ onRender }: { readonly onRender: (what: string) => void }) {
  const all = useView(stock, (rows) => rows.range().map(({ sku }) => sku), isSameList);
  onRender('list');
  return (
    <ul>
      {all.map((sku) => (
        <Row key={sku} sku={sku} onRender={onRender} />
      ))}
    </ul>
  );
}

function Row({ sku, onRender }: { readonly sku: string; readonly onRender: (what: string) => void }) {
  const left = useView(stock, (rows) => rows.get(sku)?.left);
  const [run, { stage, rejection }] = useCommand(sell);
  onRender(sku);
  return (
    <li>
      <button id={sku} onClick={() => run({ sku })}>
        {sku} {left} {stage === 'memory' ? 'stored' : stage} {rejection?.code}
      </button>
    </li>
  );
}

/** Uses only `run`, and passes on the outcome. */
function Seller({ onRender }: { readonly onRender: (what: string) => void }) {
  const [run] = useCommand(sell);
  const [sellAndSay, last] = useCommand(sell);
  onRender('seller');
  return (
    <p>
      <button id="quiet" onClick={() => run({ sku: 'c' })}>
        quiet
      </button>
      <button id="said" onClick={() => sellAndSay({ sku: 'nothing' })}>
        said
      </button>
      <Last last={last} />
    </p>
  );
}

function Last({ last }: { readonly last: ReturnType<typeof useCommand<{ sku: string }, unknown>>[1] }) {
  return <i id="last">{last.rejection?.code ?? 'no rejection'}</i>;
}

function Sales() {
  const store = useStore(takings);
  const [receipt, setReceipt] = useState<ReturnType<typeof store.append>>();
  const { sold } = useView(takings);
  const stage = useReceipt(receipt);
  return (
    <button id="list" onClick={() => setReceipt(store.append(Listed({ sku: 'd', left: sold })))}>
      {sold} {stage === 'memory' ? 'stored' : stage}
    </button>
  );
}

function Status() {
  const { storage } = useStatus();
  const { isLive, seek, live } = useTimeline();
  return (
    <p id="status">
      {storage} {isLive ? 'live' : 'past'}
      <button onClick={() => (isLive ? void seek(3).catch(reportError) : live())}>turn</button>
    </p>
  );
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();
