import { isRefoldError } from '@refold/core';
import { Component, type ReactNode } from 'react';
import { StartAnewDialog } from '../data/start-anew-dialog.tsx';
import { faultWords } from '../parts/fault-words.ts';

interface Props {
  readonly startAnew: () => Promise<void>;
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
  readonly isAsking: boolean;
}

/** Shown when the shop cannot be opened or a page fails to render. */
export class FaultBoundary extends Component<Props, State> {
  override state: State = { error: undefined, isAsking: false };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  readonly startAnew = (): void => {
    void this.props.startAnew().catch((error: unknown) => this.setState({ error, isAsking: false }));
  };

  override render(): ReactNode {
    const { error, isAsking } = this.state;
    if (error === undefined) return this.props.children;
    const isLost = isRefoldError(error, 'log.lost');
    return (
      <main className="fault" role="alert">
        <h1>Till has stopped</h1>
        <p>{faultWords(error)}</p>
        {!isLost && <p>Your saved data is still on this device.</p>}
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Reload
        </button>
        {isLost && (
          <button type="button" className="button" onClick={() => this.setState({ isAsking: true })}>
            Start a new shop…
          </button>
        )}
        {isAsking && (
          <StartAnewDialog
            what="shop"
            unsaved={[]}
            onStart={this.startAnew}
            onClose={() => this.setState({ isAsking: false })}
          />
        )}
      </main>
    );
  }
}
