// The limit: a list of every state. A seek is one look-up, and the list is the cost.
import { everyState } from './reducer.mjs';
import { seeks } from './seeks.mjs';

export const measure = seeks(
  async ({ events, entities }) =>
    async () =>
      everyState(events, entities),
);
