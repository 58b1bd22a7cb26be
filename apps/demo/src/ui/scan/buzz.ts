let context: AudioContext | undefined;

/** A short low tone, for somebody who looks at the goods: what was scanned was not taken. */
export function buzz(): void {
  try {
    context ??= new AudioContext();
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = 180;
    tone.type = 'square';
    volume.gain.value = 0.08;
    tone.connect(volume).connect(context.destination);
    tone.start();
    tone.stop(context.currentTime + 0.25);
  } catch {
    // A device without sound; the words are on screen all the same.
  }
}
