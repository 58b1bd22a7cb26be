// The limit: every state there was, kept in a list. A seek is a look into it, and the list is what it costs.
import { everyState } from './reducer.mjs';
import { seeks } from './seeks.mjs';

export const measure = seeks(
  async ({ events, entities }) =>
    async () =>
      everyState(events, entities),
);
