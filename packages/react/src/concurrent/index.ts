'use client';
export { ConcurrentProvider } from './concurrent-provider.tsx';
