// A page that is a tab of the log named in its address. Tests call `faults`.
import { lead, type LeadStatus } from './lead.ts';
import { webPlatform } from './web-platform.ts';

let term = 0;
let news = 0;
let isRestored = false;
const runner = lead({
  platform: webPlatform(),
  name: location.hash.slice(1),
  tab: crypto.randomUUID(),
  onLead: () => {
    term += 1;
    return Promise.resolve();
  },
  onNews: () => void (news += 1),
  onStatus: () => undefined,
});
addEventListener('pageshow', ({ persisted }) => void (isRestored ||= persisted));

const faults = {
  status: (): LeadStatus => runner.status,
  /** How often this tab began to lead. */
  terms: (): number => term,
  /** How often it read the news. */
  news: (): number => news,
  /** Whether the page was in the back/forward cache. */
  isRestored: (): boolean => isRestored,
  isVisible: (): boolean => document.visibilityState === 'visible',
};

export type LeadPage = typeof faults;
Object.assign(window, { faults });
runner.start();
