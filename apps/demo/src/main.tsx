import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { registerOffline } from './offline/register-offline.ts';
import { openTill } from './app/open-till.ts';
import { App } from './ui/app.tsx';

const offline = registerOffline();
const till = openTill();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root" to draw the till in.');
// In a transition, the shell in index.html stays until the shop is open.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App till={till} offline={offline} />
    </StrictMode>,
  ),
);
