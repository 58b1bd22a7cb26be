export { exportLog } from './export-log.ts';
export type { ExportOptions } from './export-log.ts';
export type { FileHeader } from './header.ts';
export { importLog } from './import-log.ts';
export type { FileImportOptions, FileImportProgress, FileImportResult } from './import-options.ts';
export type { FileSource } from './chunks.ts';
export type { QuarantinedLine } from './quarantine.ts';
