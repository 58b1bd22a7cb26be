import type { SystemEvent } from '../fold/telemetry.ts';
import type { Env } from '../env/env.ts';

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * In development, prints telemetry about faults, once a kind, for apps that do not subscribe to it. Not in production:
 * bundlers insert the mode, and drop this code.
 */
export function faultPrinter({ console, isDevelopment, report }: Env): ((event: SystemEvent) => void) | undefined {
  try {
    if (process.env.NODE_ENV !== 'production' && isDevelopment) return createPrinter(console, report);
  } catch {
    // A page without a bundler has no `process`, and has not asked for checks.
  }
  return undefined;
}

const createPrinter = (console: Env['console'], report: Env['report']): ((event: SystemEvent) => void) => {
  const printed = new Set<string>();
  return (event) => {
    const fault = faultOf(event);
    if (fault === undefined) return;
    const kind = typeof fault === 'string' ? event.type : `${event.type} (${fault.code})`;
    if (printed.has(kind)) return;
    printed.add(kind);
    try {
      console?.error(`[refold] ${kind}. Printed once; store.system$ emits every occurrence.`, fault);
    } catch (error) {
      // What caused the telemetry has already taken effect, so its caller must not get this.
      report(error);
    }
  };
};

/** The fault and its remedy; undefined if there is none, or if the app handles it otherwise. */
function faultOf(event: SystemEvent): Extract<SystemEvent, { readonly error: unknown }>['error'] | string | undefined {
  if ('error' in event) return event.error;
  if (event.type === 'model.changed')
    return (
      `The source of the read model "${event.model}" changed but its revision is still ${event.revision}, so Refold ` +
      'folded it again. In production only a new revision does that. ' +
      `Give it revision ${event.revision + 1} before you release.`
    );
  if (event.type === 'model.incomplete')
    return (
      `The read model "${event.model}" lacks the events up to position ${event.since}, or has them as an earlier ` +
      'release folded them. Compaction dropped these events, so Refold cannot fold it again. ' +
      'Show that it is incomplete: see store.status.incomplete.'
    );
  return undefined;
}
