// Opens an invitation. The secret stands behind the #, which no server is told of its own accord;
// it leaves the address bar and the history before anything else happens.

/** Sends on what stands behind the #, if this is the page for it. */
export function openLink(): void {
  const form = document.querySelector<HTMLFormElement>("[data-welcome]");
  const field = form?.querySelector<HTMLInputElement>('[name="link"]');
  if (!form || !field || location.hash.length < 2) return;
  field.value = location.hash;
  history.replaceState(null, "", location.pathname);
  form.requestSubmit();
}
