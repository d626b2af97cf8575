// Steps that the service renders: the page that stands without JavaScript, read as a document of
// which the form alone is taken, and put in the place of the talk.

import { Refused } from "./api";
import { all, find } from "./dom";
import * as note from "./note";
import { present } from "./panels";
import * as session from "./session";
import { language, say } from "./words";

const PATIENCE_MS = 15_000;
let shown: HTMLFormElement | null = null;

// What a button of such a step says, or the button that opens one. Returns what the page tells once
// the talk is there again; null while something is still asked.
export async function act(action: string): Promise<string | null> {
  const page = await request(fields(action));
  const step = page.querySelector<HTMLFormElement>("form.step");
  drop();
  if (step) {
    shown = document.importNode(step, true);
    bringNote(shown);
    find("#talk").after(shown);
    present(shown);
    return null;
  }
  find("#turns").append(...all("#turns > .card", page).map((card) => document.importNode(card, true)));
  return page.querySelector("#notice")?.textContent ?? "";
}

// Nothing of a step stays in a page that is left.
export function drop(): void {
  shown?.remove();
  shown = null;
}

// A note that was made on this page may go along; the reporter sees it, and can take it out.
function bringNote(step: HTMLFormElement): void {
  const place = step.querySelector<HTMLTextAreaElement>("[name=pass_note]");
  if (place && !place.value.trim()) place.value = note.text();
}

function fields(action: string): FormData {
  const sent = shown ? new FormData(shown) : new FormData();
  sent.set("token", session.token());
  sent.set("language", language);
  sent.set("action", action);
  return sent;
}

function request(sent: FormData): Promise<Document> {
  return new Promise((resolve, reject) => {
    const asked = new XMLHttpRequest();
    const fail = () => reject(new Refused("Unreachable", 599, say("error.offline"), []));
    asked.open("POST", "/gesprek");
    asked.responseType = "document";
    asked.timeout = PATIENCE_MS;
    asked.onload = () => (asked.responseXML?.querySelector("form") ? resolve(asked.responseXML) : fail());
    asked.onerror = asked.ontimeout = fail;
    asked.send(sent);
  });
}
