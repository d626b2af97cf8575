// The proof of work for a first message, solved while the first screen is being read.

import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import type { Challenge } from "altcha-lib/types";

import { post } from "./api";
import * as session from "./session";

let solving: Promise<string> | null = null;
let solved = "";

// What there is already; empty as long as it is being solved.
export function ready(): string {
  return solved;
}

export function solve(): Promise<string> {
  solving ??= work().catch((error) => {
    solving = null;
    throw error;
  });
  return solving;
}

// Begin early; what goes wrong now is tried again when a message needs it.
export function prepare(): void {
  solve().catch(() => undefined);
}

// A proof that was refused, or used, is of no more use.
export function drop(): void {
  solving = null;
  solved = "";
}

async function work(): Promise<string> {
  const token = session.token();
  const challenge = await post<Challenge>("challenge", {});
  // The browser derives the keys beside the page: typing stays smooth.
  const solution = await solveChallenge({ challenge, deriveKey, timeout: 0 });
  const proof = btoa(JSON.stringify({ challenge, solution }));
  // It was made for one token; meanwhile the tab may have begun anew with another.
  if (token === session.token()) solved = proof;
  return proof;
}
