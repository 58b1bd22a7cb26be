// Rendered for each request, from events that the server knows.
import { Counter } from '../counter.jsx';

export const dynamic = 'force-dynamic';

export default function Page() {
  const id = 'evt_01890a5d-ac96-774b-bcce-b302099a8057';
  const event = { id, type: 'counter.added', timestamp: '2026-05-01T09:00:00.000Z', data: { by: 7 } };
  return <Counter serverEvents={[event]} />;
}
