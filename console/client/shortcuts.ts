// Single keys for what is done all day. They work outside of fields only, and can be turned off:
// screen readers and voice control have keys of their own.

const SETTING = "shortcuts";

/** Listens to keys, and shows the switch as it was left. */
export function listen(): void {
  const box = document.querySelector<HTMLInputElement>("[data-shortcuts]");
  if (box) box.checked = isOn();
  box?.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "on" : "off"));
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-shortcuts-open]")) help();
  });
}

function isOn(): boolean {
  return localStorage.getItem(SETTING) !== "off";
}

function pressed(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !isOn()) return;
  if (isField(event.target) || document.querySelector("dialog[open]")) return;
  if (done(event.key)) event.preventDefault();
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

/** Does what a key stands for; says whether there was anything to do. */
function done(key: string): boolean {
  if (key === "?") help();
  else if (key === "q") location.assign("/console");
  else if (key === "j" || key === "k") beside(key === "j" ? 1 : -1);
  else if (key === "v") document.body.classList.toggle("unveiled");
  else return use(document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`));
  return true;
}

function use(found: HTMLElement | null): boolean {
  if (!found || found.matches(":disabled, fieldset:disabled *")) return false;
  if (found instanceof HTMLTextAreaElement) found.focus();
  else found.click();
  if (found.matches("summary")) found.focus();
  return true;
}

/** The conversation before or after the one that is open, or that has the focus in the queue. */
function beside(step: number): void {
  const rows = Array.from(document.querySelectorAll<HTMLAnchorElement>("[data-case] a"));
  const here = rows.findIndex((row) => row === document.activeElement || row.hasAttribute("aria-current"));
  const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  if (document.body.classList.contains("talk")) next?.click();
  else next?.focus();
}

function help(): void {
  const dialog = document.getElementById("shortcuts");
  if (dialog instanceof HTMLDialogElement && !dialog.open) {
    dialog.showModal();
    dialog.querySelector("h2")?.focus();
  }
}
