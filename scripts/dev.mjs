// npm run dev: the demo with hot reload. Packages are read from source, so editing one reloads the demo too.
import { demo } from './build.mjs';
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { endWithParent } from './parent.mjs';
import { nextFreePort, parsePort } from './port.mjs';
import { closeOnSignal } from './serve.mjs';

const DEFAULT_PORT = 5173;

try {
  endWithParent();
  const wanted = parsePort(process.env['PORT'], DEFAULT_PORT);
  await install();
  const port = await nextFreePort(wanted);
  if (port !== wanted) console.log(`Port ${wanted} is in use. Using ${port}. Set PORT to choose another.`);
  const { createServer } = await import('vite');
  const server = await createServer({ root: demo, server: { host: '127.0.0.1', port, strictPort: true } });
  await server.listen();
  closeOnSignal(() => server.close());
  console.log(`http://localhost:${port}/`);
} catch (error) {
  report(error);
}
