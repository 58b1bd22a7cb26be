export { ConcurrentProvider } from './concurrent-provider.tsx';
