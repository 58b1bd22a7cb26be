import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { registerOffline } from './offline/register-offline.ts';
import { openTill } from './app/open-till.ts';
import { App } from './ui/app.tsx';

const till = openTill();
const offline = registerOffline(till.ready);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root" to render Till in.');
// A transition keeps the shell of index.html on screen until the shop is open.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App till={till} offline={offline} />
    </StrictMode>,
  ),
);
