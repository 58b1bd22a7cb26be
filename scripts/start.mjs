// npm start: from a bare clone to the running demo. It needs only Node and npm: nothing that must be installed is
// imported before install() is done.
import { build } from './build.mjs';
import { report } from './fail.mjs';
import { install } from './install.mjs';
import { endWithParent } from './parent.mjs';
import { nextFreePort, parsePort } from './port.mjs';
import { closeOnSignal, serve } from './serve.mjs';

const DEFAULT_PORT = 4173;

try {
  endWithParent();
  // Report a bad PORT now, not after a minute of installing.
  const wanted = parsePort(process.env['PORT'], DEFAULT_PORT);
  await install();
  console.log('Building …');
  await build();
  const port = await nextFreePort(wanted);
  if (port !== wanted) console.log(`Port ${wanted} is in use. Using ${port}. Set PORT to choose another.`);
  const { address, close } = await serve(port);
  closeOnSignal(close);
  console.log('Till is running. Stop it with Ctrl+C.');
  console.log(address);
} catch (error) {
  report(error);
}
