export { useStore } from './bindings.ts';
export { StoreProvider } from './store-provider.tsx';
export { useCommand } from './use-command.ts';
export type { LastRun } from './use-command.ts';
export { useEvent } from './use-event.ts';
export { useReceipt } from './use-receipt.ts';
export { useStatus } from './use-status.ts';
export { useView } from './use-view.ts';
