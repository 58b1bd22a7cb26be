import { useView } from '@refold/react';
import { ChevronsLeft, ChevronsRight, Pause, Play, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { totals } from '../../shop/periods.ts';
import { useImport } from '../services/use-import.ts';
import { dayOf } from '../../shop/wall-clock.ts';
import { faultWords } from '../parts/fault-words.ts';
import { formatDate, timeOf } from '../parts/words.ts';
import { useTill } from '../services/till-context.ts';
import { AsOfThen } from './as-of-then.tsx';
import { Scrubber } from './scrubber.tsx';
import { shownWords } from './shown-words.ts';
import { stopBeside, type TrackId } from '../../app/history-tracks.ts';
import { useHistory } from '../services/use-history.ts';
import './history.css';

/** The shop's past, below every page: a time line to drag, and the figures at that time. */
export function HistoryDrawer(): ReactNode {
  const { history } = useTill();
  const { tracks, track, shownMs, isPlaying, progress, fault, since } = useHistory((state) => state);
  const isImporting = useImport().phase === 'running';
  const drawer = useRef<HTMLElement>(null);
  const sold = useView(totals());
  useEffect(() => history.refresh(), [history, sold]);
  useEffect(
    () => drawer.current?.querySelector<HTMLElement>('input[type="range"]')?.focus({ preventScroll: true }),
    [],
  );
  if (track === undefined) return null;
  return (
    <section ref={drawer} className={shownMs === undefined ? 'history' : 'history is-past'} aria-label="History">
      <div className="history-what">
        <p className="history-time number">{shownMs === undefined ? 'Now' : shownWords(shownMs)}</p>
        <AsOfThen track={track} shownMs={shownMs} />
      </div>
      {tracks.length > 1 && (
        <fieldset className="chips history-tracks" aria-label="Period">
          {tracks.map(({ id }) => (
            <button
              key={id}
              type="button"
              className="chip"
              aria-pressed={id === track.id}
              onClick={() => history.choose(id)}
            >
              {trackWords[id]}
            </button>
          ))}
        </fieldset>
      )}
      <div className="history-moves">
        <button
          type="button"
          className="icon-button"
          aria-label="Previous sale"
          title="Previous sale"
          disabled={isImporting || stopBeside(track, shownMs, -1) === undefined}
          onClick={() => history.step(-1)}
        >
          <ChevronsLeft size={20} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={isPlaying ? 'Pause' : 'Play'}
          title={isPlaying ? 'Pause' : 'Play'}
          disabled={isImporting || track.stops.length === 0}
          onClick={isPlaying ? history.pause : history.play}
        >
          {isPlaying ? <Pause size={20} aria-hidden /> : <Play size={20} aria-hidden />}
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Next sale"
          title="Next sale"
          disabled={isImporting || shownMs === undefined}
          onClick={() => history.step(1)}
        >
          <ChevronsRight size={20} aria-hidden />
        </button>
      </div>
      <button
        type="button"
        className="icon-button history-close"
        aria-label="Close the history"
        title="Close the history"
        onClick={history.close}
      >
        <X size={20} aria-hidden />
      </button>
      <Scrubber track={track} shownMs={shownMs} isDisabled={isImporting} onTime={history.showTime} />
      {progress !== undefined && (
        <progress className="progress history-progress" max={1} value={progress} aria-label="Reading the past" />
      )}
      {since !== undefined && (
        <p className="notice">
          Older history was deleted on this device. You can look back to {formatDate(dayOf(since))}, {timeOf(since)}.
        </p>
      )}
      {isImporting && <p className="notice">You can view the past when the import is complete.</p>}
      {fault !== undefined && (
        <p className="notice notice-bad" role="alert">
          {faultWords(fault)}
        </p>
      )}
    </section>
  );
}

const trackWords: Readonly<Record<TrackId, string>> = {
  today: 'Today',
  till: 'This till',
  imported: 'Imported sales',
};
