import { createTravels } from 'travels';
import { makeLog, reduce } from '../../workload/log.mjs';
import { sumOf } from './reducer.mjs';
import { seeks } from './seeks.mjs';

export const measure = seeks(async ({ events, entities }) => async () => {
  const travels = createTravels(/** @type {import('./reducer.mjs').Items} */ ({}), { maxHistory: events + 1 });
  for (const event of makeLog(events, entities)) travels.setState((draft) => reduce(draft, event));
  return { seek: (position) => travels.go(position), sum: () => sumOf(travels.getState()) };
});
