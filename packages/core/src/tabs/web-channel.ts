import type { TabChannel } from './platform.ts';

/** A channel that closes while the page is put away. */
export interface WebChannel extends TabChannel {
  readonly leave: () => void;
  readonly return: () => void;
}

/** A BroadcastChannel; undefined if the browser has none, or does not open one for this page. */
export function webChannel(name: string, hear: (message: unknown) => void): WebChannel | undefined {
  const open = (): BroadcastChannel => {
    const opened = new BroadcastChannel(name);
    opened.addEventListener('message', ({ data }: MessageEvent<unknown>) => hear(data));
    return opened;
  };
  let channel: BroadcastChannel | undefined;
  try {
    channel = open();
  } catch {
    return undefined;
  }
  const close = (): void => {
    channel?.close();
    channel = undefined;
  };
  return {
    post: (message) => channel?.postMessage(message),
    close,
    leave: close,
    return() {
      channel ??= open();
    },
  };
}
