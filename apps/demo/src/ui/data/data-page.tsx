import type { ReactNode } from 'react';
import { ImportSection } from './import-section.tsx';
import { LogFileSection } from './log-file-section.tsx';
import { StorageSection } from './storage-section.tsx';
import './data.css';

/** Imports, backups, and the data on this device. */
export function DataPage(): ReactNode {
  return (
    <div className="page">
      <div className="page-wide data">
        <h1>Data</h1>
        <ImportSection />
        <StorageSection />
        <LogFileSection />
      </div>
    </div>
  );
}
