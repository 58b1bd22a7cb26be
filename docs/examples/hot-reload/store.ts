import { createStore } from '@refold/core';
import { events } from './events.ts';
import { commands, views } from './model.ts';

export const store = createStore({ events, views, commands });

import.meta.hot?.accept('./model.ts', (next) => next && void store.attach(...next['views'], ...next['commands']));
