// Makes the console's pages live. Without it they are plain forms, and work.

import * as alerts from "./alerts";
import { Composer } from "./composer";
import * as onlookers from "./onlookers";
import * as page from "./page";
import * as passkeys from "./passkeys";
import * as presence from "./presence";
import * as shortcuts from "./shortcuts";
import { Stream } from "./stream";
import * as veil from "./veil";
import { openLink } from "./welcome";

const LOOK_EVERY_MS = 30_000;
const QUEUE_EVERY_MS = 700;
const TYPING_MS = 5_000;
const OFFLINE_AFTER_MS = 1_500;
const QUEUE = "/console";

class Console {
  private readonly composer: Composer | null;
  private readonly notes: Composer | null;
  private readonly stream: Stream | null;
  private isGone = false;
  private isAsking = false;
  private mustAsk: "queue" | "page" | null = null;
  private lookedAt = 0;
  private queueTimer: number | undefined;
  private typingTimer: number | undefined;
  private offlineTimer: number | undefined;

  constructor(private readonly body: HTMLElement) {
    const { stream, talk } = body.dataset;
    const form = document.querySelector<HTMLFormElement>("#composer");
    this.composer = form && talk ? new Composer(form, talk) : null;
    const note = document.querySelector<HTMLFormElement>("#note");
    this.notes = note && talk ? new Composer(note, talk) : null;
    this.stream = stream
      ? new Stream(stream, {
          opened: () => this.opened(),
          heard: (event, data) => this.heard(event, data),
          lost: () => this.disconnected(),
        })
      : null;
  }

  start(): void {
    presence.watch(Number(this.body.dataset["idle"]));
    alerts.listen();
    shortcuts.listen();
    veil.listen();
    page.whenChanged(() => this.changed());
    revealScripted();
    alerts.prepare();
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("click", (event) => closeMenus(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeMenus(null);
    });
    document.addEventListener("visibilitychange", () => this.refresh());
    window.addEventListener("offline", () => this.refresh());
    setInterval(() => this.refresh(), LOOK_EVERY_MS);
    this.stream?.open();
  }

  /** A page in the background looks at the queue alone: what nobody sees must not count as read. */
  private async refresh(what: "queue" | "page" = "page"): Promise<void> {
    if (this.mustAsk !== "page") this.mustAsk = what;
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.mustAsk) {
      const isUnseen = document.hidden && this.composer !== null;
      const part = isUnseen || this.isGone || this.mustAsk === "queue" ? "queue" : undefined;
      const address = this.isGone ? QUEUE : location.pathname + location.search;
      this.mustAsk = null;
      await page.ask("GET", address, undefined, part).then(
        (answer) => this.take(answer, false),
        () => this.disconnected(),
      );
    }
    this.isAsking = false;
  }

  private take(answer: page.Answer, isOwn: boolean): void {
    if (answer.status >= 500 && !isOwn) {
      this.disconnected();
      return;
    }
    this.reached();
    if (answer.status === 401) presence.askToLogIn(isOwn);
    else if (answer.page) page.apply(answer.page, isOwn || answer.status === 404);
    else if (answer.status !== 204) page.say("not-sent");
    if (answer.status === 404) this.gone();
  }

  private async submitted(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    if ("logout" in form.dataset) presence.leave();
    if ("plain" in form.dataset) return;
    event.preventDefault();
    const writing = [this.composer, this.notes].find((one) => one?.form === form) ?? null;
    if (writing) writing.sending = true;
    try {
      const answer = await page.ask("POST", form.action, page.fieldsOf(form, event.submitter));
      if ("again" in form.dataset) this.cameBack(form, answer);
      else this.answered(answer, form, writing);
    } catch {
      page.say("not-sent");
      this.disconnected();
    } finally {
      if (writing) writing.sending = false;
    }
  }

  private answered(answer: page.Answer, form: HTMLFormElement, writing: Composer | null): void {
    if (answer.status < 400) presence.active();
    if (answer.status < 400 && answer.page && answer.path !== location.pathname) {
      location.assign(answer.path + answer.query);
      return;
    }
    this.take(answer, true);
    if (answer.status >= 400) return;
    if (writing) writing.arrived();
    else if (!("beside" in form.dataset)) this.composer?.focus();
  }

  private cameBack(form: HTMLFormElement, answer: page.Answer): void {
    if (answer.status >= 400) {
      presence.loggedIn(answer.page?.querySelector('[role="alert"]')?.textContent ?? "");
      return;
    }
    const name = form.querySelector<HTMLInputElement>('[name="name"]');
    if (name && name.value !== name.defaultValue) {
      // Somebody else sits here now, and gets a page of their own.
      sessionStorage.clear();
      location.reload();
      return;
    }
    presence.loggedIn(null);
    presence.active();
    if (answer.page) page.apply(answer.page, false);
    this.stream?.open();
    this.composer?.focus();
  }

  private opened(): void {
    onlookers.forget();
    void this.refresh();
  }

  private heard(event: string, data: string): void {
    if (onlookers.heard(event, name(data))) return;
    if (event === "typing") this.showTyping(true);
    else if (event === "queue") this.queueChanged();
    else void this.refresh();
    if (event === "talk") this.showTyping(false);
    if (event === "ended") this.stream?.close();
  }

  /** At once, and then no more than once in a while: in a busy queue something changes all the time. */
  private queueChanged(): void {
    const wait = this.lookedAt + QUEUE_EVERY_MS - Date.now();
    clearTimeout(this.queueTimer);
    if (wait > 0 && wait <= QUEUE_EVERY_MS) {
      this.queueTimer = window.setTimeout(() => this.queueChanged(), wait);
      return;
    }
    this.lookedAt = Date.now();
    void this.refresh("queue");
  }

  private showTyping(isTyping: boolean): void {
    const sign = document.querySelector<HTMLElement>("[data-typing]");
    if (sign) sign.hidden = !isTyping;
    clearTimeout(this.typingTimer);
    if (isTyping) this.typingTimer = window.setTimeout(() => this.showTyping(false), TYPING_MS);
  }

  private changed(): void {
    revealScripted();
    alerts.prepare();
    alerts.look();
  }

  /** It was erased or passed on, or its reader may not see it: that holds for an open page too.
   * Who stays on it is still called for others. */
  private gone(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.composer?.form.querySelector("fieldset")?.setAttribute("disabled", "");
    page.putAway();
    this.stream?.turnTo(`${QUEUE}/live`);
  }

  private reached(): void {
    clearTimeout(this.offlineTimer);
    this.offlineTimer = undefined;
    showOffline(false);
  }

  private disconnected(): void {
    this.offlineTimer ??= window.setTimeout(() => showOffline(true), OFFLINE_AFTER_MS);
  }
}

/** The name that comes with an event, as JSON because a name may be anything. */
function name(data: string): string {
  const told: unknown = JSON.parse(data);
  return typeof told === "string" ? told : "";
}

function showOffline(isOffline: boolean): void {
  const strip = document.querySelector<HTMLElement>("[data-offline]");
  if (strip) strip.hidden = !isOffline;
}

function closeMenus(except: EventTarget | null): void {
  for (const menu of Array.from(document.querySelectorAll<HTMLDetailsElement>(".menu[open]"))) {
    if (except instanceof Node && menu.contains(except)) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
    menu.open = false;
  }
}

function revealScripted(): void {
  for (const part of Array.from(document.querySelectorAll<HTMLElement>("[data-with-script]"))) {
    part.hidden = false;
  }
}

passkeys.offer();
passkeys.listen();
openLink();
if ("inside" in document.body.dataset) {
  page.begin();
  new Console(document.body).start();
}
