// Calls a counsellor: by the count in the title, a sound, and a browser notification without content.

import { wordsOf } from "./page";

const SOUND = "sound";
const NOTIFY = "notify";
const CALM = [660, 880];
const URGENT = [880, 660, 880, 660, 880];
const TONE_S = 0.16;

let audio: AudioContext | null = null;
let known = casesNow();

/** Looks for what is new in the queue; at the first look everything is old. */
export function look(): void {
  const before = known;
  known = casesNow();
  countInTitle();
  const news = Array.from(known).filter(([id, row]) => isNews(row, before.get(id)));
  const waiting = news.map(([, row]) => row).filter((row) => row.state === "waiting");
  if (waiting.some((row) => row.urgency === "acute")) call("new-acute", URGENT);
  else if (news.length > 0) call(waiting.length > 0 ? "new-case" : "notice", CALM);
}

/** Shows the switches as they were left, and listens to them. */
export function prepare(): void {
  const sound = document.querySelector<HTMLInputElement>("[data-sound]");
  const notify = document.querySelector<HTMLInputElement>("[data-notify]");
  if (sound) sound.checked = localStorage.getItem(SOUND) !== "off";
  if (notify) notify.checked = localStorage.getItem(NOTIFY) === "on" && mayNotify();
}

export function listen(): void {
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if ("sound" in box.dataset) localStorage.setItem(SOUND, box.checked ? "on" : "off");
    if ("notify" in box.dataset) void allowNotifying(box);
  });
  document.addEventListener("click", (event) => {
    const pressed = event.target;
    if (pressed instanceof HTMLElement && "soundTest" in pressed.dataset) play(CALM);
  });
}

interface Row {
  readonly state: string;
  readonly urgency: string;
  readonly unread: number;
}

function casesNow(): Map<string, Row> {
  const rows = Array.from(document.querySelectorAll<HTMLElement>("[data-case]"));
  return new Map(
    rows.map(({ dataset }) => [
      dataset["case"] ?? "",
      {
        state: dataset["state"] ?? "",
        urgency: dataset["urgency"] ?? "",
        unread: Number(dataset["unread"] ?? 0),
      },
    ]),
  );
}

function isNews(row: Row, before: Row | undefined): boolean {
  if (row.state === "waiting") {
    return before?.state !== "waiting" || (row.urgency === "acute" && before.urgency !== "acute");
  }
  return row.unread > (before?.unread ?? 0);
}

function countInTitle(): void {
  const count = document.querySelector<HTMLElement>("[data-count]")?.dataset["count"] ?? "0";
  const name = document.title.replace(/^\(\d+\) /, "");
  document.title = count === "0" ? name : `(${count}) ${name}`;
}

function call(wordsId: string, tones: readonly number[]): void {
  const news = document.querySelector("[data-news]");
  if (news) news.textContent = wordsOf(wordsId);
  if (localStorage.getItem(SOUND) !== "off") play(tones);
  if (document.hidden && localStorage.getItem(NOTIFY) === "on" && mayNotify()) {
    new Notification("Vertelmaar", { body: wordsOf("notice"), tag: "vertelmaar" });
  }
}

function play(tones: readonly number[]): void {
  audio ??= new AudioContext();
  void audio.resume();
  tones.forEach((frequency, place) => playOne(audio as AudioContext, frequency, place * TONE_S));
}

function playOne(context: AudioContext, frequency: number, after: number): void {
  const at = context.currentTime + after;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + TONE_S);
}

function mayNotify(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}

async function allowNotifying(box: HTMLInputElement): Promise<void> {
  if (box.checked && "Notification" in window) await Notification.requestPermission();
  box.checked = box.checked && mayNotify();
  localStorage.setItem(NOTIFY, box.checked ? "on" : "off");
}
