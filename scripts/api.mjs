// npm run api: writes what each entry of the public packages exports into docs/api. With --check it compares instead.
import { reportDifferences, writeReports } from './api/committed.mjs';
import { report } from './fail.mjs';
import { root, runTool } from './run.mjs';

try {
  if (process.argv.includes('--check')) check();
  else await write();
} catch (error) {
  report(error);
}

function check() {
  const differences = reportDifferences(root);
  if (differences.length === 0) return;
  throw new Error(
    `The public API is not the one in docs/api.\n${differences.join('\n')}\n` +
      'If you mean this change, run "npm run api" and commit docs/api with it.',
  );
}

async function write() {
  const { code } = await runTool('typescript', ['-b']);
  if (code !== 0) throw new Error('The declarations cannot be built. Correct the types first.');
  console.log(`docs/api: ${writeReports(root)} reports`);
}
