// Compares pairs of templates with the library of `cdk diff` and prints what it finds as JSON. Argument: the folder with
// node_modules; on standard input a JSON list of {name, before, after}, templates as trees.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "package.json"));
const { fullDiff } = require("@aws-cdk/cloudformation-diff");

const lists = { WILL_CREATE: "added", WILL_DESTROY: "removed", WILL_ORPHAN: "removed", WILL_REPLACE: "replaced", MAY_REPLACE: "may_replace", WILL_UPDATE: "updated" };
const results = JSON.parse(readFileSync(0, "utf8")).map(({ name, before, after }) => {
  const found = { name, added: [], removed: [], replaced: [], may_replace: [], updated: [] };
  fullDiff(before, after, undefined, false).resources.forEachDifference((id, change) => {
    const list = change.isAddition ? "added" : change.isRemoval ? "removed" : lists[change.changeImpact];
    if (list) found[list].push(id);
  });
  return found;
});
console.log(JSON.stringify(results));
