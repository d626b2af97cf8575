// The sounds that call a counsellor: made here, so that there is no file to wait for.

interface Note {
  readonly hertz: number;
  readonly at: number;
  readonly lasts: number;
  readonly shape: OscillatorType;
}

/** Each is told from the others with the eyes closed, and heard through a closed door. */
const SOUNDS: Readonly<Record<string, readonly Note[]>> = {
  bell: [
    { hertz: 880, at: 0, lasts: 0.5, shape: "sine" },
    { hertz: 660, at: 0.22, lasts: 0.7, shape: "sine" },
  ],
  gong: [
    { hertz: 196, at: 0, lasts: 1.6, shape: "triangle" },
    { hertz: 293, at: 0, lasts: 1.1, shape: "sine" },
    { hertz: 440, at: 0.02, lasts: 0.6, shape: "sine" },
  ],
  knock: [
    { hertz: 150, at: 0, lasts: 0.09, shape: "square" },
    { hertz: 150, at: 0.16, lasts: 0.09, shape: "square" },
    { hertz: 150, at: 0.32, lasts: 0.09, shape: "square" },
  ],
  birds: [
    { hertz: 1760, at: 0, lasts: 0.12, shape: "sine" },
    { hertz: 2217, at: 0.12, lasts: 0.12, shape: "sine" },
    { hertz: 1760, at: 0.24, lasts: 0.12, shape: "sine" },
    { hertz: 2637, at: 0.36, lasts: 0.22, shape: "sine" },
  ],
};
const FIRST = "bell";
const SILENCE = 0.0001;
const BETWEEN_S = 0.25;

let audio: AudioContext | null = null;

/** Whether this browser waits for a click or a key before it lets a page make a sound. */
export async function isHeldBack(): Promise<boolean> {
  audio ??= new AudioContext();
  // Some browsers answer only once they are asked to, by a person.
  await Promise.race([audio.resume(), new Promise((later) => setTimeout(later, 300))]);
  return audio.state !== "running";
}

/** Plays a sound, some times in a row; the volume goes from 0 to 100. */
export function play(name: string, volume: number, times: number): void {
  audio ??= new AudioContext();
  void audio.resume();
  const notes = SOUNDS[name] ?? SOUNDS[FIRST] ?? [];
  const lasts = Math.max(...notes.map((note) => note.at + note.lasts)) + BETWEEN_S;
  for (let time = 0; time < times; time += 1) {
    for (const note of notes) sound(audio, note, time * lasts, volume / 100);
  }
}

function sound(context: AudioContext, note: Note, after: number, loudness: number): void {
  const at = context.currentTime + after + note.at;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = note.shape;
  tone.frequency.value = note.hertz;
  volume.gain.setValueAtTime(SILENCE, at);
  volume.gain.exponentialRampToValueAtTime(Math.max(SILENCE, loudness), at + 0.01);
  volume.gain.exponentialRampToValueAtTime(SILENCE, at + note.lasts);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + note.lasts);
}
