import { createStore } from '@refold/core';
import { notebook } from './react-notes.ts';
import { tally } from './react-tally.ts';

export const store = createStore({ ...notebook, views: [...notebook.views, tally] });

import.meta.hot?.accept('./react-tally.ts', (next) => void (next && store.attach(next['tally'])));
