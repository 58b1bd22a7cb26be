import { FileUp } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';

/** A drop target for a file, which is also a button to pick one. */
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
          <summary>File format</summary>
          <p>
            The first line has the column names:{' '}
            <code>InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country</code>. Dates
            look like <code>2011-03-01 09:30:00</code>. An invoice number that begins with C is a cancellation, one with
            A an adjustment. Till skips lines that it cannot read, and lists them. Importing a file twice adds nothing
            the second time.
          </p>
        </details>
        <p className="data-try">
          No file?{' '}
          <button type="button" className="link-button" onClick={() => void madeUpFile().then(onFile)}>
            Import a sample
          </button>{' '}
          with 300 invoices and a few bad lines.
        </p>
      </div>
    </>
  );
}

/** Loads the generator only on demand. */
async function madeUpFile(): Promise<File> {
  const { sampleSales } = await import('../../import/sample-file.ts');
  return new File([sampleSales({ isFaulty: true }).csv], 'made-up-sales.csv', { type: 'text/csv' });
}
