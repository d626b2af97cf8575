// Texts that are hidden until somebody wants them: a click or Enter shows one, the next hides it.
// Without script a text shows for as long as it has the focus.

export function listen(): void {
  document.addEventListener("click", (event) => turn(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") turn(event.target);
  });
}

function turn(target: EventTarget | null): void {
  if (!document.body.classList.contains("veiled") || !(target instanceof Element)) return;
  target.closest(".turn .text, .note .text")?.classList.toggle("shown");
}
