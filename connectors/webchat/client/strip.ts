// The line above the text field: who has the word now, and what does not work at this moment.

import { all, clear, find, h } from "./dom";
import type { View } from "./view";
import { say } from "./words";

const strip = find("#strip");
const notice = find("#notice");

// What was last seen of the talk, and what the connection and the bot are doing.
export interface Situation {
  readonly view: View | null;
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
  if (now.view) showDuty(now.view);
}

// Whether somebody is there, when somebody will be, and that nobody needs to stay for it.
export function showDuty(view: View): void {
  reveal("absent", !view.on_duty);
  reveal("present", view.on_duty);
  reveal("long", view.on_duty && view.waits_long);
  all("[data-opens]").forEach((place) => (place.textContent = view.opens ?? ""));
}

// What is proposed, and that one need not talk with this counsellor.
export function showChoices(view: View | null): void {
  const proposal = view?.proposal;
  const place = find("#proposed");
  place.hidden = !proposal;
  find("p", place).textContent = proposal?.text ?? "";
  find("button", place).textContent = proposal?.button ?? "";
  reveal("human", view?.state === "human");
  find('[data-when="human"]').textContent = say("refuse.button", { name: view?.counsellor ?? "" });
}

// A notice answers what was just done; the next thing that is done takes it away.
export function tell(text: string): void {
  notice.textContent = text;
  notice.hidden = !text;
}

export function reveal(what: "started" | "new" | "bot" | "absent" | "present" | "long" | "human", isShown: boolean): void {
  all(`[data-when="${what}"]`).forEach((element) => (element.hidden = !isShown));
}

function told(now: Situation): string[] {
  if (!navigator.onLine) return [say("error.offline")];
  if (!now.isConnected) return [say("error.reconnecting")];
  const view = now.view;
  if (view?.state === "waiting") return waiting(view.leaver, view.on_duty);
  if (view?.state === "human") return [...gone(view.leaver), say("human.joined", { name: view.counsellor ?? "" })];
  if (view?.state === "bot" && view.leaver) return [...gone(view.leaver), say("human.bot_again")];
  if (view?.state === "closed") return [say("human.closed")];
  return now.isOverdue ? [say("error.engine")] : [];
}

function gone(leaver: string | null): string[] {
  return leaver ? [say("human.gone", { name: leaver })] : [];
}

function waiting(leaver: string | null, isOnDuty: boolean): string[] {
  const first = leaver ? say("human.left", { name: leaver }) : say("human.waiting");
  return isOnDuty ? [first] : [say("human.nobody"), first];
}
