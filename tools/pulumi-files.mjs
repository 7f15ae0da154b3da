// Checks Pulumi.yaml and every Pulumi.<stack>.yaml against the schemas, as an editor would. What concerns several values
// is the program's to check: `preview`.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parseDocument } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const ajv = new Ajv2020({ allErrors: true });
const check = {
  project: ajv.compile(JSON.parse(readFileSync(`${root}/schemas/project.schema.json`, "utf8"))),
  stack: ajv.compile(JSON.parse(readFileSync(`${root}/schemas/stack.schema.json`, "utf8"))),
};

function read(text) {
  const document = parseDocument(text, { strict: true });
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}

function errorsIn(schema, content) {
  return check[schema](content)
    ? []
    : check[schema].errors.map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
}

// A schema that takes everything would pass every file.
const broken = [
  ["project", "{name: a, description: b, runtime: nodejs, main: c, config: {}}"],
  ["project", "{name: a, description: b, runtime: dotnet, main: c, config: {}, mian: d}"],
  ["stack", "{config: {aws:region: eu-west-1}}"],
  ["stack", "{config: {aws:region: eu-west-1, secure-api:edge: {domain: a.example}, secure-api:services: {api: {pathPrefix: /, cpus: 1}}}}"],
  ["stack", "{config: {aws:region: eu-west-1, secure-api:edge: {domain: a.example}, secure-api:services: {api: {pathPrefix: /, cpu: '256'}}}}"],
  ["stack", "{config: {aws:region: eu-west-1, secure-api:edge: {domain: a.example}, secure-api:services: {api: {pathPrefix: /, secrets: {A: plain}}}}}"],
];
for (const [schema, text] of broken) {
  if (errorsIn(schema, read(text)).length === 0) throw new Error(`The schema of a ${schema} takes what it must refuse: ${text}`);
}

const files = readdirSync(root).filter((name) => /^Pulumi(\.[^.]+)?\.yaml$/.test(name));
let errors = 0;
for (const file of files) {
  for (const error of errorsIn(file === "Pulumi.yaml" ? "project" : "stack", read(readFileSync(`${root}/${file}`, "utf8")))) {
    console.error(`${file}: ${error}`);
    errors++;
  }
}
if (files.length < 2) throw new Error("There are no Pulumi files to check.");
console.log(`Checked ${files.join(", ")}: ${errors} errors.`);
process.exitCode = errors === 0 ? 0 : 1;
