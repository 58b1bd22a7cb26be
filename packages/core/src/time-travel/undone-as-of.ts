import { upperBound } from '../fold/upper-bound.ts';

/**
 * Which events are out of the fold, as of any position. It records, for each control, the events it takes out or puts
 * back. The answer for a position does not depend on later events.
 */
export class UndoneAsOf {
  /** By event, the controls that flipped it, ascending: out, in, out… */
  readonly #byEvent = new Map<number, number[]>();
  /** Controls that flipped something, ascending, each with the first event it flipped. */
  readonly #controls: { readonly position: number; readonly first: number }[] = [];
  readonly #before: UndoneAsOf | undefined;

  /** `before`: the same record for the log before what is added here. */
  constructor(before?: UndoneAsOf) {
    this.#before = before;
  }

  /** Records a control that follows all recorded ones. `flipped`: positions, ascending. */
  add(control: number, flipped: readonly number[]): void {
    if (flipped.length === 0) return;
    this.#controls.push({ position: control, first: flipped[0]! });
    for (const event of flipped) {
      const known = this.#byEvent.get(event);
      if (known === undefined) this.#byEvent.set(event, [control]);
      else known.push(control);
    }
  }

  get isEmpty(): boolean {
    return this.#controls.length === 0 && (this.#before?.isEmpty ?? true);
  }

  /** Whether an event is out of the fold, by the controls up to a position. */
  isOut(event: number, asOf: number): boolean {
    return this.#count(event, asOf) % 2 === 1;
  }

  /**
   * The highest of some ascending positions from whose own state one can fold on to `asOf`. No control in between may
   * flip an event at or below it. Undefined if there is none.
   */
  newestServing(positions: readonly number[], asOf: number): number | undefined {
    const controls = this.controlsUpTo(asOf);
    let first = Infinity;
    let next = controls.next();
    for (let i = positions.length - 1; i >= 0; i--) {
      const position = positions[i]!;
      while (next.done !== true && next.value.position > position) {
        first = Math.min(first, next.value.first);
        next = controls.next();
      }
      if (first > position) return position;
    }
    return undefined;
  }

  #count(event: number, asOf: number): number {
    const controls = this.#byEvent.get(event) ?? [];
    let count = this.#before === undefined ? 0 : this.#before.#count(event, asOf);
    for (const control of controls) if (control <= asOf) count += 1;
    return count;
  }

  /** The controls up to a position that flipped something, the last first. */
  *controlsUpTo(asOf: number): Generator<{ readonly position: number; readonly first: number }, undefined> {
    for (let i = upperBound(this.#controls, asOf) - 1; i >= 0; i--) yield this.#controls[i]!;
    if (this.#before !== undefined) yield* this.#before.controlsUpTo(asOf);
    return undefined;
  }
}
