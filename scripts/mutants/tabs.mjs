// Faults that a test of tabs must catch: each replaces a piece of a shipped file, which must stand there once.
const tabs = 'packages/core/src/tabs';
const queue = 'packages/core/src/write/write-queue.ts';

/** @type {import('./plant.mjs').MutantList} */
export const list = {
  test: tabs,
  mutants: [
    { title: 'own events that the log has show twice', file: `${tabs}/take-news.ts`, from: '!ids.has(id) && ', to: '' },
    {
      title: 'an own event that was in the log already stays',
      file: `${tabs}/take-news.ts`,
      from: ' && !stored.has(id)',
      to: '',
    },
    {
      title: 'a tab believes to know what was stored after its news',
      file: `${tabs}/take-news.ts`,
      from: 'writer.markRead(mark, isBehind);',
      to: 'writer.markRead(mark, false);',
    },
    {
      title: 'the first commit of each page of news is skipped',
      file: `${tabs}/take-news.ts`,
      from: 'of news.confirmed) confirmed',
      to: 'of news.confirmed.slice(1)) confirmed',
    },
    {
      title: 'news that come while a tab reads are forgotten',
      file: `${tabs}/following.ts`,
      from: "{ phase: 'resting', isDue: isDue || message.isBehind }",
      to: "{ phase: 'resting', isDue: message.isBehind }",
    },
    {
      title: 'news that come while a tab rests are forgotten',
      file: `${tabs}/following.ts`,
      from: 'isDue ? READ :',
      to: 'false ? READ :',
    },
    {
      title: 'a page that returns does not read',
      file: `${tabs}/following.ts`,
      from: "phase === 'away' || phase === 'idle' ? READ :",
      to: 'false ? READ :',
    },
    {
      title: 'a tab does not read on after its own row came later than it knew',
      file: `${tabs}/connect-tab.ts`,
      from: "if (writer.isStale) follower.send({ type: 'hint' });",
      to: '',
    },
    {
      title: 'a tab gives no hint',
      file: `${tabs}/connect-tab.ts`,
      from: "post({ type: 'stored', row: (hinted = writer.row) });",
      to: 'hinted = writer.row;',
    },
    {
      title: 'a hint of one row is ignored',
      file: `${tabs}/connect-tab.ts`,
      from: 'message.row > writer.known.row',
      to: 'message.row > writer.known.row + 1',
    },
    {
      title: 'a tab that leads does not say so',
      file: `${tabs}/connect-tab.ts`,
      from: 'isLeader !== shown.isLeader',
      to: 'false',
    },
    {
      title: 'a row after unread ones counts as known',
      file: queue,
      from: 'queue.isStale ||= row > known.row',
      to: 'queue.isStale ||= false',
    },
    {
      title: 'a batch counts as one event',
      file: queue,
      from: 'confirmed: known.confirmed + eventsIn(commits)',
      to: 'confirmed: known.confirmed + 1',
    },
    {
      title: 'a leader whose lock was taken leads on',
      file: `${tabs}/leadership.ts`,
      from: "state.role === 'leading' ? [{ type: 'follow' }] : []",
      to: '[]',
    },
  ],
};
