// Runs AWS's own validator over templates and prints what it finds as JSON. Argument: the folder with node_modules; the
// templates' paths come on standard input, one a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "package.json"));
const { RegoEngine, TemplateFile } = require("@aws/cloudformation-validate");

const started = performance.now();
const engine = new RegoEngine();
const result = { start_ms: performance.now() - started, files: [] };
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const before = performance.now();
  const report = engine.validateStandard(new TemplateFile(path));
  result.files.push({
    path,
    ms: performance.now() - before,
    findings: report.diagnostics.map((d) => ({
      severity: d.severity,
      rule: d.ruleId,
      place: [d.entity?.logicalId, d.propertyPath].filter(Boolean).join("."),
      line: d.startLine,
      message: d.message,
    })),
  });
}
engine.free();
result.peak_mb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify(result));
