import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { SyncedLog } from '../log/synced-log.ts';
import { createIdSource } from '../model/ids.ts';
import { internalsOf } from '../store/internals.ts';
import type { TabsStatus } from '../store/status.ts';
import type { AnyStore, TabConnection } from '../store/store.ts';
import { follow } from './follow.ts';
import { lead } from './lead.ts';
import type { TabPlatform } from './platform.ts';
import { type TabMessage, tabMessageOf } from './tab-message.ts';
import { REPEAT_MS, Troubles } from './troubles.ts';

/** Milliseconds between two looks at the log: a hint may get lost, and without a channel there is none. */
const POLL_MS = { channel: 10_000, poll: 1_000 };

/** Connects a store that is ready to the other tabs of its log: it follows what they write, and may lead them. */
export function connectTab(store: AnyStore, platform: TabPlatform): TabConnection {
  const internals = internalsOf(store);
  const { env, kernel, log } = internals;
  const { status, writer } = kernel;
  const name = `refold/${log.name}`;
  const tab = createIdSource(env.now, env.random).newId('tab');
  const troubles = new Troubles();
  const noTrouble: TabMessage = { type: 'storage', from: tab, storage: 'ok', unsaved: 0 };
  let shown: TabsStatus = {
    ...{ open: undefined, isLeader: false, hints: 'poll', isReloadDue: false, trouble: undefined, fault: undefined },
  };
  let followFault: unknown;
  let leadFault: unknown;
  /** Batches that were not merged when this tab began to lead. */
  let unsealed = 0;
  let hinted = writer.row;
  let wasInTrouble = false;
  let toldUnsaved = 0;
  let cancelRepeat: (() => void) | undefined;
  let synced: Promise<SyncedLog> | undefined;

  function show(changed: Partial<TabsStatus> = {}): void {
    const fault = toError(followFault ?? leadFault);
    const next = { ...shown, ...changed, fault, trouble: troubles.at(env.now()) };
    const keys = Object.keys(next) as (keyof TabsStatus)[];
    if (status.status.tabs !== undefined && keys.every((key) => isSame(next[key], shown[key]))) return;
    const isNewFault = fault !== undefined && fault.code !== shown.fault?.code;
    shown = next;
    status.tabs(shown);
    if (isNewFault) status.tell({ type: 'tabs.failed', error: fault });
  }

  function toError(fault: unknown): RefoldError | undefined {
    if (fault === undefined || isRefoldError(fault)) return fault;
    return new RefoldError('tabs.failed', { log: log.name }, fault);
  }

  /** Its code is loaded once. A failure is tried again. */
  function loadSynced(): Promise<SyncedLog> {
    if (log.sync === undefined) return Promise.reject(new RefoldError('tabs.log_unsupported', { log: log.name }));
    synced ??= log.sync();
    synced.catch(() => (synced = undefined));
    return synced;
  }

  const channel = platform.channel(`${name}:log`, (message) => {
    const known = tabMessageOf(message);
    if (known !== undefined) hear(known);
  });
  const post = (message: TabMessage): void => channel?.post(message);

  function hear(message: TabMessage): void {
    switch (message.type) {
      case 'stored':
        if (message.row === undefined || message.row > writer.known.row) follower.send({ type: 'hint' });
        return;
      case 'storage':
        troubles.note(message.from, message, env.now());
        return show();
      case 'here':
        if (wasInTrouble) tellTrouble();
    }
  }

  function tellTrouble(): void {
    const { storage, unsaved } = status.status;
    wasInTrouble = storage !== 'ok';
    toldUnsaved = unsaved;
    post({ type: 'storage', from: tab, storage, unsaved });
    cancelRepeat?.();
    if (wasInTrouble) cancelRepeat = platform.after(REPEAT_MS, tellTrouble);
  }

  const follower = follow({
    internals,
    platform,
    log: loadSynced,
    pollMs: POLL_MS[channel === undefined ? 'poll' : 'channel'],
    onRows: (rows) => {
      if (shown.isLeader) kernel.lead(true, rows);
    },
    onNewer: () => show({ isReloadDue: true }),
    onFault: (fault) => {
      followFault = fault;
      show();
    },
  });

  kernel.onWritten = () => {
    if (writer.row > hinted) post({ type: 'stored', row: (hinted = writer.row) });
    if (writer.isStale) follower.send({ type: 'hint' });
  };
  kernel.onImported = () => post({ type: 'stored' });

  const leadership = lead({
    ...{ platform, name, tab },
    onLead: async (signal) => {
      const head = await log.open();
      await (await loadSynced()).lead();
      if (!signal.aborted) ({ unsealed } = head);
    },
    onNews: () => follower.send({ type: 'return' }),
    onStatus: ({ isLeader, tabs: open, hints, fault }) => {
      if (isLeader !== shown.isLeader) kernel.lead(isLeader, unsealed);
      leadFault = fault;
      show({ isLeader, open, hints });
    },
  });
  const page = platform.page({
    leave: () => {
      follower.send({ type: 'leave' });
      // It may not come back, and cannot repeat itself while it is away.
      if (wasInTrouble) post(noTrouble);
    },
    return: () => {
      if (wasInTrouble) tellTrouble();
    },
    focus: () => follower.send({ type: 'hint' }),
    visibility: (isVisible) => {
      if (isVisible) follower.send({ type: 'hint' });
    },
  });
  const watching = status.status$.subscribe(({ storage, unsaved }) => {
    if ((storage !== 'ok') !== wasInTrouble || (wasInTrouble && unsaved !== toldUnsaved)) tellTrouble();
  });
  leadership.start();
  post({ type: 'here' });
  show({ hints: leadership.status.hints });

  return {
    async close() {
      watching.unsubscribe();
      kernel.onWritten = kernel.onImported = undefined;
      follower.send({ type: 'stop' });
      cancelRepeat?.();
      if (wasInTrouble) post(noTrouble);
      page.stop();
      leadership.stop();
      channel?.close();
      await internals.loads.idle();
    },
  };
}

const isSame = (a: unknown, b: unknown): boolean => Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b);
