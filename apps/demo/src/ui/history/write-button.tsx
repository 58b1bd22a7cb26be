import type { ComponentProps, ReactNode } from 'react';
import { PAST_REASON, useMayWrite } from './use-may-write.ts';
import { useIsPast } from '../services/use-history.ts';

/** A button that changes the shop. While the past is on show it is marked as disabled, and a press explains why. */
export function WriteButton({
  type = 'button',
  onClick,
  ...rest
}: Omit<ComponentProps<'button'>, 'type'> & { type?: 'button' | 'submit' }): ReactNode {
  const isPast = useIsPast();
  const mayWrite = useMayWrite();
  return (
    <button
      {...rest}
      type={type}
      {...(isPast && { 'aria-disabled': true, title: PAST_REASON })}
      onClick={(event) => {
        if (mayWrite()) onClick?.(event);
        else event.preventDefault();
      }}
    />
  );
}
