'use client';
import * as React from 'react';

type Follow = <T>(context: React.Context<T>) => T;

/**
 * Reads a context and subscribes to it, even after a condition, where a hook is not allowed. In React 19 it is `use`;
 * in React 18, the internals of `useContext`. Undefined if neither is found: then a component must follow the context
 * in each of its renders.
 */
export const followContext: Follow | undefined = (Reflect.get(React, 'use') as Follow | undefined) ?? ofReact18();

function ofReact18(): Follow | undefined {
  const shared = Reflect.get(React, '__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED') as React18 | undefined;
  if (shared === undefined) return undefined;
  return (context) => shared.ReactCurrentDispatcher.current.readContext(context);
}

interface React18 {
  readonly ReactCurrentDispatcher: { readonly current: { readonly readContext: Follow } };
}
