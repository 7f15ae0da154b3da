import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { pascal } from "./names.mjs";
import { fail, sorted } from "./tokens.mjs";

/**
 * The names of all public types that the published C# package has in the namespaces of the listed modules, derived
 * from the declarations by the rules of Pulumi's C# generator:
 *
 *   resource X         X, XArgs, XState (a provider has no state), XMethodArgs and XMethodResult for its methods
 *   function getX      GetX, GetXArgs and GetXInvokeArgs where it has inputs, GetXResult where it has outputs
 *   enum X             X
 *   nested type X      Inputs.XArgs on the side of the inputs and in a state; there also Inputs.XGetArgs;
 *                      Inputs.XArgs and Inputs.XInputArgs in the inputs of a function;
 *                      Outputs.X on the side of the outputs, or Outputs.XResult where a function uses the type
 */
export function publishedNames(directory, interfaces, modules) {
  const nested = { inputs: new Map(), states: new Map(), plain: new Map(), lifted: new Map(), outputs: new Map(), results: new Map() };
  const types = new Map(modules.map((module) => [module, new Set()]));
  for (const module of ["index", ...otherModules(directory)]) {
    for (const name of moduleTypes(join(directory, module === "index" ? "." : module), nested, interfaces)) types.get(module)?.add(name);
  }
  const result = {};
  for (const module of modules) {
    const of = (kind) => [...(nested[kind].get(module) ?? [])];
    const asResults = new Set([...of("plain"), ...of("results")]);
    const outputs = new Set([...of("outputs"), ...of("results")]);
    result[module] = {
      types: ordinal([...types.get(module), ...enums(directory, module), ...(module === "index" ? ["Config"] : [])]),
      inputs: ordinal([
        ...[...of("inputs"), ...of("states"), ...of("plain")].map((name) => `${name}Args`),
        ...of("states").map((name) => `${name}GetArgs`),
        ...of("lifted").map((name) => name.replace(/Args$/, "InputArgs")),
      ]),
      outputs: ordinal([...outputs].map((name) => (asResults.has(name) ? `${name}Result` : name))),
    };
  }
  return sorted(result);
}

function otherModules(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["types", "config", "node_modules", "scripts"].includes(entry.name))
    .map((entry) => entry.name);
}

/** The types of one module, and into `nested` what they refer to, in whichever module that is. */
function moduleTypes(folder, nested, interfaces) {
  const names = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".d.ts") && name !== "index.d.ts")) {
    const source = parse(join(folder, file));
    const declared = new Map(source.statements.filter(ts.isInterfaceDeclaration).map((s) => [s.name.text, s]));
    for (const statement of source.statements) {
      if (ts.isClassDeclaration(statement) && isResource(statement)) names.push(...resourceTypes(statement, declared));
      if (ts.isFunctionDeclaration(statement) && isFunction(statement)) names.push(...functionTypes(statement, declared));
    }
  }
  return names;

  function resourceTypes(statement, declared) {
    const name = statement.name.text;
    const isProvider = /ProviderResource$/.test(statement.heritageClauses[0].types[0].getText());
    walk(statement.members.filter(ts.isPropertyDeclaration), "outputs");
    walk(declared.get(`${name}Args`)?.members ?? [], "inputs");
    walk(declared.get(`${name}State`)?.members ?? [], "states");
    return [name, `${name}Args`, ...(isProvider ? [] : [`${name}State`]), ...methodTypes(name, statement.getSourceFile())];
  }

  // The arguments and results of a resource's methods stand in a namespace beside the class.
  function methodTypes(name, source) {
    const beside = source.statements.filter((s) => ts.isModuleDeclaration(s) && s.name.text === name);
    return beside.flatMap((s) => s.body.statements.filter(ts.isInterfaceDeclaration)).map((s) => name + s.name.text);
  }

  function functionTypes(statement, declared) {
    const name = pascal(statement.name.text);
    walk(declared.get(`${name}Args`)?.members ?? [], "plain");
    walk(declared.get(`${name}OutputArgs`)?.members ?? [], "lifted");
    walk(declared.get(`${name}Result`)?.members ?? [], "results");
    return [
      name,
      ...(declared.has(`${name}Args`) ? [`${name}Args`] : []),
      ...(declared.has(`${name}OutputArgs`) ? [`${name}InvokeArgs`] : []),
      ...(declared.has(`${name}Result`) ? [`${name}Result`] : []),
    ];
  }

  function walk(members, kind) {
    for (const member of members) if (member.type) references(member.type, kind);
  }

  function references(node, kind) {
    if (ts.isTypeReferenceNode(node)) {
      const path = node.typeName.getText().split(".");
      const side = { inputs: "input", outputs: "output" }[path[0]];
      if (side) reach(side, path.slice(1), kind);
    }
    ts.forEachChild(node, (child) => references(child, kind));
  }

  function reach(side, path, kind) {
    const [module, name] = path.length > 1 ? path : ["index", path[0]];
    if (!nested[kind].has(module)) nested[kind].set(module, new Set());
    if (nested[kind].get(module).has(name)) return;
    nested[kind].get(module).add(name);
    const declaration = interfaces[side].get(path.join(".")) ?? fail(`no ${side} type ${path.join(".")}`);
    walk(declaration.members, kind);
  }
}

// Classes and functions that only the TypeScript package has (mixins, helpers) are no resources and take no options of a call.
function isResource(statement) {
  return /^pulumi\.(Custom|Provider)Resource$/.test(statement.heritageClauses?.[0]?.types[0].getText() ?? "");
}

function isFunction(statement) {
  return statement.parameters.at(-1)?.type?.getText() === "pulumi.InvokeOptions" && /^Promise</.test(statement.type?.getText() ?? "");
}

function enums(directory, module) {
  const file = join(directory, "types", "enums", module === "index" ? "." : module, "index.d.ts");
  if (!existsSync(file)) return [];
  return parse(file).statements.filter(ts.isTypeAliasDeclaration).map((s) => s.name.text);
}

function ordinal(names) {
  return [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
}

function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
}
