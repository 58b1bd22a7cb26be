import { FileUp } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';

/** A place to drop a file on, which is a button to pick one as well. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }): ReactNode {
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it takes a drop; keys and presses go to the field inside */}
      <label
        className={isOver ? 'drop is-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <FileUp size={28} strokeWidth={1.5} aria-hidden />
        <span className="drop-title">Choose a sales file, or drop it here</span>
        <span className="drop-hint">CSV, plain or gzipped (.csv, .csv.gz)</span>
        <input
          className="visually-hidden"
          type="file"
          accept=".csv,.gz,.txt,text/csv,application/gzip"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) onFile(file);
          }}
        />
      </label>
      <div>
        <details className="disclosure">
          <summary>What the file must look like</summary>
          <p>
            The first line names the columns:{' '}
            <code>InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country</code>. A
            date is written <code>2011-03-01 09:30:00</code>. An invoice number that begins with C is a cancellation,
            with A an adjustment. Lines that cannot be read are skipped and listed. Importing the same file twice adds
            nothing.
          </p>
        </details>
        <p className="data-try">
          No file at hand?{' '}
          <button type="button" className="link-button" onClick={() => void madeUpFile().then(onFile)}>
            Import a made-up one
          </button>{' '}
          of 300 invoices, with a few bad lines in it.
        </p>
      </div>
    </>
  );
}

/** Loaded only when it is asked for. */
async function madeUpFile(): Promise<File> {
  const { sampleSales } = await import('../../import/sample-file.ts');
  return new File([sampleSales({ isFaulty: true }).csv], 'made-up-sales.csv', { type: 'text/csv' });
}
