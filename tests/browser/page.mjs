// The page of `vend serve` in Debian's Chromium. Arguments: the program, a folder with node_modules, a folder for screenshots
// (empty: none), and a text: only the proofs whose name has it. Prints a line for each proof; ends with 1 when one fails. All
// share a browser and a server, hence the length.
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';

const [vend, modules, pictures = '', only = ''] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'x.js'));
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'vend-browser-'));
const servers = [];

function serve(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(vend, ['serve', ...args], {stdio: ['ignore', 'pipe', 'inherit']});
    servers.push(child);
    let out = '';
    child.on('exit', () => reject(new Error('vend serve ended')));
    child.stdout.on('data', chunk => {
      out += chunk;
      if (out.includes('\n')) resolve({child, address: out.split('\n')[0], stdout: () => out});
    });
  });
}

function ended(child, signal) {
  return new Promise(resolve => { child.on('exit', (code, by) => resolve({code, by})); child.kill(signal); });
}

const executablePath = process.env.VEND_CHROMIUM || '/usr/bin/chromium';
const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-background-networking']});
let failed = 0;
const wrong = [];  // messages in a console, requests that leave loopback

async function page_at(address, options = {}) {
  const context = await browser.newContext({acceptDownloads: true, ...options});
  const page = await context.newPage();
  page.on('console', message => wrong.push('console: ' + message.text()));
  page.on('pageerror', error => wrong.push('error: ' + error.message));
  page.on('request', request => {
    const url = new URL(request.url());
    if (url.protocol !== 'blob:' && url.hostname !== '127.0.0.1') wrong.push('request: ' + url);
  });
  await page.goto(address);
  await settled(page, 0);
  return page;
}

// Playwright's own waiting evaluates a text in the page, which the page's policy forbids.
async function until(page, holds, argument) {
  const end = Date.now() + 15000;
  while (!await page.evaluate(holds, argument)) {
    if (Date.now() > end) throw new Error('it does not come: ' + holds);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

const count = page => page.evaluate(() => Number(document.documentElement.dataset.settled || 0));
async function settled(page, before) {
  await until(page, before => Number(document.documentElement.dataset.settled || 0) > before, before);
}
async function after(page, act) {
  const before = await count(page);
  await act();
  await settled(page, before);
}

// The page's address once it has followed what is worked on, which takes a moment.
async function address_of(page) {
  let address = '', since = Date.now();
  while (Date.now() < since + 700) {
    if (page.url() !== address) [address, since] = [page.url(), Date.now()];
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return address;
}

async function proof(what, act) {
  if (!what.includes(only)) return;
  const started = Date.now();
  wrong.length = 0;
  try {
    await act();
    assert.deepEqual(wrong, [], 'no message in the console, no request that leaves loopback');
    console.log(`ok      ${what} (${Date.now() - started} ms)`);
  } catch (error) {
    ++failed;
    console.log(`FAILED  ${what}: ${error.stack}`);
  }
}

async function clean_for_axe(page) {
  await page.evaluate(axe + ';0');
  const result = await page.evaluate(() => window.axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}));
  const serious = result.violations.filter(one => ['serious', 'critical'].includes(one.impact));
  assert.deepEqual(serious.map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html).join(' | ')), []);
}

// Another value that a field takes, by its constraints; a picked one where the form says which.
function other_value(field) {
  const others = field.options.filter(one => one !== field.value);
  if (field.options.length) return others[0];
  if (/^\d+$/.test(field.value)) return String(Number(field.value) + 1);
  return field.value + 'x';
}

