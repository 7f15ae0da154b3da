// Reads the declarations of Pulumi's npm packages and writes schema/<package>.json: the resource types that
// resources.json lists, in the Pulumi Package Schema format, names, types and flags only.
//
//   node extract.mjs           write the schemas
//   node extract.mjs --check   fail when a checked-in schema differs
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Declarations } from "./lib/declarations.mjs";
import { readResourceModule } from "./lib/javascript.mjs";
import { publishedNames } from "./lib/published.mjs";
import { writeOrCheck } from "./lib/files.mjs";
import { fail, parseToken, sorted } from "./lib/tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const list = JSON.parse(readFileSync(join(here, "resources.json"), "utf8"));

const files = new Map();
for (const [name, entry] of Object.entries(list)) {
  const { schema, published } = extractPackage(name, entry);
  files.set(join(here, "schema", `${name}.json`), JSON.stringify(schema, null, 1) + "\n");
  files.set(join(here, "schema", `${name}.names.json`), JSON.stringify(published, null, 1) + "\n");
}
writeOrCheck(files, process.argv.includes("--check"), "npm run extract");

function extractPackage(name, entry) {
  const directory = join(here, "node_modules", entry.npm);
  const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const declarations = new Declarations(name, directory, entry);

  const resources = {};
  for (const token of entry.resources) resources[token] = extractResource(token, directory, declarations);
  const provider = extractProvider(name, directory, declarations);
  const types = declarations.collectedTypes();
  declarations.failOnUnusedEntries();

  const schema = {
    name,
    version,
    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
    language: { csharp: { namespaces: sorted(entry.namespaces) } },
    provider,
    types,
    resources: sorted(resources),
  };
  return { schema, published: publishedNames(directory, declarations.interfaces, ["index", ...Object.keys(entry.namespaces)]) };
}

function extractResource(token, directory, declarations) {
  const { file, type } = parseToken(token);
  const js = readResourceModule(join(directory, `${file}.js`), type);
  if (js.token !== token) fail(`${token}: the package calls it ${js.token}`);
  const resource = declarations.resource(token, join(directory, `${file}.d.ts`), type);
  return annotate(token, resource, js);
}

function extractProvider(name, directory, declarations) {
  const token = `pulumi:providers:${name}`;
  const js = readResourceModule(join(directory, "provider.js"), "Provider");
  if (js.token !== name) fail(`${token}: the package calls it ${js.token}`);
  const provider = annotate(token, declarations.resource(token, join(directory, "provider.d.ts"), "Provider"), js);
  // The engine takes a provider's inputs as strings: everything else travels as JSON. The format implies this, so
  // it is only checked here.
  for (const [property, spec] of Object.entries(provider.inputProperties)) {
    if ((spec.type === "string") === js.json.has(property)) fail(`${token}: '${property}' breaks the rule for JSON inputs`);
  }
  return provider;
}

// Adds to the shape what only the JavaScript tells: secrets, defaults and aliases. What both tell must agree.
function annotate(token, resource, js) {
  const missing = resource.requiredInputs.filter((p) => !js.required.has(p));
  const extra = [...js.required].filter((p) => !resource.requiredInputs.includes(p));
  if (missing.length + extra.length > 0) fail(`${token}: required inputs disagree: ${[...missing, ...extra].join(", ")}`);
  for (const property of js.secretInputs) mark(resource.inputProperties, property, { secret: true });
  for (const property of js.secretOutputs) mark(resource.properties, property, { secret: true });
  for (const [property, value] of js.defaults) mark(resource.inputProperties, property, value);
  if (js.aliases.length > 0) resource.aliases = js.aliases.map((type) => ({ type }));
  return resource;
}

function mark(properties, name, flags) {
  if (properties[name]) Object.assign(properties[name], flags);
}
