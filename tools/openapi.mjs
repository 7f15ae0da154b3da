// Checks the OpenAPI document on standard input against the specification's own schema of its version.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const text = readFileSync(0, "utf8");
const version = JSON.parse(text).openapi;

async function errorsIn(document) {
  const result = await new Validator().validate(document);
  return result.valid ? [] : result.errors;
}

// A schema that takes everything would pass this document too.
if ((await errorsIn({ ...JSON.parse(text), paths: [] })).length === 0) throw new Error("The validator takes a broken document.");
const errors = await errorsIn(JSON.parse(text));
for (const error of errors) console.error(`${error.instancePath || "/"} ${error.message}`);
if (errors.length > 0) process.exit(1);
console.log(`The API's document is valid OpenAPI ${version}.`);
