import { dexieLog } from '@refold/core/dexie';
import { provideLog } from '../stored-log.mjs';

const PAGE_EVENTS = 500;

/** @param {{ entities: number, units: number }} task */
export async function measure({ entities, units }) {
  const name = await provideLog(units, entities);
  const startedAt = performance.now();
  const log = dexieLog(name);
  const { position } = await log.open();
  let events = 0;
  for (let after = 0; after < position;) {
    const { commits, last } = await log.read({ after, limit: PAGE_EVENTS });
    events += commits.reduce((sum, commit) => sum + commit.events.length, 0);
    after = last;
  }
  const cost = performance.now() - startedAt;
  await log.close();
  return { cost, check: events };
}
