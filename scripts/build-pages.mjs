// Bundles the pages' scripts and styles: `client/` in, `static/build/` out.
//
// A package's page starts from the files that carry its name, such as
// connectors/webchat/client/webchat.ts and webchat.css; whatever else lies in
// `client/` is there because one of these imports it.

import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

const PACKAGES = ["connectors/webchat", "connectors/guide", "console"];

// Browsers of 2018 and later: the phones that are handed down.
const TARGET = ["chrome64", "edge79", "firefox67", "ios12", "safari12"];

for (const folder of PACKAGES) {
  const start = join(folder, "client", basename(folder));
  const outdir = join(folder, "static", "build");
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [".ts", ".css"].map((ending) => start + ending).filter(existsSync),
    outdir,
    bundle: true,
    minify: true,
    format: "iife",
    target: TARGET,
    // Safari before 14.1 gets one rare form of it wrong, for which esbuild refuses all of them.
    supported: { destructuring: true },
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
}
