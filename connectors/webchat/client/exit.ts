// The quick exit: at once, and without a way back to what stood here.

import { clear, find } from "./dom";

const WITHIN_MS = 1_000;

export function install(): void {
  const link = find<HTMLAnchorElement>("#exit");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link.href);
  });
  let pressed = -WITHIN_MS;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      if (event.timeStamp - pressed < WITHIN_MS) leave(link.href);
      pressed = event.timeStamp;
    },
    true,
  );
}

function leave(to: string): void {
  sessionStorage.clear();
  clear(document.documentElement);
  window.location.replace(to);
}
