export { logContract } from './log-contract.ts';
export type { LogContractCase, LogStorage } from './log-contract.ts';
