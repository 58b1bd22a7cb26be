import type { ReactNode } from 'react';

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly isMain?: boolean;
}

export function FigureList({ label, figures }: { label: string; figures: readonly Figure[] }): ReactNode {
  return (
    <dl className="figure-list card" aria-label={label}>
      {figures.map(({ name, value, isMain = false }) => (
        <div key={name} className={isMain ? 'figure is-main' : 'figure'} data-figure={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
