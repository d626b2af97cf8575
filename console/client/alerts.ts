// Calls a counsellor: by the count in the title, a sound, and a browser notification without
// content. An acute conversation calls again and again, until somebody takes it.

import { wordsOf } from "./page";
import { isHeldBack, play } from "./sounds";

const SOUND = "sound";
const VOLUME = "volume";
const NOTIFY = "notify";
const RANG = "rang";
const OFF = "off";
const ACUTE = "acute";
const AGAIN_EVERY_MS = 20_000;
// Several tabs of one browser ring once.
const TOGETHER_MS = 2_000;
const USUAL_VOLUME = "60";
// Not the press itself: the strip that goes away then would move the page under the finger.
const GESTURES = ["click", "keyup"] as const;

/** What asks for somebody, as the page says it: who waits, and how much is unread of mine. */
interface Calls {
  readonly count: string;
  readonly inAll: number;
  readonly waiting: ReadonlyMap<string, string>;
  readonly mine: ReadonlyMap<string, string>;
}

let known = callsNow();

/** Looks for what is new in the queue; at the first look everything is old. */
export function look(): void {
  const before = known;
  known = callsNow();
  countInTitle(known.count);
  const news = Array.from(known.waiting).filter(([id, risk]) => {
    const then = before.waiting.get(id);
    return then === undefined || (risk === ACUTE && then !== ACUTE);
  });
  if (news.some(([, risk]) => risk === ACUTE)) call("new-acute", 3);
  // In a long queue who came last stands on no first page.
  else if (news.length > 0 || known.inAll > before.inAll) call("new-case", 1);
  else if (hasMoreUnread(before)) call("notice", 1);
}

/** Shows the switches as they were left in this browser. */
export function prepare(): void {
  const sound = document.querySelector<HTMLSelectElement>("[data-sound]");
  const volume = document.querySelector<HTMLInputElement>("[data-volume]");
  const notify = document.querySelector<HTMLInputElement>("[data-notify]");
  if (sound) sound.value = chosenSound(sound);
  if (volume) volume.value = chosenVolume();
  if (notify) notify.checked = localStorage.getItem(NOTIFY) === "on" && mayNotify();
}

export function listen(): void {
  document.addEventListener("change", (event) => changed(event.target));
  document.addEventListener("click", (event) => {
    const pressed = event.target;
    if (pressed instanceof HTMLElement && "soundTest" in pressed.dataset) ring(1, true);
  });
  setInterval(() => {
    if (Array.from(known.waiting.values()).includes(ACUTE)) call("new-acute", 2);
  }, AGAIN_EVERY_MS);
  void tellWhenHeldBack();
}

function changed(setting: EventTarget | null): void {
  if (!(setting instanceof HTMLElement)) return;
  const { value } = setting as HTMLInputElement;
  if ("sound" in setting.dataset) localStorage.setItem(SOUND, value);
  if ("volume" in setting.dataset) localStorage.setItem(VOLUME, value);
  if ("notify" in setting.dataset) void allowNotifying(setting as HTMLInputElement);
  else if ("sound" in setting.dataset || "volume" in setting.dataset) ring(1, true);
}

function callsNow(): Calls {
  const { count, inAll, waiting, mine } =
    document.querySelector<HTMLElement>("[data-calls]")?.dataset ?? {};
  return {
    count: count ?? "",
    inAll: number(inAll),
    waiting: pairsOf(waiting),
    mine: pairsOf(mine),
  };
}

function pairsOf(written: string | undefined): Map<string, string> {
  const pairs = (written ?? "").split(" ").filter(Boolean);
  return new Map(pairs.map((pair) => pair.split(":") as [string, string]));
}

function hasMoreUnread(before: Calls): boolean {
  return Array.from(known.mine).some(
    ([id, unread]) => number(unread) > number(before.mine.get(id)),
  );
}

function number(written: string | undefined): number {
  return Number.parseInt(written ?? "", 10) || 0;
}

function countInTitle(count: string): void {
  const name = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = count ? `(${count}) ${name}` : name;
}

function call(wordsId: string, times: number): void {
  const news = document.querySelector("[data-news]");
  if (news) news.textContent = wordsOf(wordsId);
  ring(times, false);
  if (document.hidden && localStorage.getItem(NOTIFY) === "on" && mayNotify()) {
    // `renotify`: the same words again are to be noticed again. TypeScript does not know it.
    const how = { body: wordsOf("notice"), tag: "vertelmaar", renotify: true };
    new Notification("Vertelmaar", how as NotificationOptions).onclick = () => window.focus();
  }
}

function ring(times: number, isTest: boolean): void {
  const name = localStorage.getItem(SOUND) ?? "";
  const rang = Number(localStorage.getItem(RANG));
  if (name === OFF || (!isTest && Math.abs(Date.now() - rang) < TOGETHER_MS)) return;
  if (!isTest) localStorage.setItem(RANG, String(Date.now()));
  play(name, Number(chosenVolume()), times);
}

function chosenSound(from: HTMLSelectElement): string {
  const name = localStorage.getItem(SOUND);
  const offered = Array.from(from.options, (option) => option.value);
  return name && offered.includes(name) ? name : (offered[0] ?? OFF);
}

function chosenVolume(): string {
  return localStorage.getItem(VOLUME) ?? USUAL_VOLUME;
}

/** A page that may make no sound yet says so: who relies on it must know. */
async function tellWhenHeldBack(): Promise<void> {
  if (localStorage.getItem(SOUND) === OFF || !(await isHeldBack())) return;
  const strip = document.querySelector<HTMLElement>("[data-held-back]");
  if (!strip) return;
  strip.hidden = false;
  const release = (): void => {
    strip.hidden = true;
    void isHeldBack();
    for (const gesture of GESTURES) document.removeEventListener(gesture, release);
  };
  for (const gesture of GESTURES) document.addEventListener(gesture, release);
}

function mayNotify(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}

async function allowNotifying(box: HTMLInputElement): Promise<void> {
  const wants = box.checked;
  if (wants && "Notification" in window) await Notification.requestPermission();
  box.checked = wants && mayNotify();
  localStorage.setItem(NOTIFY, box.checked ? "on" : "off");
  const blocked = document.querySelector<HTMLElement>("[data-blocked]");
  if (blocked) blocked.hidden = !wants || box.checked;
}
