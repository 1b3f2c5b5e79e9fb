// Writes a client's types, read from the stored description of the API: `node ../types.mjs /api/console/v1`, in the
// client's folder; `--check` only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [prefix, isCheck] = [process.argv[2], process.argv.includes("--check")];
const here = pathToFileURL(`${process.cwd()}/`);
const { default: openapiTS, astToString } = createRequire(here)("openapi-typescript");
const target = new URL("src/api/schema.d.ts", here);

const described = JSON.parse(readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8"));
const paths = Object.entries(described.paths).filter(([path]) => path.startsWith(prefix));
const isProse = (key, value) => key === "examples" || (key === "description" && typeof value === "string");
const withoutProse = (key, value) => (isProse(key, value) ? undefined : value);
const kept = { ...described, paths: Object.fromEntries(paths.map(([path, item]) => [path.slice(prefix.length), item])) };
const needed = reachable(kept.paths, described.components.schemas);
kept.components = { schemas: Object.fromEntries(Object.entries(described.components.schemas).filter(([name]) => needed.has(name))) };

const text = astToString(await openapiTS(JSON.parse(JSON.stringify(kept, withoutProse)), { alphabetize: true }));
if (!isCheck) writeFileSync(target, text);
else if (text !== readFileSync(target, "utf8")) {
  console.error(`${target.pathname} is stale: make openapi`);
  process.exit(1);
}

function reachable(from, schemas, found = new Set()) {
  for (const [, name] of JSON.stringify(from).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    reachable(schemas[name], schemas, found);
  }
  return found;
}
