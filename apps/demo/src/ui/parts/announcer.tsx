import { createContext, type ReactNode, use, useCallback, useState } from 'react';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Announces changes to screen readers. */
export function Announcer({ children }: { children: ReactNode }): ReactNode {
  const [said, setSaid] = useState({ text: '', turn: 0 });
  const announce = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <output className="visually-hidden" data-testid="announcer">
        {/* A new element for each message, so that the same words are read out twice. */}
        <span key={said.turn}>{said.text}</span>
      </output>
    </AnnounceContext>
  );
}

export const useAnnounce = (): ((text: string) => void) => use(AnnounceContext);
