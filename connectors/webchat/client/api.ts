// Calling the service. What it refuses comes back with words to show and cards that come first.

import * as session from "./session";
import type { Card } from "./view";
import { language, say } from "./words";

const PATIENCE_MS = 12_000;

export class Refused extends Error {
  constructor(
    readonly kind: string,
    readonly status: number,
    message: string,
    readonly cards: readonly Card[],
  ) {
    super(message);
  }

  // Whether the same may well work a little later.
  get mayPass(): boolean {
    return this.status >= 500;
  }
}

export function headers(token = session.token()): Record<string, string> {
  return { Authorization: `Bearer ${token}`, "X-Language": language };
}

export async function get<T>(path: string): Promise<T> {
  return call<T>(path, { headers: headers() });
}

export async function post<T>(path: string, body: object, token?: string): Promise<T> {
  return call<T>(path, asJson(body, token));
}

// An answer to keep as a file.
export async function file(path: string, body: object): Promise<Blob> {
  return call(path, asJson(body), (response) => response.blob());
}

// For what may fail unnoticed: nothing that anybody said hangs on it.
export function hint(path: string): void {
  post(path, {}).catch(() => undefined);
}

function asJson(body: object, token?: string): RequestInit {
  return {
    method: "POST",
    headers: { ...headers(token), "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
}

async function call<T>(
  path: string,
  request: RequestInit,
  read: (response: Response) => Promise<T> = (response) => response.json(),
): Promise<T> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const response = await fetch(`/chat/${path}`, { ...request, signal: control.signal });
    if (response.ok) return await read(response);
    const body = await response.json();
    throw new Refused(body.error, response.status, body.message, body.cards ?? []);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("Unreachable", 599, say("error.offline"), []);
  } finally {
    clearTimeout(timer);
  }
}
