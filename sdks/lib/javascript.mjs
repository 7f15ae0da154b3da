import { readFileSync } from "node:fs";
import ts from "typescript";
import { fail } from "./tokens.mjs";

/**
 * What a resource's compiled JavaScript tells and its declarations do not: the type token, the inputs that it insists
 * on, secrets, defaults, aliases, and the inputs that are turned into JSON text.
 */
export function readResourceModule(path, className) {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const declaration = source.statements.find((s) => ts.isClassDeclaration(s) && s.name?.text === className);
  if (!declaration) fail(`${path} has no class ${className}`);
  const facts = {
    token: undefined,
    required: new Set(),
    secretInputs: new Set(),
    secretOutputs: [],
    defaults: new Map(),
    aliases: [],
    json: new Set(),
  };
  for (const member of declaration.members) {
    if (ts.isPropertyDeclaration(member) && member.name.getText() === "__pulumiType") facts.token = member.initializer.text;
    if (ts.isConstructorDeclaration(member)) readConstructor(member.body, facts, path);
  }
  return facts;
}

function readConstructor(body, facts, path) {
  for (const statement of body.statements) {
    if (ts.isIfStatement(statement)) readInputs(statement.elseStatement, facts, path);
    else if (ts.isBlock(statement)) readInputs(statement, facts, path);
    else if (ts.isVariableStatement(statement)) readOptions(statement, facts, path);
  }
}

// The branch that makes a new resource: `if (args?.x === undefined && !opts.urn) throw` and `resourceInputs["x"] = …`.
function readInputs(block, facts, path) {
  for (const statement of block.statements) {
    if (ts.isIfStatement(statement)) {
      const name = /^args\?\.(\w+) === undefined && !opts\.urn$/.exec(statement.expression.getText())?.[1];
      if (!name) fail(`${path}: unknown condition ${statement.expression.getText()}`);
      facts.required.add(name);
    } else if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
      readInput(statement.expression.left.argumentExpression.text, statement.expression.right, facts, path);
    }
  }
}

function readInput(name, expression, facts, path) {
  let text = expression.getText();
  const json = /^pulumi\.output\((.*)\)\.apply\(JSON\.stringify\)$/.exec(text);
  if (json) {
    facts.json.add(name);
    text = json[1];
  }
  if (text === `args?.${name}` || text === "undefined") return;
  if (text === `args?.${name} ? pulumi.secret(args.${name}) : undefined`) {
    facts.secretInputs.add(name);
    return;
  }
  const fallback = new RegExp(`^\\(args\\?\\.${name}\\) \\?\\? (.+)$`).exec(text)?.[1];
  const environment = fallback && /^utilities\.getEnv\((.+)\)$/.exec(fallback)?.[1];
  if (environment) facts.defaults.set(name, { defaultInfo: { environment: JSON.parse(`[${environment}]`) } });
  else if (fallback && /^(true|false|-?\d+|".*")$/.test(fallback)) facts.defaults.set(name, { default: JSON.parse(fallback) });
  else fail(`${path}: '${name}' is set in an unknown way: ${text}`);
}

function readOptions(statement, facts, path) {
  for (const { name, initializer } of statement.declarationList.declarations) {
    const option = name.getText();
    if (option === "secretOpts") facts.secretOutputs = strings(initializer, "additionalSecretOutputs");
    else if (option === "aliasOpts") facts.aliases = [...new Set(readAliases(initializer))];
    else if (option !== "resourceInputs") fail(`${path}: unknown resource option ${option}`);
  }
}

function readAliases(object) {
  return property(object, "aliases").elements.map((alias) => property(alias, "type").text);
}

function strings(object, name) {
  return property(object, name).elements.map((e) => e.text);
}

function property(object, name) {
  return object.properties.find((p) => p.name.getText() === name).initializer;
}
