import type { ReactNode } from 'react';
import { formatPence } from '../../shop/money.ts';

export interface Ranked {
  readonly id: string;
  readonly name: string;
  readonly more: string;
  readonly pence: number;
}

/** A top list: each row with its share of the first row. */
export function Ranking({ title, rows }: { title: string; rows: readonly Ranked[] }): ReactNode {
  const most = rows.reduce((highest, { pence }) => Math.max(highest, pence), 1);
  return (
    <section className="card ranking" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="ranking-none">None yet.</p>
      ) : (
        <ol>
          {rows.map(({ id, name, more, pence }) => (
            <li key={id} data-ranked={id}>
              <span className="ranking-name">{name}</span>
              <span className="ranking-sum number">{formatPence(pence)}</span>
              <span className="ranking-more">{more}</span>
              <span
                className="ranking-bar"
                aria-hidden
                style={{ inlineSize: `${Math.max(0, (pence / most) * 100)}%` }}
              />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
