import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { registerOffline } from './offline/register-offline.ts';
import { openTill } from './open-till.ts';
import { App } from './ui/app.tsx';

const offline = registerOffline();
const till = openTill();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root" to draw the till in.');
createRoot(root).render(
  <StrictMode>
    <App till={till} offline={offline} />
  </StrictMode>,
);
