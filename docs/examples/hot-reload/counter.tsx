import { useCommand, useView } from '@refold/react';
import { useState } from 'react';
import { count, tally } from './model.ts';

export function Counter() {
  const [by, setBy] = useState(1);
  const { total } = useView(tally);
  const [run] = useCommand(count);
  return (
    <main>
      <button onClick={() => run({ by })}>Add</button>
      <button onClick={() => setBy(by + 1)}>By {by}</button>
      <output>{total} in all</output>
    </main>
  );
}
