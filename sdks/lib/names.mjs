import { fail, parseToken } from "./tokens.mjs";

/** Which C# namespace, class and type stand for a schema's tokens, properties and types. */
export class Names {
  #schema;
  #root;

  constructor(schema) {
    this.#schema = schema;
    this.#root = `Pulumi.${pascal(schema.name)}`;
  }

  /** The type token behind a `$ref`. */
  static token(ref) {
    return ref.slice("#/types/".length);
  }

  get root() {
    return this.#root;
  }

  /** The attribute that marks this package's resource classes. */
  get attribute() {
    return `${pascal(this.#schema.name)}ResourceType`;
  }

  isProvider(token) {
    return token.startsWith("pulumi:providers:");
  }

  parts(token) {
    return this.isProvider(token) ? { module: "index", type: "Provider" } : parseToken(token);
  }

  moduleNamespace(module) {
    if (module === "index") return this.#root;
    const name = this.#schema.language.csharp.namespaces[module];
    if (!name) fail(`resources.json: namespaces has no entry for the module '${module}'`);
    return `${this.#root}.${name}`;
  }

  property(owner, name, spec) {
    const result = spec.language?.csharp?.name ?? pascal(name);
    if (result === owner) fail(`resources.json: names needs another C# name for '${name}' of ${owner}: a member cannot be called as its class`);
    return result;
  }

  /** `Input<T>`, `InputList<T>` … without the question mark. */
  input(spec) {
    if (spec.type === "array") return `InputList<${this.#element(spec.items, "Inputs")}>`;
    if (spec.additionalProperties) return `InputMap<${this.#element(spec.additionalProperties, "Inputs")}>`;
    if (spec.oneOf?.length > 2) return "object";
    if (spec.oneOf) return `InputUnion<${spec.oneOf.map((s) => this.#element(s, "Inputs")).join(", ")}>`;
    return `Input<${this.#element(spec, "Inputs")}>`;
  }

  /** The plain type of an output, with a question mark where the value can be absent. */
  output(spec, required) {
    if (spec.type === "array") return this.#element(spec, "Outputs");
    return this.#element(spec, "Outputs") + (required ? "" : "?");
  }

  #element(spec, side) {
    if (spec.type === "array") return `ImmutableArray<${this.#element(spec.items, side)}>`;
    if (spec.additionalProperties) return `ImmutableDictionary<string, ${this.#element(spec.additionalProperties, side)}>`;
    if (spec.$ref === "pulumi.json#/Asset") return "global::Pulumi.AssetOrArchive";
    if (spec.$ref === "pulumi.json#/Any") return "object";
    if (spec.$ref) return this.#reference(Names.token(spec.$ref), side);
    return { string: "string", boolean: "bool", integer: "int", number: "double" }[spec.type] ?? fail(`unknown type ${JSON.stringify(spec)}`);
  }

  #reference(token, side) {
    const { module, type } = parseToken(token);
    const namespace = this.moduleNamespace(module);
    if (this.#schema.types[token].enum) return `global::${namespace}.${type}`;
    return `global::${namespace}.${side}.${type}${side === "Inputs" ? "Args" : ""}`;
  }
}

export function pascal(name) {
  return name[0].toUpperCase() + name.slice(1);
}

/** A parameter name: C#'s own words get an @. */
export function parameter(name) {
  return keywords.has(name) ? `@${name}` : name;
}

const keywords = new Set(("abstract as base bool break byte case catch char checked class const continue decimal default " +
  "delegate do double else enum event explicit extern false finally fixed float for foreach goto if implicit in int " +
  "interface internal is lock long namespace new null object operator out override params private protected public " +
  "readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof " +
  "uint ulong unchecked unsafe ushort using virtual void volatile while").split(" "));
