import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fail } from "./tokens.mjs";

/** Writes each file whose content differs; with `check`, only reports those and fails. */
export function writeOrCheck(files, check, command) {
  const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text);
  if (check) {
    if (stale.length > 0) fail(`not up to date: ${stale.map(([p]) => relative(process.cwd(), p)).join(", ")}; run '${command}'`);
    console.log(`${files.size} files are up to date`);
    return;
  }
  for (const [path, text] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log(`${stale.length} of ${files.size} files written`);
}
