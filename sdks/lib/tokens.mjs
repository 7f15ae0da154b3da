// Small helpers that the extraction and the generator share.

/** Stops with a message for a person, without a stack trace. */
export function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

/** "aws:ec2/vpc:Vpc" -> package aws, module ec2, file ec2/vpc, type Vpc. The module "index" is the package's root. */
export function parseToken(token) {
  const match = /^([a-z]+):([a-z0-9]+)\/([A-Za-z0-9]+):([A-Za-z0-9]+)$/.exec(token);
  if (!match) fail(`'${token}' is no type token; an example: aws:ec2/vpc:Vpc`);
  const [, pkg, module, member, type] = match;
  return { pkg, module, file: module === "index" ? member : `${module}/${member}`, type };
}

/** The same object with its keys in ordinal order. */
export function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
