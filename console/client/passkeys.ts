// Asks the browser for a passkey, or for a new one, and sends what it answers in the page's form.
// Where it cannot, nothing of this is shown, and a code does.

type Answer = PublicKeyCredential & { response: AuthenticatorResponse };
type Described = Record<string, unknown>;

/** Shows what needs a passkey, if this browser has them. */
export function offer(page: ParentNode = document): void {
  if (!("PublicKeyCredential" in window)) return;
  for (const part of all(page, "[data-with-passkey]")) part.hidden = false;
  for (const part of all(page, "[data-without-passkey]")) part.hidden = true;
}

/** Listens to the buttons, also those that come later. */
export function listen(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button?.form) return;
    if (button.dataset["passkey"]) void use(button.form, button.dataset["passkey"]);
    if (button.dataset["passkeyOptions"]) void make(button.form, button.dataset["passkeyOptions"]);
  });
}

async function use(form: HTMLFormElement, url: string): Promise<void> {
  // Everything but the code has to be there; the passkey comes in the code's place.
  const others = Array.from(form.querySelectorAll<HTMLInputElement>("input[required]"));
  if (!others.every((input) => input.name === "code" || input.reportValidity())) return;
  await attempt(form, async () => {
    const answer = await fetch(url, { credentials: "same-origin" });
    const options: Described = await answer.json();
    const publicKey = opened(options) as unknown as PublicKeyCredentialRequestOptions;
    return navigator.credentials.get({ publicKey });
  });
}

async function make(form: HTMLFormElement, json: string): Promise<void> {
  await attempt(form, () => {
    const publicKey = opened(JSON.parse(json)) as unknown as PublicKeyCredentialCreationOptions;
    return navigator.credentials.create({ publicKey });
  });
}

async function attempt(
  form: HTMLFormElement,
  ask: () => Promise<Credential | null>,
): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-passkey-failed]");
  const field = form.querySelector<HTMLInputElement>('input[name="passkey"]');
  if (failed) failed.hidden = true;
  try {
    const made = await ask();
    if (!made || !field) throw new Error("nothing came");
    field.value = JSON.stringify(described(made as Answer));
  } catch {
    if (failed) failed.hidden = false;
    return;
  }
  form.noValidate = true;
  form.requestSubmit();
  form.noValidate = false;
  field.value = "";
}

/** What the server sent, with bytes where the browser wants bytes. */
function opened(options: Described): Described {
  const user = options["user"] as Described | undefined;
  const known = (list: unknown) =>
    ((list as Described[] | undefined) ?? []).map((one) => ({ ...one, id: bytes(one["id"]) }));
  return {
    ...options,
    challenge: bytes(options["challenge"]),
    ...(user && { user: { ...user, id: bytes(user["id"]) } }),
    ...(options["excludeCredentials"] ? { excludeCredentials: known(options["excludeCredentials"]) } : {}),
    ...(options["allowCredentials"] ? { allowCredentials: known(options["allowCredentials"]) } : {}),
  };
}

function described(made: Answer): Described {
  const { response } = made;
  const parts: Described = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    parts["attestationObject"] = text(response.attestationObject);
  } else if (response instanceof AuthenticatorAssertionResponse) {
    parts["authenticatorData"] = text(response.authenticatorData);
    parts["signature"] = text(response.signature);
    if (response.userHandle) parts["userHandle"] = text(response.userHandle);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response: parts };
}

function bytes(encoded: unknown): Uint8Array {
  const plain = atob(String(encoded).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(raw: ArrayBuffer): string {
  const plain = String.fromCharCode(...Array.from(new Uint8Array(raw)));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function all(page: ParentNode, selector: string): HTMLElement[] {
  return Array.from(page.querySelectorAll<HTMLElement>(selector));
}
