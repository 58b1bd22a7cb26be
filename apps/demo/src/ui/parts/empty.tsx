import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** An empty place: says why it is empty, and what to do. */
export function Empty({
  icon: Icon,
  title,
  children,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className="empty">
      <Icon size={36} strokeWidth={1.4} aria-hidden />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
