'use client';
import * as React from 'react';

// What React does not document, here and in follow-context.ts. Each is looked for when it is used; where it is not, what is
// built on it does without, is as right, and renders more.

/**
 * Where a context keeps its value while React renders: the first for React DOM, the second for a renderer beside it. No
 * documented way reads a context without also rendering again when it changes, as each moment would make every reader do.
 */
export const PLACES: readonly string[] = ['_currentValue', '_currentValue2'];

/** Whether updates that are made now belong to a transition; undefined when that cannot be told. */
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
