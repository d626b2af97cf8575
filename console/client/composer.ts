// A box in which a counsellor writes, an answer or a note. What stands in it survives errors, reloads and an ended
// session; a message keeps its id until it has arrived, so that sending again doubles nothing.

import { token } from "./page";
import { Picker } from "./picker";

const TYPING_EVERY_MS = 3_000;

export class Composer {
  private readonly text: HTMLTextAreaElement;
  private readonly messageId: HTMLInputElement;
  private readonly key: string;
  private readonly isNote: boolean;
  private told = 0;
  // Whether a message may have arrived under this id: a changed text is then another message.
  private wasSent = true;

  constructor(
    readonly form: HTMLFormElement,
    private readonly talk: string,
  ) {
    this.text = form.querySelector("textarea") as HTMLTextAreaElement;
    this.messageId = form.querySelector('[name="message_id"]') as HTMLInputElement;
    this.isNote = this.text.name === "note";
    this.key = `${this.isNote ? "note" : "draft"}:${talk}`;
    this.restore();
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.pressed(event));
    if (!this.isNote) new Picker(this.text, () => this.typed());
  }

  /** While a message is on its way the box keeps its text and its focus, but takes no more. */
  set sending(isSending: boolean) {
    this.wasSent = true;
    this.text.readOnly = isSending;
    this.form.setAttribute("aria-busy", String(isSending));
  }

  /** The message has arrived. */
  arrived(): void {
    this.text.value = "";
    this.renew();
    sessionStorage.removeItem(this.key);
    this.focus();
  }

  focus(): void {
    if (!this.form.querySelector("fieldset")?.disabled) this.text.focus();
  }

  private restore(): void {
    const [id, ...lines] = (sessionStorage.getItem(this.key) ?? "").split("\n");
    if (this.text.value) this.keep();
    else if (id) {
      this.messageId.value = id;
      this.text.value = lines.join("\n");
    }
  }

  private renew(): void {
    this.messageId.value = newId();
    this.wasSent = false;
  }

  private keep(): void {
    if (this.text.value) sessionStorage.setItem(this.key, `${this.messageId.value}\n${this.text.value}`);
    else sessionStorage.removeItem(this.key);
  }

  private typed(): void {
    if (this.wasSent) this.renew();
    this.keep();
    const now = Date.now();
    if (!this.text.value || now - this.told < TYPING_EVERY_MS) return;
    this.told = now;
    const fields = new URLSearchParams({ csrf: token().content });
    if (this.isNote) fields.set("note", "yes");
    // Nobody misses a sign of typing that does not arrive.
    fetch(`/console/c/${this.talk}/typing`, { method: "POST", body: fields }).catch(() => undefined);
  }

  private pressed(event: KeyboardEvent): void {
    // On a phone Enter is the only way to a new line.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (!this.text.readOnly) this.form.requestSubmit();
  }
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
