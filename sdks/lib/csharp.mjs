import { parameter } from "./names.mjs";
import { fail } from "./tokens.mjs";

/** A resource class and the class of its arguments. */
export function writeResource(token, resource, names) {
  const { type } = names.parts(token);
  const provider = names.isProvider(token);
  const optional = resource.requiredInputs.length === 0;
  const outputs = Object.entries(resource.properties).map(([name, spec]) => {
    const csharp = names.output(spec, resource.required.includes(name));
    return `        [Output("${name}")]\n        public Output<${csharp}> ${names.property(type, name, spec)} { get; private set; } = null!;\n\n`;
  });
  return `    [${names.attribute}("${token}")]
    public partial class ${type} : global::Pulumi.${provider ? "ProviderResource" : "CustomResource"}
    {
${outputs.join("")}        public ${type}(string name, ${type}Args${optional ? "?" : ""} args${optional ? " = null" : ""}, CustomResourceOptions? options = null)
            : base("${provider ? token.split(":")[2] : token}", name, args ?? new ${type}Args(), ${makeOptions(resource, names)})
        {
        }
    }

${argsClass(`${type}Args`, resource.inputProperties, resource.requiredInputs, provider, names)}`;
}

/** A nested input class. */
export function writeInputType(token, type, names) {
  return argsClass(`${names.parts(token).type}Args`, type.properties, type.required, false, names);
}

/** A nested output class: read-only fields, set by the constructor that the SDK calls. */
export function writeOutputType(token, { properties, required }, names) {
  const { type } = names.parts(token);
  const fields = Object.entries(properties).map(([name, spec]) => ({
    type: names.output(spec, required.includes(name)),
    name: names.property(type, name, spec),
    parameter: parameter(name),
  }));
  return `    [OutputType]
    public sealed class ${type}
    {
${fields.map((f) => `        public readonly ${f.type} ${f.name};\n`).join("")}
        [OutputConstructor]
        private ${type}(${fields.map((f) => `\n            ${f.type} ${f.parameter}`).join(",")})
        {
${fields.map((f) => `            ${f.name} = ${f.parameter};\n`).join("")}        }
    }
`;
}

/** The names of one namespace's types that are not generated, each as an empty class that may not be used. */
export function writeMissingNames(namespace, types) {
  return `namespace ${namespace}
{
${types.map((type) => `    [global::System.Obsolete(Utilities.NotGenerated, true)] public sealed class ${type} { }\n`).join("")}}
`;
}

/** An enumeration that stays open: a struct around its text. */
export function writeEnum(token, { enum: values }, names) {
  const { type } = names.parts(token);
  return `    [EnumType]
    public readonly struct ${type} : global::System.IEquatable<${type}>
    {
        private readonly string _value;

        private ${type}(string value) => _value = value;

${values.map((v) => `        public static ${type} ${v.name} { get; } = new(${JSON.stringify(v.value)});\n`).join("")}
        public static bool operator ==(${type} left, ${type} right) => left.Equals(right);

        public static bool operator !=(${type} left, ${type} right) => !left.Equals(right);

        public static explicit operator string(${type} value) => value._value;

        public bool Equals(${type} other) => string.Equals(_value, other._value, global::System.StringComparison.Ordinal);

        public override bool Equals(object? obj) => obj is ${type} other && Equals(other);

        public override int GetHashCode() => _value?.GetHashCode(global::System.StringComparison.Ordinal) ?? 0;

        public override string ToString() => _value;
    }
`;
}

function argsClass(className, properties, required, provider, names) {
  const members = Object.entries(properties).map(([name, spec]) => {
    const json = provider && spec.type !== "string";
    const flags = `${required.includes(name) ? ", required: true" : ""}${json ? ", json: true" : ""}`;
    return argument(`[Input("${name}"${flags})]`, name, names.property(className, name, spec), spec, required.includes(name), names);
  });
  const defaults = Object.entries(properties).map(([name, spec]) => defaultValue(name, spec, names, className)).filter(Boolean);
  return `    public sealed class ${className} : global::Pulumi.ResourceArgs
    {
${members.map((m) => m + "\n").join("")}        public ${className}()
        {
${defaults.map((d) => `            ${d}\n`).join("")}        }

        public static new ${className} Empty => new ${className}();
    }
`;
}

function argument(attribute, name, member, spec, required, names) {
  const type = names.input(spec);
  const collection = spec.type === "array" || spec.additionalProperties !== undefined;
  const field = `_${name}`;
  if (spec.secret && (collection || spec.$ref || spec.oneOf)) fail(`'${name}': secret inputs of type ${type} are not supported yet`);
  const obsolete = spec.deprecationMessage ? `        [global::System.Obsolete(${JSON.stringify(spec.deprecationMessage)})]\n` : "";
  if (spec.secret) {
    return `        ${attribute}
        private ${type}? ${field};

${obsolete}        public ${type}? ${member}
        {
            get => ${field};
            set => ${field} = Utilities.Secret(value);
        }
`;
  }
  if (collection) {
    return `        ${attribute}
        private ${type}? ${field};

${obsolete}        public ${type} ${member}
        {
            get => ${field} ??= new ${type}();
            set => ${field} = value;
        }
`;
  }
  return `        ${attribute}\n${obsolete}        public ${type}${required ? "" : "?"} ${member} { get; set; }${required ? " = null!;" : ""}\n`;
}

function defaultValue(name, spec, names, className) {
  const member = names.property(className, name, spec);
  if (spec.defaultInfo) return `${member} = Utilities.Environment(${spec.defaultInfo.environment.map((e) => JSON.stringify(e)).join(", ")});`;
  return spec.default === undefined ? undefined : `${member} = ${JSON.stringify(spec.default)};`;
}

function makeOptions(resource, names) {
  const aliases = (resource.aliases ?? []).map((a) => JSON.stringify(a.type));
  const secrets = Object.entries(resource.properties).filter(([, s]) => s.secret).map(([name]) => JSON.stringify(name));
  const list = (items) => `[${items.join(", ")}]`;
  return `Utilities.MakeResourceOptions(options, aliases: ${list(aliases)}, secretOutputs: ${list(secrets)})`;
}
