// The reports that are one file, in Debian's Chromium: `vend diff --format html`. Arguments: the program, a folder with node_modules, a folder
// for screenshots (empty: none). Prints a line for each proof; ends with 1 when one fails.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const [vend, modules, pictures = ''] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'x.js'));
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'vend-report-'));
const browser = await chromium.launch({executablePath: process.env.VEND_CHROMIUM || '/usr/bin/chromium',
                                       args: ['--no-sandbox', '--disable-background-networking']});
let failed = 0;

// Two templates with what else a report can hold: names of others with markup in them, long words, many instances.
const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>' + 'w'.repeat(300);
function stack(text) {
  const hook = {LifecycleHookName: 'drain', LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 1800};
  return {Parameters: {['Long' + 'Name'.repeat(40)]: {Type: 'String', Default: text}},
          Outputs: {Text: {Value: text, Export: {Name: 'n'}}},
          Resources: {
            Launch: {Type: 'AWS::EC2::LaunchTemplate', Properties: {LaunchTemplateData: {ImageId: 'ami-1', UserData: {'Fn::Base64': text}}}},
            Group: {Type: 'AWS::AutoScaling::AutoScalingGroup', UpdatePolicy: {AutoScalingRollingUpdate: {MaxBatchSize: 3, MinInstancesInService: 2}},
                    Properties: {MinSize: 1, MaxSize: 40, DesiredCapacity: 20, AvailabilityZones: ['us-east-1a'], LifecycleHookSpecificationList: [hook],
                                 LaunchTemplate: {LaunchTemplateId: {Ref: 'Launch'}, Version: {'Fn::GetAtt': ['Launch', 'LatestVersionNumber']}}}},
            Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: text}}}};
}
for (const [name, text] of [['old', 'a'], ['new', hostile]]) fs.writeFileSync(path.join(scratch, name + '.json'), JSON.stringify(stack(text)));
const reports = [['presets', ['linux-docker-spot-fleet', 'linux-docker-autoscaling-mixed']],
                 ['others', [path.join(scratch, 'old.json'), path.join(scratch, 'new.json')]], ['nothing', ['linux-docker-hot-ha', 'linux-docker-hot-ha']]];

async function proof(name, run) {
  try {
    await run();
    console.log('passed  ' + name);
  } catch (error) {
    ++failed;
    console.log('FAILED  ' + name + ': ' + error.stack);
  }
}

try {
  for (const [name, sides] of reports) {
    const file = path.join(scratch, name + '.html');
    fs.writeFileSync(file, execFileSync(vend, ['diff', ...sides, '--format', 'html']));
    for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1600, 'light'], [1600, 'dark']]) {
      await proof(`what an update does (${name}), ${width} pixels, ${colorScheme}: no request, no message, nothing cut off, axe-core finds nothing`, async () => {
        const context = await browser.newContext({viewport: {width, height: 900}, colorScheme});
        const page = await context.newPage(), wrong = [];
        page.on('console', message => wrong.push('console: ' + message.text()));
        page.on('pageerror', error => wrong.push('error: ' + error.message));
        page.on('dialog', dialog => { wrong.push('dialog'); dialog.dismiss(); });
        page.on('request', request => { if (request.url() !== pathToFileURL(file).href) wrong.push('request: ' + request.url()); });
        await page.goto(pathToFileURL(file).href);
        assert.match(await page.locator('h1').textContent(), /What this update does/);
        if (name !== 'nothing') assert.ok(await page.locator('svg[role=img]').count() > 0 || name === 'presets', 'the group over time is drawn');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'no sideways scrolling');
        assert.deepEqual(wrong, []);
        if (pictures) await page.screenshot({path: path.join(pictures, `diff-${name}-${width}-${colorScheme}.png`), fullPage: true});
        await context.close();
        // The page's own policy forbids scripts, axe-core's too: the same page without it.
        const second = await browser.newContext({viewport: {width, height: 900}, colorScheme, bypassCSP: true});
        const open = await second.newPage();
        await open.goto(pathToFileURL(file).href);
        await open.evaluate(axe + ';0');
        const result = await open.evaluate(() => window.axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}));
        const serious = result.violations.filter(one => ['serious', 'critical'].includes(one.impact));
        assert.deepEqual(serious.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)} ${one.nodes[0].failureSummary}`), []);
        await second.close();
      });
    }
  }
} finally {
  await browser.close();
  fs.rmSync(scratch, {recursive: true, force: true});
}
if (failed) console.log(`${failed} failed`);
process.exit(failed ? 1 : 0);
