import { useCommand, useView } from '@refold/react';
import { UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { basket, chooseCustomer } from '../../shop/basket.ts';
import { MAX_CODE } from '../../shop/events.ts';
import { useIsPast } from '../services/use-history.ts';
import { WriteButton } from '../history/write-button.tsx';

/** The customer's number, for shops with accounts. */
export function CustomerField(): ReactNode {
  const customerId = useView(basket, (kept) => kept.customerId ?? '');
  const [choose] = useCommand(chooseCustomer);
  const isPast = useIsPast();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen && customerId === '') {
    return (
      <WriteButton className="button button-quiet customer-open" onClick={() => setOpen(true)}>
        <UserRound size={16} aria-hidden />
        Add a customer
      </WriteButton>
    );
  }
  return (
    <label className="field">
      Customer number
      <input
        className="input"
        autoComplete="off"
        maxLength={MAX_CODE}
        readOnly={isPast}
        defaultValue={customerId}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
        autoFocus={isOpen}
        onBlur={(event) => {
          choose({ customerId: event.target.value });
          setOpen(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.value = customerId;
          else if (event.key !== 'Enter') return;
          // Esc resets only the field, and leaves the sheet open.
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </label>
  );
}
