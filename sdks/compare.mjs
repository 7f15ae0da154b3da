// Compares the generated classes with the published C# sources, member by member: wire name, required or not, C# name and type.
//
//   node compare.mjs FOLDER...   each the folder sdk/dotnet of pulumi/pulumi-aws or pulumi/pulumi-tls, or a part of it
//
// A class whose file is not there is counted and passed over. A member that only ours has is newer, where the files are older than
// the package. compared.json lists what was compared, and at which commit.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "./lib/tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folders = process.argv.slice(2);
if (folders.length === 0) fail("give the folder sdk/dotnet of a checkout of pulumi/pulumi-aws or pulumi/pulumi-tls");

const ours = classes(["Pulumi.Aws", "Pulumi.Tls"].flatMap((name) => sources(join(here, name, "Generated"))).filter((path) => !path.endsWith(".Names.cs")));
const theirs = classes(folders.flatMap(sources));
const differences = [];
const newer = [];
let compared = 0;
let leftOut = 0;
for (const [name, members] of ours) {
  const published = theirs.get(name);
  if (!published || members.size === 0) continue;
  compared++;
  leftOut += [...published.keys()].filter((key) => !members.has(key)).length;
  for (const [key, member] of members) {
    if (!published.has(key)) newer.push(`${name}: ${member}; published: no such member`);
    else if (published.get(key) !== member) differences.push(`${name}: ${member}; published: ${published.get(key)}`);
  }
}
console.log(`${compared} of ${ours.size} classes compared, ${leftOut} members left out, ${newer.length} only ours, ${differences.length} differences`);
if (compared === 0) fail("none of the classes was found");
if (newer.length + differences.length > 0) fail([...newer, ...differences].join("\n"));

function sources(folder) {
  if (!existsSync(folder)) fail(`${folder} is not there`);
  return readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".cs")).map((path) => join(folder, path));
}

/** Full class name -> wire name -> what stands in the source. */
function classes(paths) {
  const result = new Map();
  for (const path of paths) {
    let namespace = "";
    let members = new Map();
    const text = readFileSync(path, "utf8").replace(/^\s*\/\/.*$/gm, "");
    const pattern = /^namespace ([\w.]+)|public (?:sealed |partial )*class (\w+)|\[(Input|Output)\("(\w+)"([^)]*)\)\]\s*(?:\[[\w.:]*Obsolete\(.*\)\]\s*)?(public|private) ([^\n]+?) (_?\w+)(?: \{|;)|public readonly ([^\n]+) (\w+);/gm;
    for (const match of text.matchAll(pattern)) {
      const [, space, type, side, wire, flags, access, written, member, fieldType, field] = match;
      if (space) namespace = space;
      else if (type) result.set(`${namespace}.${type}`, (members = new Map()));
      else if (field) members.set(field, `field ${plain(fieldType)} ${field}`);
      else {
        // A collection and a secret keep their value in a field; the property follows it.
        const property = access === "public" ? member : /public [^\n]+ (\w+)\s*\{/.exec(text.slice(match.index + match[0].length))[1];
        members.set(`${side} ${wire}`, `${side}("${wire}"${flags.replace(/\s/g, "")}) ${plain(written)} ${property}`);
      }
    }
  }
  return result;
}

// Namespaces are written in different ways; the last part of a name tells the type.
function plain(type) {
  return type.replace(/global::/g, "").replace(/(?:\w+\.)+(\w+)/g, "$1").replace(/\bInputUnion<([^<>]+), /, "InputUnion<$1,").replace(/\s+/g, "");
}
