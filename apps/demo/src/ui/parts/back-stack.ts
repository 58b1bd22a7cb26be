/** The part of the browser's history that is used here. */
export interface BackHistory {
  readonly state: unknown;
  pushState(state: unknown, unused: ''): void;
  replaceState(state: unknown, unused: ''): void;
  go(by: number): void;
}

export interface BackStack {
  /**
   * Puts a layer over the page, which Back takes away instead of leaving. `onBack` returns false when the layer stays. The
   * returned function says that the layer has gone, by whatever way.
   */
  readonly open: (onBack: () => boolean) => () => void;
  /** The browser has gone to another entry of its history. */
  readonly onPop: () => void;
}

interface Layer {
  readonly id: number;
  readonly onBack: () => boolean;
  isPopped: boolean;
}

/**
 * Gives each layer (a sheet, a dialog) an entry of its own in the browser's history. An entry whose layer has gone is left
 * in the next task, so that a layer that takes its place in this one takes its entry too.
 */
export function createBackStack(history: BackHistory, later: (run: () => void) => void): BackStack {
  const layers: Layer[] = [];
  let lastId = layerOf(history.state);
  let stale = 0;
  /** Entries that the browser was asked to leave; it does so in a later task. */
  let leaving = 0;

  const leaveStale = (): void => {
    // A person who has opened another page meanwhile stays there.
    if (stale > 0 && layerOf(history.state) > 0) history.go(-(leaving = stale));
    stale = 0;
  };
  return {
    open(onBack) {
      const layer: Layer = { id: (lastId += 1), onBack, isPopped: false };
      leaving = 0;
      layers.push(layer);
      if (stale === 0) history.pushState({ layer: layer.id }, '');
      else {
        stale -= 1;
        history.replaceState({ layer: layer.id }, '');
      }
      return () => {
        const index = layers.indexOf(layer);
        if (index === -1) return;
        layers.splice(index, 1);
        if (layer.isPopped || layerOf(history.state) < layer.id) return;
        stale += 1;
        later(leaveStale);
      };
    },
    onPop() {
      const top = layers.at(-1);
      if (top === undefined && leaving > 0 && layerOf(history.state) > 0) {
        // Another page was opened before the browser left the entries, so it went back from that page: return there.
        history.go(leaving);
        leaving = 0;
      }
      if (top === undefined || layerOf(history.state) >= top.id) return;
      top.isPopped = true;
      if (top.onBack()) return;
      top.isPopped = false;
      history.pushState({ layer: top.id }, '');
    },
  };
}

/** 0 on an entry of the page itself. */
function layerOf(state: unknown): number {
  return typeof state === 'object' && state !== null && 'layer' in state ? Number(state.layer) : 0;
}
