/** @type {import('../harness/suite.mjs').Suite} */
export const validate = {
  name: 'validate',
  title: 'Checking one event, in Node',
  about: [
    "What a schema costs alone, and what an append does on top. The parts go through the engine's own files: the copy is",
    'the JSON rules, encode is schema and copy, record is that with id, time, size check and envelope. Append is the',
    'public one, on a store without views; in development it checks each schema against its own output as well.',
  ].join('\n'),
  place: 'node',
  kind: 'time',
  unit: 'event',
  contestants: [
    { id: 'zod', name: 'zod parse alone', role: 'limit', file: 'validate/zod.mjs' },
    { id: 'json', name: 'JSON.parse(JSON.stringify()) alone', role: 'peer', file: 'validate/json-round-trip.mjs' },
    part('copy', "Refold's copy alone"),
    part('encode', 'Refold: encode'),
    part('record', 'Refold: record'),
    { id: 'append', name: 'Refold: append', role: 'refold', file: 'validate/refold-append.mjs' },
    {
      id: 'append-development',
      name: 'Refold: append, development',
      role: 'refold',
      file: 'validate/refold-append.mjs',
      env: { NODE_ENV: 'development' },
    },
  ],
  workloads: /** @type {const} */ (['small', 'order']).map((payload) => ({
    id: payload,
    title: payload === 'small' ? 'a payload of three fields' : 'an order of ten lines',
    options: { payload },
    isLong: payload === 'order',
    units: () => (payload === 'small' ? 20_000 : 4_000),
  })),
};

/**
 * @param {'copy' | 'encode' | 'record'} id
 * @param {string} name
 * @returns {import('../harness/rounds.mjs').Contestant}
 */
function part(id, name) {
  return { id, name, role: 'part', file: 'validate/refold-part.mjs', options: { part: id } };
}
