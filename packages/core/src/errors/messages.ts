import type { ErrorCode, ErrorDetails, Issue } from './codes.ts';

const list = (issues: readonly Issue[]): string => issues.map((i) => `${i.path || '(root)'}: ${i.message}`).join('; ');

/** What happened, with values, and what to do about it. */
export const messages: { readonly [C in ErrorCode]: (d: ErrorDetails[C]) => string } = {
  'name.invalid': (d) =>
    `The ${d.kind} name "${d.name}" cannot be used: a name is not empty and does not begin with "$". Choose another.`,
  'name.taken': (d) => `Two ${d.kind}s are named "${d.name}". Rename one of them, or list it once.`,
  'event.invalid': (d) =>
    `The payload of "${d.type}" version ${d.version} does not fit its schema: ${list(d.issues)}. It is not appended, and skipped where a log has it; fix the payload or the schema.`,
  'event.not_json': (d) =>
    `The payload of "${d.type}" is not JSON at ${d.path}: found ${d.found}. Store plain objects, arrays, strings, finite numbers, booleans and null.`,
  'event.unstable': (d) =>
    `The schema of "${d.type}" version ${d.version} changes its own output when it parses it again, so a reload would fold something else. Make its transforms idempotent, or move them into the command.`,
  'event.key_forbidden': (d) =>
    `The payload of "${d.type}" has the key "${d.key}" at ${d.path}, which is refused because it can change prototypes. Rename the key.`,
  'event.limit': (d) =>
    `The event "${d.type}" is over the limit ${d.limit}: ${d.actual} at ${d.path}, at most ${d.max}. Split the event, or raise limits.${d.limit} of the store.`,
  'event.not_listed': (d) =>
    `The event "${d.type}" is not in this store's events. Add its definition to createStore({ events: […] }).`,
  'event.reserved': (d) =>
    `The event "${d.type}" is the toolkit's own and cannot be appended: names that begin with "$" are. To undo and redo, use createUndo of @refold/core/history.`,
  'event.unknown': (d) =>
    `The log has an event of type "${d.type}" that this app does not know. It is kept and skipped; list its definition (or add it to "formerly") to fold it.`,
  'event.newer': (d) =>
    `The log has "${d.type}" version ${d.version}; this app knows versions up to ${d.known}. It is kept and skipped until the app is updated.`,
  'event.upcast_failed': (d) =>
    `The upcaster of "${d.type}" from version ${d.version} threw. The event is kept and skipped; fix the upcaster.`,
  'event.envelope_invalid': (d) =>
    `An event cannot be taken: ${d.path} should be ${d.expected}, found ${d.found}. Nothing of it is stored; correct it, or leave it out.`,
  'event.id_conflict': (d) =>
    `Event ${d.id} ("${d.type}") is already in the log with other content. Give it another id, or leave it out.`,
  'schema.async': (d) =>
    `The schema of ${d.where} answered with a promise: it has an async check or, with Zod, one that threw. Appending is synchronous: let its checks be so too, and do async ones before the command.`,
  'commit.limit': (d) => `A commit is over its limit of ${d.max} ${d.limit}: ${d.actual}. Split it into several.`,
  'commit.rejected': (d) =>
    `The commit of event ${d.events[0]} was rejected for good (${d.code}), so it will never be synced. Retry or dismiss it: createRejections of @refold/core/history lists it.`,
  'commit.not_rejectable': (d) =>
    `Event ${d.id} cannot be rejected: ${WHY_NOT_REJECTABLE[d.reason](d.horizon)}. Nothing was changed.`,
  'command.threw': (d) =>
    `The command "${d.command}" threw while deciding; nothing was stored. Return reject(code) for what is expected, and fix what is not (see cause).`,
  'command.invalid_decision': (d) =>
    `The command "${d.command}" decided ${d.found}. Return an event, a list of events, or reject(code), synchronously.`,
  'reducer.taken': (d) =>
    `"${d.model}" has two reducers for "${d.type}", which would run in a hidden order. Put both into one.`,
  'model.threw': (d) =>
    `The reducer of "${d.model}" threw on ${d.type} (${d.eventId}, position ${d.position}). That read model stays as it was before; the log and the others go on. Fix the reducer and reload.`,
  'row.invalid': (d) =>
    `A reducer of "${d.collection}" gave ${d.found} as a row. A row is an object; a recipe changes its draft or returns a row, synchronously.`,
  'state.not_plain': (d) =>
    `The state of "${d.model}" has ${d.found} at ${d.path}. Read models hold plain data: objects, arrays, strings, numbers, booleans, null and undefined. Keep a date as a number or an ISO text, a Map or a Set as an object or an array.`,
  'row.key_changed': (d) =>
    `A reducer of "${d.collection}" changed a row's key from ${d.from} to ${d.to}. Delete the row and put the new one.`,
  'row.key_invalid': (d) =>
    d.by === undefined
      ? `A row of "${d.collection}" has ${d.found} as its key. A key is a string or a finite number.`
      : `Rows of "${d.collection}" were looked for by ${d.by} with ${d.found}. A key is a string or a number; an index also holds booleans, null and undefined; a range has gt, gte, lt and lte.`,
  'index.unknown': (d) =>
    `"${d.collection}" has no index "${d.index}" (it has: ${d.indexes.join(', ') || 'none'}). Add it to indexes of defineCollection.`,
  'query.arguments': (d) =>
    `The query "${d.query}" was given ${d.found} at ${d.path}. Arguments are JSON values, since they are the key of what is remembered.`,
  'store.not_ready': (d) =>
    `The store is not open yet, so ${d.action} cannot be done. Await store.ready first; if opening failed, it says why.`,
  'store.closed': (d) => `The store is closed, so ${d.action} cannot be done. Create a new store.`,
  'store.busy': (d) =>
    `${d.action} was called during ${d.during}, which does not allow it. Return events from decide; do the rest after it has ended.`,
  'store.travelling': (d) =>
    `The store shows the past, position ${d.position}, so ${d.action} cannot be done. Go back with live() of the timeline first, or try it in a branch().`,
  'transaction.async': (d) =>
    `The transaction "${d.label}" returned a promise. It ends when its function returns, so what is committed later is not part of it. Await first, then commit in the transaction. What it committed stays.`,
  'store.unsaved': (d) =>
    `${d.events} event${d.events === 1 ? ' is' : 's are'} in memory only and would be lost, so nothing was deleted. Save or export what is in store.storage.unsaved, or call destroy({ discard: true }).`,
  'store.not_listed': (d) =>
    d.isNameListed === true
      ? `The ${d.kind} "${d.name}" is not in this store, which lists another definition of that name. Use that one, or put this one in its place with attach.`
      : `The ${d.kind} "${d.name}" is not in this store. List it in createStore.`,
  'address.invalid': (d) =>
    `${d.found} is no place in the log. Give a position (a whole number), the id of an event, or a time.`,
  'address.unknown': (d) =>
    `The log has no event ${d.id}. It never had, or has dropped it. Give the id of an event that is in the log.`,
  'address.out_of_range': (d) =>
    `Position ${d.position} cannot be shown: the past ${d.floor > 0 ? `begins at ${d.floor}, since what was before has been compacted,` : 'begins at 0'} and ends at ${d.head}. Stay between them.`,
  'fork.control': (d) =>
    `${d.id} is of type "${d.type}", which cannot be left out or moved: it says what else is. Leave out the groups that it brings back, or undo them.`,
  'sync.absent': () => 'This store has no sync, so nothing will ever be synced. Wait for "stored" or "flushed".',
  'log.open_failed': (d) =>
    `The log "${d.log}" could not be opened (see cause). Is storage allowed here? Try again, or use memoryLog().`,
  'log.format_newer': (d) =>
    `The log "${d.log}" has a newer storage format than this version knows (${d.known}), so it was left alone. Keep what is in store.storage.unsaved, reload to get the newer version of the app, and import it there.`,
  'log.blocked': (d) =>
    `To ${d.action} the log "${d.log}" takes longer than ${d.afterMs} ms: another tab, perhaps a sleeping one, holds it. It goes on when that tab lets go; close the app's other tabs, then try again.`,
  'log.absent': (d) =>
    `The log "${d.log}" is kept in the browser, and this is a server, so nothing can be stored here. Append in an event handler or an effect, or give a store on a server a log of its own: memoryLog().`,
  'log.lost': (d) =>
    `The log "${d.log}" is no longer there: it was deleted or emptied, by the browser or by another tab. Nothing is written in its place. Export store.storage.unsaved, then store.destroy() and create a new store.`,
  'log.corrupt': (d) =>
    `The log "${d.log}" cannot be read at ${d.where} (see cause). Nothing was changed; export what is readable.`,
  'log.read_failed': (d) =>
    `The browser failed twice to read the log "${d.log}" (see cause). Nothing was found to be damaged. Try again, or reload the page.`,
  'log.compacted': (d) =>
    `The log "${d.log}" begins behind position ${d.floor}: what came before was dropped by compaction, so it cannot be read from behind ${d.after}. Read from behind ${d.floor}.`,
  'log.write_failed': (d) =>
    `Writing ${d.events} event${d.events === 1 ? '' : 's'} to the log "${d.log}" failed (see cause). What is not written is kept in memory and tried again with the next write.`,
  'log.full': (d) =>
    `Writing ${d.events} event${d.events === 1 ? '' : 's'} to the log "${d.log}" failed: storage is full. What is not written is kept in memory and tried again with the next write; free some space.`,
  'snapshot.failed': (d) =>
    `The read model "${d.model}" could not be saved (see cause). Nothing is lost: it is folded from the log at the next opening. Keep only what can be cloned in it.`,
  'log.closed': (d) => `The log "${d.log}" is closed. Open a new one.`,
  'staging.absent': (d) =>
    `The log "${d.log}" cannot take a file: it was made without staging. Make it with dexieLog(name, { staging: dexieStaging }) or memoryLog(name, { staging: memoryStaging }).`,
  'staging.superseded': (d) =>
    `Another import into the log "${d.log}" began, in this tab or another, so this one was given up; nothing of it was added. Import again when the other is done.`,
  'file.not_a_log': (d) =>
    `This is no file of events: its first line should be {"format":"refold-log","number":1,…}, found ${d.found}. If it is compressed, decompress it first. Nothing was added.`,
  'file.format_newer': (d) =>
    `The file has format ${d.format} of exported logs; this version knows up to ${d.known}. Update the app; nothing was added.`,
  'file.line_invalid': (d) =>
    `Line ${d.line} of the file is ${d.problem}. It was left out; correct it and import again.`,
  'log.gap': (d) =>
    `Writer ${d.writer} appended commit ${d.found} where ${d.expected} is next. Append a writer's commits in order, without gaps.`,
};

const WHY_NOT_REJECTABLE = {
  'out-of-reach': (horizon: number) =>
    `the last ${horizon} events of the log, which is how far back it goes, have none of this id that was done here and that this app knows`,
  imported: () => 'it was imported, so it is a fact from elsewhere',
  control: () => 'it is an event of the toolkit, which is taken back by its opposite: an undo by a redo',
};
