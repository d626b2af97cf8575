// Makes the console's pages live. Without it they are plain forms, and work.

import * as alerts from "./alerts";
import { Composer } from "./composer";
import * as page from "./page";
import * as presence from "./presence";
import { Stream } from "./stream";

const LOOK_EVERY_MS = 30_000;
const TYPING_MS = 5_000;
const OFFLINE_AFTER_MS = 1_500;

class Console {
  private readonly composer: Composer | null;
  private readonly stream: Stream | null;
  private isAsking = false;
  private mustAsk = false;
  private typingTimer: number | undefined;
  private offlineTimer: number | undefined;

  constructor(private readonly body: HTMLElement) {
    const { stream, talk } = body.dataset;
    const form = document.querySelector<HTMLFormElement>("#composer");
    this.composer = form && talk ? new Composer(form, talk) : null;
    this.stream = stream
      ? new Stream(stream, {
          opened: () => void this.refresh(),
          heard: (event) => this.heard(event),
          lost: () => this.disconnected(),
        })
      : null;
  }

  start(): void {
    presence.watch(Number(this.body.dataset["idle"]));
    alerts.listen();
    page.whenChanged(() => this.changed());
    revealScripted();
    alerts.prepare();
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("click", (event) => closeMenus(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeMenus(null);
    });
    document.addEventListener("visibilitychange", () => this.refresh());
    setInterval(() => this.refresh(), LOOK_EVERY_MS);
    this.stream?.open();
  }

  /** A page in the background looks at the queue alone: what nobody sees must not count as read. */
  private async refresh(): Promise<void> {
    this.mustAsk = true;
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.mustAsk) {
      this.mustAsk = false;
      const url = document.hidden ? "/console" : location.pathname;
      await page.ask("GET", url).then(
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
    if ("logout" in form.dataset) sessionStorage.clear();
    if ("plain" in form.dataset) return;
    event.preventDefault();
    const isMessage = form === this.composer?.form;
    if (this.composer && isMessage) this.composer.sending = true;
    try {
      const answer = await page.ask("POST", form.action, page.fieldsOf(form, event.submitter));
      if ("again" in form.dataset) this.cameBack(form, answer);
      else this.answered(answer, isMessage);
    } catch {
      page.say("not-sent");
      this.disconnected();
    } finally {
      if (this.composer && isMessage) this.composer.sending = false;
    }
  }

  private answered(answer: page.Answer, isMessage: boolean): void {
    if (answer.status < 400) presence.active();
    if (answer.status < 400 && answer.page && answer.path !== location.pathname) {
      location.assign(answer.path + answer.query);
      return;
    }
    this.take(answer, true);
    if (answer.status >= 400) return;
    if (isMessage) this.composer?.arrived();
    else this.composer?.focus();
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

  private heard(event: string): void {
    if (event === "typing") this.showTyping(true);
    else void this.refresh();
    if (event === "talk") this.showTyping(false);
    if (event === "ended") this.stream?.close();
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

  private gone(): void {
    this.stream?.close();
    this.composer?.form.querySelector("fieldset")?.setAttribute("disabled", "");
    document.querySelector('[data-live="state"]')?.replaceChildren();
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

if ("inside" in document.body.dataset) {
  page.begin();
  new Console(document.body).start();
}
