export { webTabs } from './web-tabs.ts';
