import { serveBatches } from './batch-channel.ts';
import { readSales } from './read-sales.ts';

// The worker's one message brings the port that it serves.
addEventListener('message', (event: MessageEvent<unknown>) => {
  const [port] = event.ports;
  if (port !== undefined) serveBatches(port, readSales);
});
