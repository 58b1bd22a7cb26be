import type { ErrorCode, ErrorDetails, Issue } from './codes.ts';

const list = (issues: readonly Issue[]): string => issues.map((i) => `${i.path || '(root)'}: ${i.message}`).join('; ');
const eventCount = (count: number): string => `${count} event${count === 1 ? '' : 's'}`;

/** The messages: what happened, with values, and what to do. */
export const messages: { readonly [C in ErrorCode]: (d: ErrorDetails[C]) => string } = {
  'name.invalid': (d) =>
    `Invalid ${d.kind} name "${d.name}": a name must not be empty or begin with "$". Choose another name.`,
  'name.taken': (d) => `Two ${d.kind}s are named "${d.name}". Rename one of them, or list it once.`,
  'event.invalid': (d) =>
    `The payload of "${d.type}" version ${d.version} does not fit its schema: ${list(d.issues)}. ` +
    'A new event is not appended, a stored one is skipped. Correct the payload or the schema.',
  'event.not_json': (d) =>
    `The payload of "${d.type}" is not JSON: found ${d.found} at ${d.path}. ` +
    'Store plain objects, arrays, strings, finite numbers, booleans and null.',
  'event.unstable': (d) =>
    `The schema of "${d.type}" version ${d.version} changes its own output when it parses it again, ` +
    'so a reload would fold other data. Make its transforms idempotent, or move them into the command.',
  'event.key_forbidden': (d) =>
    `The payload of "${d.type}" has the key "${d.key}" at ${d.path}. Refold refuses it because it can change ` +
    'prototypes. Rename the key.',
  'event.limit': (d) =>
    `The event "${d.type}" exceeds the limit ${d.limit}: ${d.actual} at ${d.path}, the maximum is ${d.max}. ` +
    `Split the event, or raise limits.${d.limit} of createStore.`,
  'event.not_listed': (d) =>
    `The event "${d.type}" is not in this store's events. Add its definition to createStore({ events: […] }).`,
  'event.reserved': (d) =>
    `The event "${d.type}" cannot be appended: names that begin with "$" are reserved for Refold. ` +
    'To undo and redo, use createUndo of @refold/core/undo.',
  'event.unknown': (d) =>
    `The log has an event of type "${d.type}" that this app does not know. Refold keeps it and skips it. ` +
    'To fold it, list its definition, or add the type to "formerly" of the definition that replaced it.',
  'event.newer': (d) =>
    `The log has "${d.type}" version ${d.version}, but this app knows versions up to ${d.known}. ` +
    'Refold keeps the event and skips it. Update the app.',
  'event.upcast_failed': (d) =>
    `The upcaster of "${d.type}" from version ${d.version} threw (see cause). ` +
    'Refold keeps the event and skips it. Fix the upcaster.',
  'event.envelope_invalid': (d) =>
    `Invalid event: ${d.path} must be ${d.expected}, found ${d.found}. ` +
    'The event was not stored. Correct it, or leave it out.',
  'event.id_conflict': (d) =>
    `The log already has an event ${d.id} ("${d.type}") with different content. ` +
    'Give the event another id, or leave it out.',
  'event.released': (d) =>
    `Event ${d.id} is no longer in memory, and is being read from the log. Nothing was appended. ` +
    'Call again when the store next notifies its subscribers.',
  'schema.async': (d) =>
    `The schema of ${d.where} returned a promise: it has an async check or, with Zod, one that threw. ` +
    'Appending is synchronous, so its schema must be too. Run async checks before the command.',
  'commit.limit': (d) =>
    `A commit has ${d.actual} ${d.limit}, the maximum is ${d.max}. A transaction is one commit. ` +
    'Split it into several commits, or raise limits of createStore.',
  'commit.rejected': (d) =>
    `The commit of event ${d.events[0]} was rejected permanently (${d.code}), so it will never be synced. ` +
    'Retry or dismiss it: createRejections of @refold/core/undo lists it.',
  'commit.not_rejectable': (d) =>
    `Event ${d.id} cannot be rejected: ${WHY_NOT_REJECTABLE[d.reason](d.horizon)}. Nothing was changed.`,
  'command.threw': (d) =>
    `The command "${d.command}" threw in decide (see cause). Nothing was stored. ` +
    'Return reject(code) for an expected outcome. Fix anything else.',
  'command.invalid_decision': (d) =>
    `The command "${d.command}" returned ${d.found} from decide. ` +
    'Return an event, a list of events, or reject(code), synchronously.',
  'reducer.taken': (d) =>
    `"${d.model}" has two reducers for "${d.type}", and the order in which they would run is hidden. ` +
    'Merge them into one reducer.',
  'model.threw': (d) =>
    `The reducer of "${d.model}" threw on ${d.type} (${d.eventId}, position ${d.position}; see cause). ` +
    'That read model keeps its state from before the event. The log and the other read models continue. ' +
    'Fix the reducer and reload.',
  'row.invalid': (d) =>
    `A reducer of "${d.collection}" used ${d.found} as a row. A row must be an object. ` +
    'In update, change the draft or return a row, synchronously.',
  'state.not_plain': (d) =>
    `The state of "${d.model}" has ${d.found} at ${d.path}. Read models hold plain data: objects, arrays, strings, ` +
    'numbers, booleans, null and undefined. Store a date as a number or an ISO string, a Map or a Set as an object ' +
    'or an array.',
  'row.key_changed': (d) =>
    `A reducer of "${d.collection}" changed a row's key from ${d.from} to ${d.to}. ` +
    'Delete the old row and put a new one.',
  'row.key_invalid': (d) =>
    d.by === undefined
      ? `A row of "${d.collection}" has ${d.found} as its key. Use a string or a finite number.`
      : `Invalid lookup in "${d.collection}" by ${d.by}: found ${d.found}. A key must be a string or a number. ` +
        'An index also accepts booleans, null and undefined. A range accepts gt, gte, lt and lte.',
  'index.unknown': (d) =>
    `"${d.collection}" has no index "${d.index}" (it has: ${d.indexes.join(', ') || 'none'}). ` +
    'Add the index to indexes of defineCollection.',
  'query.arguments': (d) =>
    `The query "${d.query}" was called with ${d.found} at ${d.path}. ` +
    'Pass JSON values only: Refold remembers results by their arguments.',
  'store.not_ready': (d) =>
    `Cannot call ${d.action}: the store is not open yet. Await store.ready first. ` +
    'If opening failed, it rejects with the reason.',
  'store.closed': (d) => `Cannot call ${d.action}: the store is closed. Create a new store.`,
  'store.busy': (d) =>
    `Cannot call ${d.action} during ${d.during}. A command returns its events from decide. Call the rest afterwards.`,
  'store.travelling': (d) =>
    `Cannot call ${d.action}: the store shows the past, at position ${d.position}. ` +
    'Call live() of the timeline first, or try the change in a branch().',
  'transaction.async': (d) =>
    `The function of the transaction "${d.label}" returned a promise. A transaction ends when its function returns, ` +
    'so what comes later is not part of it. Nothing was appended. Await first, then commit in the transaction.',
  'store.unsaved': (d) =>
    `Nothing was deleted: ${eventCount(d.events)} in memory only would be lost. ` +
    'Save or export store.storage.unsaved first, or call destroy({ discard: true }).',
  'store.not_listed': (d) =>
    d.isNameListed === true
      ? `The ${d.kind} "${d.name}" is not in this store, which lists another definition of that name. ` +
        'Use the listed definition, or replace it with attach.'
      : `The ${d.kind} "${d.name}" is not in this store. List it in createStore.`,
  'address.invalid': (d) =>
    `Invalid address: found ${d.found}. Give a position (a whole number), the id of an event, or a time.`,
  'address.unknown': (d) =>
    `The log has no event ${d.id}: it was never stored here, or compaction dropped it. Use the id of a stored event.`,
  'address.out_of_range': (d) =>
    `Position ${d.position} cannot be shown: the past begins at ${d.floor}` +
    `${d.floor > 0 ? ', because compaction dropped what came before,' : ''} and ends at ${d.head}. ` +
    'Choose a position in this range.',
  'fork.control': (d) =>
    `${d.id} ("${d.type}") is an undo, redo or rejection and cannot be skipped or moved. ` +
    'Skip the groups that it brings back, or undo them.',
  'sync.absent': () =>
    'This store has no sync, so nothing will ever be synced. Wait for "stored" or "flushed" instead.',
  'log.open_failed': (d) =>
    `The log "${d.log}" could not be opened (see cause). Check that the browser allows storage here, then try again. ` +
    'Or use memoryLog().',
  'log.format_newer': (d) =>
    `The log "${d.log}" has a newer storage format than this version of the app knows (${d.known}). Refold left it ` +
    'untouched. Export store.storage.unsaved, reload to get the newer version of the app, and import the events there.',
  'log.blocked': (d) =>
    `${{ open: 'Opening', delete: 'Deleting', use: 'A transaction of' }[d.action]} the log "${d.log}" takes longer than ` +
    `${d.afterMs} ms: another tab, possibly suspended, holds it. Close the app's other tabs, then try again. Refold ` +
    'continues when that tab releases the log.',
  'log.absent': (d) =>
    `The log "${d.log}" is kept in the browser, so nothing can be stored in it on a server. ` +
    'Append in an event handler or an effect, or give a store on a server a log of its own: memoryLog().',
  'log.lost': (d) =>
    `The log "${d.log}" is gone: the browser or another tab deleted or emptied it. Refold writes nothing in its ` +
    'place. Export store.storage.unsaved, call store.destroy(), and create a new store.',
  'log.corrupt': (d) =>
    `The log "${d.log}" has damaged content (${d.where}; see cause). Nothing was changed. Export what is readable.`,
  'log.read_failed': (d) =>
    `The browser failed twice to read the log "${d.log}" (see cause). Refold found no damage. ` +
    'Try again, or reload the page.',
  'log.compacted': (d) =>
    `The log "${d.log}" cannot be read from after position ${d.after}: compaction dropped all events up to position ` +
    `${d.floor}. Read from after ${d.floor}.`,
  'log.write_failed': (d) =>
    `Writing ${eventCount(d.events)} to the log "${d.log}" failed (see cause). Unwritten events stay in memory, ` +
    'and the next write includes them. Call store.storage.retry() to write them now.',
  'log.full': (d) =>
    `Writing ${eventCount(d.events)} to the log "${d.log}" failed: storage is full. Unwritten events stay in memory, ` +
    'and the next write includes them. Free some space, then call store.storage.retry().',
  'snapshot.failed': (d) =>
    `The read model "${d.model}" could not be saved (see cause). Nothing is lost: the next start folds it from the ` +
    'log. Keep only values that structuredClone can copy in it.',
  'log.closed': (d) => `The log "${d.log}" is closed. Create a new one.`,
  'staging.superseded': (d) =>
    `Another import into the log "${d.log}" began, in this tab or another, and replaced this one. ` +
    'Nothing was added. Import again when the other import is done.',
  'part.not_loaded': (d) =>
    `A part of Refold that is loaded when it is needed could not be loaded: ${d.part} (see cause). ` +
    'The next use tries again. If the page is offline, let its service worker cache all scripts; ' +
    'if a release replaced them, reload the page.',
  'file.not_a_log': (d) =>
    'The file is not an exported log: its first line should be {"format":"refold-log","number":1,…}, ' +
    `found ${d.found}. Nothing was added. Choose another file. If it is compressed, decompress it first.`,
  'file.format_newer': (d) =>
    `The file has format ${d.format}, but this version of the app knows formats up to ${d.known}. Nothing was added. ` +
    'Update the app.',
  'file.line_invalid': (d) =>
    `Line ${d.line} of the file is ${d.problem}. It was skipped. Correct the line and import the file again.`,
  'cursor.invalid': (d) =>
    `"${d.found}" is not a cursor of a log. Pass a cursor as it was received, or begin without one.`,
  'cursor.mismatch': (d) =>
    `The log "${d.log}" is at cursor ${d.expected}, but was given ${d.found}. Nothing was changed. ` +
    'Pull from the cursor of the log. If the authority does not have it, rewind to the last cursor that both have.',
  'log.not_joined': (d) => `The log "${d.log}" has no authority, so it confirms its events itself. Call join first.`,
  'log.joined': (d) =>
    `The log "${d.log}" has joined an authority already (incarnation ${d.incarnation}). Nothing was changed. ` +
    'Use another log for another authority.',
  'log.term_over': (d) =>
    `Term ${d.term} of the log "${d.log}" is over: another tab leads it now (term ${d.current}). ` +
    'Nothing was changed. Leave the work to that tab.',
  'tabs.log_unsupported': (d) =>
    `The log "${d.log}" cannot tell what other tabs have written, so this tab does not follow them. ` +
    'Use a log that has `sync`, such as dexieLog.',
  'tabs.failed': (d) =>
    `This tab could not follow or lead the other tabs of the log "${d.log}" (see cause). What they write may show late. ` +
    'It tries again by itself.',
  'sync.log_compacted': (d) =>
    `The log "${d.log}" cannot join an authority: compaction dropped its events up to position ${d.floor}, ` +
    'so other devices would never get them. Begin a new log and import the events that are left.',
  'log.gap': (d) =>
    `Writer ${d.writer} appended commit ${d.found}, but commit ${d.expected} is next. ` +
    "Append a writer's commits in order, without gaps.",
};

const WHY_NOT_REJECTABLE = {
  'out-of-reach': (horizon: number) =>
    `no event with this id that was made here and is known to this app is among the last ${horizon} events of the log, ` +
    'and rejecting reaches no further back. Record a correction as a new event',
  imported: () => 'it was imported, so it records a fact from elsewhere. Record a correction as a new event',
  control: () => 'it is an undo, redo or rejection. Reverse it by its opposite: an undo by a redo',
};
