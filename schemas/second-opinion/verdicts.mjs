// Whether another validator, Ajv, comes to the same verdict on every example as ours does.
//
//   npm ci && node verdicts.mjs
//
// A good example is valid. A bad one is a good one with one patch: invalid, unless it names a rule
// that JSON Schema cannot say (rule-violation); then it is valid, too.

import { readFileSync, readdirSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const ROOT = new URL("../", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, ROOT), "utf8"));
const names = (folder) =>
  readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(".json")).sort();

// Our own keywords begin with x- and say nothing to a validator.
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
for (const name of names("definitions/")) {
  ajv.addSchema(read(`definitions/${name}`));
}

let verdicts = 0;
const differing = [];
const expect = (validate, document, valid, what) => {
  verdicts++;
  if (validate(document) !== valid) {
    differing.push(`${what}: ${JSON.stringify(validate.errors?.map((error) => error.keyword))}`);
  }
};

for (const type of Object.keys(read("index.json").types)) {
  const folder = `types/${type}/`;
  const schema = read(`${folder}schema.json`);
  if (!ajv.validateSchema(schema)) {
    differing.push(`${type}: no schema of 2020-12`);
  }
  const validate = ajv.compile(schema);
  const examples = Object.fromEntries(
    names(`${folder}examples/`).map((name) => [name, read(`${folder}examples/${name}`)]),
  );
  for (const [name, document] of Object.entries(examples)) {
    expect(validate, document, true, `${folder}examples/${name}`);
  }
  for (const name of names(`${folder}bad/`)) {
    const bad = read(`${folder}bad/${name}`);
    const document = patched(examples[`${bad.base}.json`], bad.patch);
    expect(validate, document, bad.code === "rule-violation", `${folder}bad/${name}`);
  }
}
differing.forEach((line) => console.error(line));
console.log(`${verdicts} verdicts, ${differing.length} differ`);
process.exitCode = differing.length === 0 ? 0 : 1;

/** RFC 6902, as far as our bad examples use it: add, replace, remove, copy. */
function patched(document, operations) {
  const copy = structuredClone(document);
  for (const { op, path, from, value } of operations) {
    const steps = pointer(path);
    const last = steps.pop();
    const parent = at(copy, steps);
    const put = op === "copy" ? structuredClone(at(copy, pointer(from))) : value;
    if (op === "remove") {
      Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[last];
    } else if (!Array.isArray(parent)) {
      parent[last] = put;
    } else if (op === "replace") {
      parent[Number(last)] = put;
    } else {
      parent.splice(last === "-" ? parent.length : Number(last), 0, put);
    }
  }
  return copy;
}

function pointer(text) {
  return text
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function at(node, steps) {
  return steps.reduce((inside, step) => inside[step], node);
}
