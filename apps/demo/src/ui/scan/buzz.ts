let context: AudioContext | undefined;

/** A short low tone for a person who looks at the goods: the scan was not accepted. */
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
    // A device without sound. The message on screen is enough.
  }
}
