import { Events, makeSchema, Schema, State } from '@livestore/livestore';

const counters = State.SQLite.table({
  name: 'counters',
  columns: { id: State.SQLite.text({ primaryKey: true }), total: State.SQLite.integer({ default: 0 }) },
});

export const tables = { counters };

export const events = {
  added: Events.synced({ name: 'v1.CounterAdded', schema: Schema.Struct({ by: Schema.Number }) }),
  cleared: Events.synced({ name: 'v1.CounterCleared', schema: Schema.Struct({}) }),
};

const materializers = State.SQLite.materializers(events, {
  'v1.CounterAdded': ({ by }) => ({
    sql: 'INSERT INTO counters (id, total) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET total = total + excluded.total',
    bindValues: ['counter', by],
  }),
  'v1.CounterCleared': () => counters.update({ total: 0 }).where({ id: 'counter' }),
});

export const schema = makeSchema({ events, state: State.SQLite.makeState({ tables, materializers }) });
