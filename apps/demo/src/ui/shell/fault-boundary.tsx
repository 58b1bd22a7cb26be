import { Component, type ReactNode } from 'react';
import { faultWords } from '../parts/fault-words.ts';

/** What is left to say when the shop cannot be opened or a page fails to draw. */
export class FaultBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <main className="fault" role="alert">
        <h1>The till cannot go on</h1>
        <p>{faultWords(error)}</p>
        <p>What was saved on this device is still there.</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Open it again
        </button>
      </main>
    );
  }
}
