import { isRefoldError } from '@refold/core';
import { Component, type ReactNode } from 'react';
import { faultWords } from '../parts/fault-words.ts';

interface Props {
  readonly startAnew: () => Promise<void>;
  readonly children: ReactNode;
}

/** What is left to say when the shop cannot be opened or a page fails to draw. */
export class FaultBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  readonly startAnew = (): void => {
    void this.props.startAnew().catch((error: unknown) => this.setState({ error }));
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const isLost = isRefoldError(error, 'log.lost');
    return (
      <main className="fault" role="alert">
        <h1>The till cannot go on</h1>
        <p>{faultWords(error)}</p>
        {!isLost && <p>What was saved on this device is still there.</p>}
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Open it again
        </button>
        {isLost && (
          <button type="button" className="button" onClick={this.startAnew}>
            Start a new shop
          </button>
        )}
      </main>
    );
  }
}
