// Reads a text aloud, for whoever finds reading hard, with a voice that lives on the device itself.
//
// Many voices of a browser send the text to their maker. Those are never used, so where there is no
// local voice for the language there is no button either. It stops when the page is left or hidden.

import { all, h } from "./dom";

const BLOCKS = "h1, h2, h3, p, li, dt, dd, th, td, summary, .contact";
// Addresses of sources and ways around the page say nothing to a listener.
const UNSPOKEN = ".aloud, .back-row, .small, .unseen, nav, .choose";

export interface Labels {
  readonly start: string;
  readonly stop: string;
}

export function install(): void {
  all<HTMLElement>("[data-aloud]").forEach((text) =>
    offer(text, { start: text.dataset.aloud ?? "", stop: text.dataset.aloudStop ?? "" }),
  );
}

export function offer(text: HTMLElement, labels: Labels): void {
  const speech = window.speechSynthesis;
  if (!speech) return;
  const button = h("button", { type: "button", class: "listen" }, labels.start);
  const place = h("p", { class: "aloud", hidden: true }, button);
  text.insertBefore(place, text.firstChild);
  // Some browsers know their voices only after a while, and tell so.
  const look = (): void => {
    place.hidden = !voice(speech);
  };
  look();
  speech.addEventListener?.("voiceschanged", look);
  button.addEventListener("click", () => toggle(text, button, labels));
}

let stop: (() => void) | null = null;

function toggle(text: HTMLElement, button: HTMLButtonElement, labels: Labels): void {
  const mine = button.textContent === labels.stop;
  stop?.();
  const found = voice(window.speechSynthesis);
  if (mine || !found) return;
  button.textContent = labels.stop;
  stop = () => {
    stop = null;
    button.textContent = labels.start;
    window.speechSynthesis.cancel();
  };
  speak(lines(text), found);
}

// One utterance for each line: browsers give up on long ones.
function speak(texts: string[], found: SpeechSynthesisVoice): void {
  texts.forEach((line, at) => {
    const said = new SpeechSynthesisUtterance(line);
    said.voice = found;
    said.lang = found.lang;
    if (at === texts.length - 1) said.onend = () => stop?.();
    window.speechSynthesis.speak(said);
  });
}

function voice(speech: SpeechSynthesis): SpeechSynthesisVoice | undefined {
  const language = document.documentElement.lang;
  return speech
    .getVoices()
    .find((each) => each.localService && each.lang.toLowerCase().split(/[-_]/)[0] === language);
}

function lines(text: HTMLElement): string[] {
  return all<HTMLElement>(BLOCKS, text)
    .filter((each) => !each.closest(UNSPOKEN) && !each.querySelector(BLOCKS))
    .filter((each) => each.offsetParent !== null)
    .map((each) => each.innerText.trim())
    .filter(Boolean);
}

const quiet = (): void => stop?.();
window.addEventListener("pagehide", quiet);
document.addEventListener("visibilitychange", () => document.hidden && quiet());
