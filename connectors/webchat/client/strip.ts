// The line above the text field: who has the word now, and what does not work at this moment.

import { all, clear, find, h } from "./dom";
import type { View } from "./view";
import { say } from "./words";

const strip = find("#strip");
const notice = find("#notice");

// What was last seen of the talk, and what the connection and the bot are doing.
export interface Situation {
  readonly view: Pick<View, "state" | "counsellor" | "on_duty"> | null;
  readonly leaver: string;
  readonly isConnected: boolean;
  readonly isOverdue: boolean;
}

export function show(now: Situation): void {
  const lines = told(now);
  const text = lines.join(" ");
  if (strip.dataset.text === text) return;
  strip.dataset.text = text;
  clear(strip);
  if (text) strip.append(h("p", {}, text));
  find("#meanwhile").hidden = now.view?.state !== "waiting";
  reveal("absent", now.view?.on_duty === false);
  reveal("present", now.view?.on_duty === true);
}

// A notice answers what was just done; the next thing that is done takes it away.
export function tell(text: string): void {
  notice.textContent = text;
  notice.hidden = !text;
}

export function reveal(what: "started" | "new" | "bot" | "absent" | "present", isShown: boolean): void {
  all(`[data-when="${what}"]`).forEach((element) => (element.hidden = !isShown));
}

function told(now: Situation): string[] {
  if (!navigator.onLine) return [say("error.offline")];
  if (!now.isConnected) return [say("error.reconnecting")];
  const view = now.view;
  if (view?.state === "waiting") return waiting(now.leaver, view.on_duty);
  if (view?.state === "human") return [say("human.joined", { name: view.counsellor ?? "" })];
  if (view?.state === "closed") return [say("human.closed")];
  return now.isOverdue ? [say("error.engine")] : [];
}

function waiting(leaver: string, isOnDuty: boolean): string[] {
  const first = leaver ? say("human.left", { name: leaver }) : say("human.waiting");
  return isOnDuty ? [first] : [say("human.nobody"), first];
}
