'use client';
import { useEffect, useLayoutEffect } from 'react';

/** A layout effect. On a server, where React 18 would warn, a plain effect, which does not run there either. */
export const useLayout: typeof useLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
