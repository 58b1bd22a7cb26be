// Makes the API report of each entry of a package from its built declarations.
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SILENT = { default: { logLevel: /** @type {import('@microsoft/api-extractor').ExtractorLogLevel} */ ('none') } };
const SPOKEN = {
  default: { logLevel: /** @type {import('@microsoft/api-extractor').ExtractorLogLevel} */ ('warning') },
};

/** The compiler options of a strict app that uses the declarations. */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  types: [],
};

/**
 * @param {string} folder of a package
 * @returns {Map<string, string>} the text of each report, by the name of its file
 */
export function reportsOf(folder) {
  /** @type {{ name: string, exports: Record<string, { types: string }> }} */
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports).map(([entry, { types }]) => ({
    report: `${name.replace(/^@[^/]+\//, '')}${entry.slice(1).replaceAll('/', '-')}.api.md`,
    types: join(folder, types),
  }));
  const work = mkdtempSync(join(tmpdir(), 'refold-api-'));
  try {
    const configs = entries.map((entry) => configure(folder, entry, work));
    const [first] = configs;
    if (first === undefined) throw new Error(`${name} has no entry.`);
    const compilerState = CompilerState.create(first, { additionalEntryPoints: entries.map(({ types }) => types) });
    for (const config of configs) extract(config, compilerState);
    return new Map(entries.map(({ report }) => [report, withoutNotes(readFileSync(join(work, report), 'utf8'))]));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {{ report: string, types: string }} entry
 * @param {string} reportFolder
 */
function configure(folder, { report, types }, reportFolder) {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [types] } },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder,
        reportTempFolder: join(reportFolder, 'temporary'),
        // Also the types that exported types consist of, although no entry exports them.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: SPOKEN,
        extractorMessageReporting: SILENT,
        tsdocMessageReporting: SILENT,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
  });
}

/**
 * @param {ExtractorConfig} config
 * @param {CompilerState} compilerState
 */
function extract(config, compilerState) {
  /** @type {string[]} */
  const faults = [];
  Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback(message) {
      const isFault = message.category === 'Compiler' || message.logLevel === 'error';
      if (isFault && message.logLevel !== 'none') faults.push(message.text);
      message.handled = true;
    },
  });
  if (faults.length > 0) throw new Error(`The declarations cannot be read.\n${faults.join('\n')}`);
}

/**
 * Removes the notes on docstrings, so that a report changes only with the API.
 * @param {string} report
 */
function withoutNotes(report) {
  return report
    .replace(/^[ \t]*\/\/ (?:\(undocumented\)|@public.*)\n/gm, '')
    .replace(/^> Do not edit.*$/m, '> Made by `npm run api`. Do not edit it.');
}