try {
  const full = await serve();
  await proof('the address stands alone on the first line', async () => {
    assert.match(full.address, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
    assert.equal(full.stdout(), full.address + '\n');
  });

  await proof('every field of the full form, changed once, has an effect; slowest answers', async () => {
    const page = await page_at(full.address);
    const fields = await page.$$eval('#form [name]', all => all.map(one => ({
      name: one.name, value: one.value, secret: one.type === 'password', number: one.type === 'number', options: one.tagName === 'SELECT' ? [...one.options].filter(o => !o.disabled).map(o => o.value) : []})));
    assert.ok(fields.length >= 70, `${fields.length} fields`);
    const times = [];
    for (const field of fields) {
      const control = page.locator(`#form [name="${field.name}"]`);
      if (field.secret) {
        await after(page, () => control.fill('glrt'));
        assert.match(await page.locator(`#refused-${field.name}`).textContent(), /the value is/);
        await after(page, () => control.fill('glrt-aaaaaaaaaaaaaaaaaaaa'));
        assert.equal((await page.locator(`#refused-${field.name}`).textContent()).trim(), '');
        continue;
      }
      const value = other_value(field);
      if (value === undefined) continue;  // a list of one
      await after(page, () => field.options.length ? control.selectOption(value) : control.fill(value));
      const shown = page.locator(`#field-${field.name}`);
      assert.match(await shown.getAttribute('class'), /changed|bad/, field.name);
      times.push(Number(await page.evaluate(() => document.documentElement.dataset.answered)));
      await after(page, () => page.locator('#undo').click());
      assert.doesNotMatch(await shown.getAttribute('class'), /changed/, field.name);
      assert.equal(await control.inputValue(), field.value, field.name);
    }
    times.sort((a, b) => a - b);
    console.log(`        ${times.length} answers at the browser: median ${times[times.length >> 1]} ms, slowest ${times.at(-1)} ms`);
    await page.context().close();
  });

  await proof('refusals stand at their fields, with the reason; focus and caret stay', async () => {
    const page = await page_at(full.address);
    const field = page.locator('[name="4ASGDesiredCapacity"]');
    await field.focus();
    await after(page, () => field.fill('99999'));
    assert.match(await page.locator('#refused-4ASGDesiredCapacity').textContent(), /refused: ./);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement.name), '4ASGDesiredCapacity');
    assert.match(await page.locator('#summary').textContent(), /1 refused/);
    await after(page, () => field.fill('2'));
    assert.equal((await page.locator('#refused-4ASGDesiredCapacity').textContent()).trim(), '');
    assert.match(await page.locator('#part-change').textContent(), /4ASGDesiredCapacity|DesiredCapacity/);
    await after(page, () => page.locator('#begin-here').click());
    assert.match(await page.locator('#part-change').textContent(), /Nothing has changed yet/);
    await after(page, () => page.locator('#undo').click());
    assert.notEqual(await field.inputValue(), '2');
    await after(page, () => page.locator('#redo').click());
    assert.equal(await field.inputValue(), '2');
    await page.context().close();
  });

  await proof('typing fast: every letter stays, the last value is what is shown, judged and compared', async () => {
    const page = await page_at(full.address);
    const asked = [];
    page.on('request', request => { if (request.url().endsWith('/view')) asked.push(request.postDataJSON().work); });
    const field = page.locator('#form input[type=text]').first(), name = await field.getAttribute('name');
    const typed = 'a-name-typed-without-a-pause-by-somebody-in-a-hurry';
    const usual = await field.inputValue();
    await field.fill('');
    await field.pressSequentially(typed, {delay: 5});
    assert.equal(await field.inputValue(), typed);
    await until(page, text => document.getElementById('part-change').textContent.includes(text), typed);
    assert.equal(await field.inputValue(), typed);
    assert.equal(asked.at(-1).values[name], typed);
    assert.ok(asked.length <= typed.length + 2, `${asked.length} questions`);  // clearing the field, and one that waits
    assert.match(await page.locator(`#field-${name}`).getAttribute('class'), /changed|bad/);
    const other = await page_at(await address_of(page));
    assert.equal(await other.locator(`[name="${name}"]`).inputValue(), typed);
    // An answer to what was typed before does not come back into a field that was emptied since.
    await after(page, () => field.fill(usual));
    await field.focus();
    for (let i = 0; i < 30; ++i) {
      await page.keyboard.type('ab', {delay: 8});
      for (let j = 0; j < 2; ++j) await page.keyboard.press('Backspace', {delay: 8});
    }
    assert.equal(await field.inputValue(), usual);
    await page.locator('#editor summary').click();
    await page.locator('#source').focus();
    const before = await page.locator('#source').inputValue();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n# ' + typed, {delay: 5});
    assert.equal(await page.locator('#source').inputValue(), before + '\n# ' + typed);
    assert.equal(await page.evaluate(() => document.getElementById('source').selectionStart), (before + '\n# ' + typed).length);
    await page.context().close();
    await other.context().close();
  });

  await proof('a secret stays in its field: in no request, address or undo', async () => {
    const page = await page_at(full.address);
    const sent = [];
    page.on('request', request => sent.push(request.url() + (request.postData() || '')));
    const secret = 'glrt-SECRETsecretSECRET';
    await after(page, () => page.locator('#form input[type=password]').first().fill(secret));
    await after(page, () => page.locator('[name="4ASGDesiredCapacity"]').fill('2'));
    await page.waitForTimeout(50);
    assert.ok(sent.length >= 2 && !sent.join().includes('SECRET'));
    assert.ok(!page.url().includes(secret));
    assert.equal(await page.locator('#form input[type=password]').first().inputValue(), secret);
    await page.context().close();
  });

  await proof('the address opens the same view, without secrets', async () => {
    const page = await page_at(full.address, {permissions: ['clipboard-read', 'clipboard-write']});
    const entries = await page.evaluate(() => history.length);
    await after(page, () => page.locator('[name="4ASGDesiredCapacity"]').fill('3'));
    await page.locator('#share').click();
    await until(page, () => document.getElementById('share').textContent === 'Copied');
    const address = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(address, page.url());
    assert.equal(await page.evaluate(() => history.length), entries, "the browser's way back leads out of the page");
    const other = await page_at(address);
    assert.equal(await other.locator('[name="4ASGDesiredCapacity"]').inputValue(), '3');
    assert.match(await other.locator('#field-4ASGDesiredCapacity').getAttribute('class'), /changed/);
    await page.context().close();
    await other.context().close();
  });

  await proof('a spec is edited: an error at its line, its mend, completion, undo', async () => {
    const page = await page_at(full.address);
    await after(page, () => page.locator('#preset').selectOption('linux-docker-hot-ha'));
    await page.locator('#editor summary').click();
    const text = await page.locator('#source').inputValue();
    assert.match(text, /^platform:|\nplatform:/);
    await after(page, () => page.locator('#source').fill(text + '\nsise: {desired: 3}\n'));
    const line = text.split('\n').length + 1;
    assert.match(await page.locator('#source-findings').textContent(), new RegExp(`line ${line}: .*sise`));
    assert.equal(await page.locator('#files button').count(), 0);
    await page.locator('#source-findings button').first().click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'source');
    await after(page, () => page.locator('#source').fill(text));
    assert.equal(await page.locator('#source-findings .error').count(), 0);
    await after(page, () => page.locator('#source').fill(text + '\nspo'));
    await page.locator('#source').press('Control+End');
    await page.keyboard.press('Control+Space');
    await page.waitForSelector('#completions [aria-selected="true"]');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('#source').inputValue(), /\nspot:$/);
    await after(page, () => page.locator('#undo').click());
    assert.notEqual(await page.locator('#source').inputValue(), text + '\nspot:');
    await page.context().close();
  });

  await proof('everything that is taken away equals what generate writes', async () => {
    const page = await page_at(full.address);
    const name = 'linux-docker-hot-ha', expected = path.join(scratch, 'expected'), got = path.join(scratch, 'got');
    execFileSync(vend, ['generate', '--preset', name, '-o', expected]);
    await after(page, () => page.locator('#form input[type=text]').first().fill('https://gitlab.example.com/'));  // goes with what one leaves
    await after(page, () => page.locator('#preset').selectOption(name));
    const take = async file => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: file, exact: true}).click()]);
      return fs.readFileSync(await download.path());
    };
    for (const file of [`${name}.cf.yml`, `${name}.parameters.json`])
      assert.deepEqual(await take(file), fs.readFileSync(path.join(expected, file)), file);
    const scripts = (await page.locator('#files button').allTextContents()).filter(one => one.startsWith('runner_configs/'));
    assert.ok(scripts.length > 0);
    for (const file of scripts) assert.deepEqual(await take(file), fs.readFileSync(path.join(expected, file)), file);
    assert.equal((await take('spec.yml')).toString(), execFileSync(vend, ['presets', name]).toString());
    fs.writeFileSync(path.join(scratch, 'all.zip'), await take(`${name}.zip`));
    execFileSync('python3', ['-m', 'zipfile', '-e', path.join(scratch, 'all.zip'), got]);
    fs.rmSync(path.join(got, 'spec.yml'));
    execFileSync('diff', ['-r', expected, got]);
    await after(page, () => page.locator('#form input[type=password]').first().fill('glrt-aaaaaaaaaaaaaaaaaaaa'));
    assert.ok(!(await take(`${name}.parameters.json`)).toString().includes('glrt-aaa'));
    await page.context().close();
  });

  await proof("somebody's template with hostile texts stays text", async () => {
    const page = await page_at(full.address);
    const file = path.join(scratch, 'evil.yml');
    fs.writeFileSync(file, `Parameters:
  A: {Type: String, Default: "</textarea><script>window.evil=1</script>", Description: "<img src=x onerror='window.evil=1'>"}
Resources:
  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub "<svg onload='window.evil=1'>\${A}"}}
# </textarea><script>window.evil=1</script>
`);
    await after(page, () => page.locator('#open').setInputFiles(file));
    await after(page, () => page.locator('[name="A"]').fill('"><script>window.evil=1</script>\u202e'));
    assert.equal(await page.evaluate(() => window.evil), undefined);
    assert.equal(await page.locator('main script, main img').count(), 0);
    await page.context().close();
  });

  await proof('by keyboard alone: to the form, a change, undo', async () => {
    const page = await page_at(full.address);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 4 && !await page.evaluate(() => document.activeElement.name); ++i) await page.keyboard.press('Tab');
    const name = await page.evaluate(() => document.activeElement.name);
    assert.ok(name, 'a field of the form has the focus');
    for (let i = 0; i < 80 && await page.evaluate(() => document.activeElement.name) !== '4ASGDesiredCapacity'; ++i) await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.name), '4ASGDesiredCapacity');
    await page.keyboard.press('Control+A');
    await after(page, () => page.keyboard.type('4'));
    assert.equal(await page.locator('[name="4ASGDesiredCapacity"]').inputValue(), '4');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none');
    await page.context().close();
  });

  for (const [width, colorScheme] of [[360, 'light'], [1600, 'light'], [1600, 'dark'], [360, 'dark']]) {
    await proof(`${width} pixels, ${colorScheme}: nothing is cut off, axe-core finds nothing serious`, async () => {
      const page = await page_at(full.address, {viewport: {width, height: 900}, colorScheme});
      await after(page, () => page.locator('[name="4ASGDesiredCapacity"]').fill('99999'));
      await page.locator('#editor summary').click();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'no sideways scrolling');
      if (width === 360 || colorScheme === 'dark') await clean_for_axe(page);
      await after(page, () => page.locator('[name="4ASGDesiredCapacity"]').fill('2'));
      await page.evaluate(() => scrollTo(0, 0));
      if (pictures) await page.screenshot({path: path.join(pictures, `serve-${width}-${colorScheme}.png`)});
      await page.context().close();
    });
  }

  await proof('two pages do not meet', async () => {
    const one = await page_at(full.address), two = await page_at(full.address);
    await after(one, () => one.locator('[name="4ASGDesiredCapacity"]').fill('5'));
    await after(two, () => two.locator('#preset').selectOption('linux-docker-spot-fleet'));
    await after(one, () => one.locator('[name="5ASGAutoScalingMaxSize"]').fill('9'));
    assert.equal(await one.locator('[name="4ASGDesiredCapacity"]').inputValue(), '5');
    assert.match(await two.locator('#summary').textContent(), /linux-docker-spot-fleet/);
    await one.context().close();
    await two.context().close();
  });

  await proof('the server is killed and started again: the page goes on, with its values', async () => {
    const first = await serve('--preset', 'linux-docker-hot-ha');
    const page = await page_at(first.address);
    const name = await page.locator('#form input[type=text]').nth(1).getAttribute('name');
    await after(page, () => page.locator('#form input[type=password]').first().fill('glrt-aaaaaaaaaaaaaaaaaaaa'));
    first.child.removeAllListeners('exit');
    assert.deepEqual(await ended(first.child, 'SIGKILL'), {code: null, by: 'SIGKILL'});
    await page.locator(`[name="${name}"]`).fill('changed');
    await page.waitForSelector('#trouble:not([hidden])');
    const allowed = wrong.splice(0).filter(one => !one.includes('ERR_CONNECTION_REFUSED'));
    assert.deepEqual(allowed, []);
    const second = await serve('--port', new URL(first.address).port);
    await page.locator('#new-address').fill(second.address);
    await after(page, () => page.keyboard.press('Tab'));
    assert.equal(await page.locator(`[name="${name}"]`).inputValue(), 'changed');
    assert.equal(await page.locator('#form input[type=password]').first().inputValue(), 'glrt-aaaaaaaaaaaaaaaaaaaa');
    assert.ok(await page.locator('#trouble').isHidden());
    await page.context().close();
  });
} finally {
  await browser.close();
  for (const child of servers) { child.removeAllListeners('exit'); child.kill('SIGKILL'); }
  fs.rmSync(scratch, {recursive: true, force: true});
}
if (failed) console.log(`${failed} failed`);
process.exit(failed ? 1 : 0);
