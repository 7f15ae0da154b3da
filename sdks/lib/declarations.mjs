import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { fail, sorted } from "./tokens.mjs";

/** Reads shapes out of a package's .d.ts files and remembers every nested type that a listed resource needs. */
export class Declarations {
  #pkg;
  #entry;
  #interfaces;
  #enums = new Map();
  #directory;
  #types = {};
  #used = new Set();

  constructor(pkg, directory, entry) {
    this.#pkg = pkg;
    this.#entry = entry;
    this.#directory = directory;
    this.#interfaces = {
      input: indexInterfaces(parse(join(directory, "types", "input.d.ts"))),
      output: indexInterfaces(parse(join(directory, "types", "output.d.ts"))),
    };
  }

  /** All nested types of the package, by their path, on the side of the inputs and on that of the outputs. */
  get interfaces() {
    return this.#interfaces;
  }

  /** Inputs and outputs of one resource class. */
  resource(token, path, className) {
    const source = parse(path);
    const outputs = source.statements.find((s) => ts.isClassDeclaration(s) && s.name?.text === className);
    const inputs = source.statements.find((s) => ts.isInterfaceDeclaration(s) && s.name.text === `${className}Args`);
    if (!outputs || !inputs) fail(`${path} does not declare ${className} and ${className}Args`);
    if (ts.getJSDocDeprecatedTag(outputs)) fail(`${token} is deprecated: use what its documentation names instead`);
    const isOutput = (m) => ts.isPropertyDeclaration(m) && m.modifiers?.some((x) => x.kind === ts.SyntaxKind.ReadonlyKeyword);
    const output = this.#properties(token, outputs.members.filter(isOutput));
    const input = this.#properties(token, inputs.members);
    const resource = {
      properties: output.properties,
      required: output.required,
      inputProperties: input.properties,
      requiredInputs: input.required,
    };
    const names = this.#entry.names[token];
    for (const [property, name] of Object.entries(names ?? {})) {
      this.#used.add(`names/${token}/${property}`);
      for (const spec of [resource.properties[property], resource.inputProperties[property]]) {
        if (spec) spec.language = { csharp: { name } };
      }
    }
    return resource;
  }

  /** The nested types that the resources read so far refer to, in token order. */
  collectedTypes() {
    return sorted(this.#types);
  }

  /** Every line of the list must still mean something, so that a new package version cannot make it silently wrong. */
  failOnUnusedEntries() {
    for (const section of ["prune", "doubles", "names"]) {
      for (const [token, entries] of Object.entries(this.#entry[section])) {
        const names = section === "prune" ? (entries.keep ?? entries.drop) : Object.keys(entries);
        for (const name of names) {
          if (!this.#used.has(`${section}/${token}/${name}`)) fail(`resources.json: ${section}: ${token} has no property '${name}'`);
        }
      }
    }
  }

  #properties(token, members) {
    const properties = {};
    const required = [];
    for (const member of members) {
      const name = member.name.getText();
      if (this.#isPruned(token, name)) {
        if (ts.isPropertySignature(member) && !member.questionToken) fail(`${token}: '${name}' is required and cannot be left out`);
        continue;
      }
      const { spec, optional } = this.#type(member.type, `${token}.${name}`);
      properties[name] = this.#isDouble(token, name) ? asDouble(spec, `${token}.${name}`) : spec;
      const deprecated = ts.getJSDocDeprecatedTag(member);
      if (deprecated) properties[name].deprecationMessage = ts.getTextOfJSDocComment(deprecated.comment);
      if (!member.questionToken && !optional) required.push(name);
    }
    return { properties, required };
  }

  #isPruned(token, name) {
    const prune = this.#entry.prune[token];
    if (!prune) return false;
    const listed = (prune.keep ?? prune.drop).includes(name);
    if (listed) this.#used.add(`prune/${token}/${name}`);
    return prune.keep ? !listed : listed;
  }

  #isDouble(token, name) {
    if (!this.#entry.doubles[token]?.[name]) return false;
    this.#used.add(`doubles/${token}/${name}`);
    return true;
  }

  /** A TypeScript type as a schema type. `optional` tells that it admits undefined. */
  #type(node, where) {
    if (ts.isUnionTypeNode(node)) return this.#union(node, where);
    if (ts.isArrayTypeNode(node)) return known({ type: "array", items: this.#type(node.elementType, where).spec });
    if (ts.isTypeLiteralNode(node) && node.members.length === 1 && ts.isIndexSignatureDeclaration(node.members[0])) {
      return known({ type: "object", additionalProperties: this.#type(node.members[0].type, where).spec });
    }
    if (ts.isTypeReferenceNode(node)) return this.#reference(node, where);
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword: return known({ type: "string" });
      case ts.SyntaxKind.BooleanKeyword: return known({ type: "boolean" });
      case ts.SyntaxKind.NumberKeyword: return known({ type: "integer" });
      case ts.SyntaxKind.AnyKeyword: return known({ $ref: "pulumi.json#/Any" });
    }
    return fail(`${where}: unknown type ${node.getText()}`);
  }

  #union(node, where) {
    const members = node.types.filter((t) => t.kind !== ts.SyntaxKind.UndefinedKeyword);
    const optional = members.length < node.types.length;
    if (members.length === 1) return { spec: this.#type(members[0], where).spec, optional };
    const text = members.map((t) => t.getText()).join(" | ");
    if (text === "pulumi.asset.Asset | pulumi.asset.Archive") return { spec: { $ref: "pulumi.json#/Asset" }, optional };
    const [first, second] = members;
    if (first.kind !== ts.SyntaxKind.StringKeyword) fail(`${where}: unknown union ${text}`);
    // TypeScript takes a resource for its name or ARN (`string | Role`); in every typed language this is a string.
    if (members.length === 2 && ts.isTypeReferenceNode(second) && ts.isIdentifier(second.typeName)) return { spec: { type: "string" }, optional };
    const oneOf = members.map((member) => this.#type(member, where).spec);
    return { spec: { ...(second.getText().startsWith("enums.") ? { type: "string" } : {}), oneOf }, optional };
  }

  #reference(node, where) {
    const name = node.typeName.getText();
    if (name === "pulumi.Input" || name === "pulumi.Output") return this.#type(node.typeArguments[0], where);
    if (name === "ARN") return known({ type: "string" });
    const [kind, ...path] = name.split(".");
    if (kind === "inputs" || kind === "outputs") return known(this.#objectReference(path, where));
    if (kind === "enums") return known(this.#enumReference(path, where));
    return fail(`${where}: unknown type ${name}`);
  }

  #objectReference(path, where) {
    const type = path.at(-1);
    const token = `${this.#pkg}:${path.length > 1 ? path[0] : "index"}/${type}:${type}`;
    if (!this.#types[token]) {
      const declaration = this.#interfaces.input.get(path.join("."));
      if (!declaration) fail(`${where}: no input type ${path.join(".")}`);
      // The entry is made first: types can refer to themselves.
      this.#types[token] = { type: "object" };
      Object.assign(this.#types[token], this.#properties(token, declaration.members));
    }
    return reference(token);
  }

  #enumReference([module, type], where) {
    const token = `${this.#pkg}:${module}/${type[0].toLowerCase()}${type.slice(1)}:${type}`;
    if (!this.#types[token]) {
      if (!this.#enums.has(module)) this.#enums.set(module, parse(join(this.#directory, "types", "enums", module, "index.d.ts")));
      const declaration = this.#enums.get(module).statements
        .filter(ts.isVariableStatement)
        .map((s) => s.declarationList.declarations[0])
        .find((d) => d.name.getText() === type);
      if (!declaration) fail(`${where}: no enum ${module}.${type}`);
      this.#types[token] = {
        type: "string",
        enum: declaration.type.members.map((m) => ({ name: m.name.getText(), value: m.type.literal.text })),
      };
    }
    return reference(token);
  }
}

function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
}

// types/input.d.ts holds one namespace a module; the types of the package's root stand outside.
function indexInterfaces(source) {
  const interfaces = new Map();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement);
    if (!ts.isModuleDeclaration(statement)) continue;
    for (const member of statement.body.statements) {
      if (ts.isInterfaceDeclaration(member)) interfaces.set(`${statement.name.text}.${member.name.text}`, member);
    }
  }
  return interfaces;
}

function asDouble(spec, where) {
  if (spec.type !== "integer") fail(`${where}: listed as a double, but it is no number`);
  return { type: "number" };
}

function reference(token) {
  return { $ref: `#/types/${token}` };
}

function known(spec) {
  return { spec, optional: false };
}
