'use client';
import * as React from 'react';

// Undocumented parts of React, here and in follow-context.ts. They are looked up when used. Without them the results
// are the same, with more renders.

/**
 * Where a context keeps its value while React renders: the first for React DOM, the second for a secondary renderer. No
 * documented way reads a context without subscribing to it, and then each update would render all readers.
 */
export const PLACES: readonly string[] = ['_currentValue', '_currentValue2'];

/** Whether updates made now belong to a transition; undefined if that is unknown. */
export function isInTransition(): boolean | undefined {
  const shared: unknown = Reflect.get(React, '__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE');
  if (hasKey(shared, 'T')) return shared.T !== null;
  const older: unknown = Reflect.get(React, '__SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED');
  if (!hasKey(older, 'ReactCurrentBatchConfig')) return undefined;
  const config = older.ReactCurrentBatchConfig;
  return hasKey(config, 'transition') ? config.transition !== null : undefined;
}

const hasKey = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value;
