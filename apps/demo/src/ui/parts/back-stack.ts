/** The part of the browser's history that this file uses. */
export interface BackHistory {
  readonly state: unknown;
  pushState(state: unknown, unused: ''): void;
  replaceState(state: unknown, unused: ''): void;
  go(by: number): void;
}

export interface BackStack {
  /**
   * Opens a layer over the page: Back closes it instead of leaving the page. `onBack` returns false when the layer
   * stays open. Call the returned function when the layer has closed, for whatever reason.
   */
  readonly open: (onBack: () => boolean) => () => void;
  /** Call it after the browser has moved to another entry of its history. */
  readonly onPop: () => void;
}

interface Layer {
  readonly id: number;
  readonly onBack: () => boolean;
  hasEntry: boolean;
  isPopped: boolean;
}

/**
 * Keeps an entry of the browser's history for each layer (a sheet, a dialog). The entry of a closed layer is left in
 * the next task, so a layer that opens in the same task takes over the entry.
 */
export function createBackStack(history: BackHistory, later: (run: () => void) => void): BackStack {
  const layers: Layer[] = [];
  let lastId = layerOf(history.state);
  let stale = 0;
  /** How many entries the browser was last asked to leave. */
  let leaving = 0;
  /** The browser leaves entries in a later task, and has not done so yet. */
  let isLeaving = false;

  const enter = (layer: Layer): void => {
    layer.hasEntry = true;
    history.pushState({ layer: layer.id }, '');
  };
  const leaveStale = (): void => {
    // If a person has opened another page meanwhile, stay there.
    if (stale > 0 && layerOf(history.state) > 0) {
      leaving = stale;
      isLeaving = true;
      history.go(-stale);
    }
    stale = 0;
  };
  return {
    open(onBack) {
      const layer: Layer = { id: (lastId += 1), onBack, hasEntry: false, isPopped: false };
      layers.push(layer);
      if (!isLeaving) {
        leaving = 0;
        if (stale === 0) enter(layer);
        else {
          stale -= 1;
          layer.hasEntry = true;
          history.replaceState({ layer: layer.id }, '');
        }
      }
      return () => {
        const index = layers.indexOf(layer);
        if (index === -1) return;
        layers.splice(index, 1);
        if (!layer.hasEntry || layer.isPopped || layerOf(history.state) < layer.id) return;
        stale += 1;
        later(leaveStale);
      };
    },
    onPop() {
      isLeaving = false;
      const top = layers.at(-1);
      if (top?.hasEntry === false) {
        // These layers opened while the browser was leaving entries. An entry made then would have been left too.
        for (const layer of layers) if (!layer.hasEntry) enter(layer);
        return;
      }
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

/** The id of the layer that an entry belongs to; 0 for an entry of the page itself. */
function layerOf(state: unknown): number {
  return typeof state === 'object' && state !== null && 'layer' in state ? Number(state.layer) : 0;
}
