import { serveBatches } from './batch-channel.ts';
import { readSales } from './read-sales.ts';

// The only message carries the port to serve.
addEventListener('message', (event: MessageEvent<unknown>) => {
  const [port] = event.ports;
  if (port !== undefined) serveBatches(port, readSales);
});
