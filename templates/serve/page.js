// The page of `vend serve`. What somebody works on lives here: the server answers, and keeps nothing. Secrets stay in
// their fields: they are in no request, no address, no undo. The page loads one script and nothing else, hence the length.
'use strict';

const at = id => document.getElementById(id);
const source = at('source'), form = at('form'), lines = at('lines'), completions = at('completions');
const policy = window.trustedTypes ? window.trustedTypes.createPolicy('vend', {createHTML: text => text}) : {createHTML: text => text};

// Where requests go: the address of this page, or of a server that was started again.
let base = location.pathname;
let work = {name: source.dataset.name, text: source.value, values: {}, region: 'us-east-1', stack: 'gitlab-runners'};
let began = copy(work);
let pieces = {};         // html of what is shown, by checksum
let texts = {};          // the pieces of each part, as they are shown
let due = {};            // and as they are to be shown
let past = [], future = [];
let facts = {findings: [], errors: 0, files: [], shareable: true};

function copy(value) { return JSON.parse(JSON.stringify(value)); }

// --- talking to the server

async function ask(what, body, signal) {
  const response = await fetch(base + what, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body), credentials: 'omit', signal});
  if (!response.ok) throw new Error((await response.text()).trim());
  return response;
}

// The newest change is answered, those before it that still wait are not: what is asked for one at a time is current.
// What takes longer than the view, findings and the comparison, is given up for a newer change.
let running = false, again = false, slow = new AbortController();
async function refresh() {
  if (running) { again = true; slow.abort(); return; }
  running = true;
  try {
    do {
      again = false;
      slow = new AbortController();
      const started = performance.now();
      const asked = copy(work);
      const answer = await (await ask('view', {work: {...asked, entered: entered()}, have: Object.keys(pieces)})).json();
      show(answer);
      document.documentElement.dataset.answered = Math.round(performance.now() - started);
      calm();
      remember_soon();
      await next_task();
      Object.keys(due).forEach(unfold);
      try {
        await judge(asked, slow.signal);
        await compare(asked, slow.signal);
      } catch (error) {
        if (error.name !== 'AbortError') throw error;
      }
    } while (again);
    document.documentElement.dataset.settled = String(Number(document.documentElement.dataset.settled || 0) + 1);
  } catch (error) {
    complain(error);
  } finally {
    running = false;
  }
}

const next_task = () => new Promise(resolve => setTimeout(resolve));

async function judge(asked, signal) {
  const found = await (await ask('findings', {work: {...asked, entered: entered()}}, signal)).json();
  facts.findings = found.findings;
  facts.errors = found.errors;
  put(at('part-findings'), found.html);
  summarize();
  show_findings();
}

async function compare(asked, signal) {
  if (!at('change').open) return;
  const place = at('part-change');
  if (JSON.stringify(asked) === JSON.stringify(began)) return put(place, '<p>Nothing has changed yet.</p>');
  put(place, (await (await ask('compare', {before: began, after: {...asked, entered: entered()}}, signal)).json()).html);
}

function calm() {
  const place = at('trouble');
  place.hidden = true;
  place.replaceChildren();
}

function complain(error) {
  clearTimeout(remembering);  // an address of a server that is gone would be asked for its icon
  const place = at('trouble');
  if (!place.hidden) return;
  const text = document.createElement('p');
  text.textContent = error instanceof TypeError
    ? 'The server does not answer. What you entered is kept on this page.'
    : 'The server refused: ' + error.message;
  const label = document.createElement('label');
  label.textContent = 'Start vend serve again with --port ' + location.port + ', and paste its address here to go on: ';
  const input = document.createElement('input');
  input.id = 'new-address';
  input.type = 'text';
  input.spellcheck = false;
  label.append(input);
  input.addEventListener('change', () => go_on_at(input.value.trim()));
  place.replaceChildren(text, label);
  place.hidden = false;
}

function go_on_at(address) {
  let url;
  try { url = new URL(address); } catch { return; }
  if (url.hostname !== '127.0.0.1' && url.hostname !== 'localhost') return;
  if (url.origin !== location.origin) {  // another port: this page's policy lets it ask only where it came from
    location.href = url.origin + url.pathname + location.hash;
    return;
  }
  base = url.pathname;
  history.replaceState(null, '', base + location.hash);
  at('trouble').hidden = true;
  refresh();
}

// --- showing answers

function show(answer) {
  facts = {...facts, ...answer, html: undefined};  // findings come after it
  const shown = new Map(answer.parts.map(part => [part.id, part.pieces])), known = {...pieces, ...answer.html};
  pieces = {};
  for (const sum of [...shown.values()].flat()) pieces[sum] = known[sum];
  for (const id of new Set([...shown.keys(), ...Object.keys(texts)])) {
    if (shown.has(id)) due[id] = shown.get(id).map(sum => known[sum]);
    else if (id === 'form') delete due.form, delete texts.form;  // what is shown stays, for the next text that can be read
    else due[id] = [''];
    if (!is_folded(id)) unfold(id);
  }
  document.body.classList.toggle('broken', !answer.ok);
  form.inert = !answer.ok;
  check_secrets();
  summarize();
  show_files();
}

// What is folded away is brought up to date after what somebody looks at.
const is_folded = id => at(id)?.open === false;

function unfold(id) {
  const place = at('part-' + id), now = due[id], before = texts[id] || [];
  if (!place || !now || now === before) return;
  texts[id] = now;
  if (now.length !== before.length) return put(place, now.join(''));
  const changed = now.map((text, i) => text === before[i] ? null : one_element(before[i], text)).filter(one => one !== null);
  if (changed.includes(undefined)) return put(place, now.join(''));
  for (const one of changed) become_element(at(one.id), one);
}

// The element that a piece is, if its end tag is in it and nothing behind that has changed.
function one_element(before, text) {
  const tag = /^<(div|details|p) [^>]*id="/.exec(text)?.[1];
  if (!tag) return undefined;
  const tail = piece => piece.slice(piece.lastIndexOf(`</${tag}>`));
  if (!text.includes(`</${tag}>`) || tail(text) !== tail(before)) return undefined;
  const made = parsed('div', text), found = made.firstElementChild, old = at(found.id);
  return made.childElementCount === 1 && old?.nodeName === found.nodeName ? found : undefined;
}

function plural(count, what) { return count + ' ' + what + (count === 1 ? '' : 's'); }

function summarize() {
  const parts = [work.name || 'The full template', facts.kind === 'spec' ? plural(facts.fields, 'field') : 'a template, ' + plural(facts.fields, 'field')];
  if (facts.changed) parts.push(facts.changed + ' changed');
  const refused = form.querySelectorAll('.refusals:not(:empty)').length;
  if (refused) parts.push(refused + ' refused');
  if (facts.missing) parts.push(facts.missing + ' without a value');
  if (facts.errors) parts.push(plural(facts.errors, 'error'));
  const text = parts.join(', ');
  if (at('summary').textContent !== text) at('summary').textContent = text;
}

function parsed(tag, html) {
  const made = document.createElement(tag);
  made.innerHTML = policy.createHTML(html);
  return made;
}

// Makes `place` show the HTML by changing what differs, so that focus, caret and what is unfolded stay.
function put(place, html) { become(place, parsed(place.tagName, html)); }

function become(old, made) {
  let child = old.firstChild;
  for (const wanted of [...made.childNodes]) {
    if (child && wanted.id && child.id !== wanted.id) {
      let later = child;
      while (later && later.id !== wanted.id) later = later.nextSibling;
      if (later) while (child !== later) { const next = child.nextSibling; child.remove(); child = next; }
    }
    if (!child || child.nodeType !== wanted.nodeType || child.nodeName !== wanted.nodeName || (child.id || '') !== (wanted.id || '')) {
      old.insertBefore(wanted, child);
      continue;
    }
    if (child.nodeType === Node.TEXT_NODE) {
      if (child.data !== wanted.data) child.data = wanted.data;
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      become_element(child, wanted);
    }
    child = child.nextSibling;
  }
  while (child) { const next = child.nextSibling; child.remove(); child = next; }
}

function become_element(old, wanted) {
  if (old.isEqualNode(wanted)) return;
  attributes(old, wanted);
  become(old, wanted);
  values(old, wanted);
}

function attributes(old, wanted) {
  for (const one of [...old.attributes]) {
    if (!wanted.hasAttribute(one.name) && one.name !== 'open' && one.name !== 'aria-invalid') old.removeAttribute(one.name);
  }
  for (const one of wanted.attributes) {
    if (one.name !== 'open' && old.getAttribute(one.name) !== one.value) old.setAttribute(one.name, one.value);
  }
}

// What somebody is typing is newer than the answer.
function values(old, wanted) {
  if (old.type === 'password' || old === document.activeElement && old.tagName === 'INPUT') return;
  if ((old.tagName === 'INPUT' || old.tagName === 'SELECT') && old.name && !(old.name in work.values)) {
    if (old.value !== wanted.value) old.value = wanted.value;
  } else if (old.name in work.values && old.value !== work.values[old.name]) {
    old.value = work.values[old.name];
  }
}

function show_findings() {
  const list = at('source-findings');
  list.replaceChildren(...facts.findings.filter(one => one.line > 0 || facts.kind === 'template').map(one => {
    const row = document.createElement('li'), button = document.createElement('button');
    row.className = one.severity;
    button.type = 'button';
    button.textContent = (one.line ? 'line ' + one.line + ': ' : '') + one.message + ' [' + one.code + ']';
    button.addEventListener('click', () => go_to_line(one.line));
    row.append(button);
    if (one.fix) row.append(document.createTextNode(' ' + one.fix));
    return row;
  }));
  source.setAttribute('aria-invalid', String(facts.errors > 0));
  number_lines();
}

let numbered = '';
function number_lines() {
  const bad = new Set(facts.findings.filter(one => one.line > 0).map(one => one.line));
  const count = source.value.split('\n').length, wanted = count + ':' + [...bad].join();
  if (wanted === numbered) return;
  numbered = wanted;
  const rows = [];
  for (let line = 1; line <= count; ++line) rows.push((bad.has(line) ? '▶' : '') + line);
  lines.textContent = rows.join('\n');
}

function go_to_line(line) {
  const before = source.value.split('\n').slice(0, Math.max(0, line - 1)).join('\n');
  const start = before.length + (line > 1 ? 1 : 0), end = source.value.indexOf('\n', start);
  source.focus();
  source.setSelectionRange(start, end < 0 ? source.value.length : end);
  source.scrollTop = (line - 4) * (source.scrollHeight / source.value.split('\n').length);
}

// --- the form

const is_field = element => element.name && element.form === form;

function entered() {
  return [...secrets()].filter(one => one.value !== '' && !secret_problem(one)).map(one => one.name);
}

const secrets = () => form.querySelectorAll('input[type=password]');

// Only this page knows a secret, and so it alone can say whether its constraints take it.
function secret_problem(input) {
  const value = input.value, limits = facts.form?.[input.name] || {};
  if (value === '') return '';
  if (limits.min && value.length < Number(limits.min)) return 'is shorter than ' + limits.min + ' characters';
  if (limits.max && value.length > Number(limits.max)) return 'is longer than ' + limits.max + ' characters';
  if (limits.pattern) {
    try {
      if (!new RegExp('^(?:' + limits.pattern + ')$', 'u').test(value)) return 'is not what this field takes';
    } catch { /* a pattern of Java's that JavaScript cannot read: AWS judges */ }
  }
  return '';
}

function check_secrets() {
  for (const input of secrets()) {
    const problem = secret_problem(input), place = at('refused-' + input.name);
    if (!place) continue;
    const said = place.querySelector('.local');
    if (said && said.textContent === 'refused: the value ' + problem) continue;
    if (said) said.remove();
    if (!problem) continue;
    const row = document.createElement('p');
    row.className = 'refused local';
    row.textContent = 'refused: the value ' + problem;
    place.append(row);
  }
  for (const control of form.querySelectorAll('[name]')) {
    const refused = at('refused-' + control.name)?.children.length > 0;
    if (refused !== (control.getAttribute('aria-invalid') === 'true')) refused ? control.setAttribute('aria-invalid', 'true') : control.removeAttribute('aria-invalid');
  }
}

form.addEventListener('submit', event => event.preventDefault());
form.addEventListener('input', event => {
  const field = event.target;
  if (!is_field(field)) return;
  if (field.type === 'password') { check_secrets(); refresh(); return; }
  change('field ' + field.name, () => {
    const normal = facts.form?.[field.name]?.default;
    if (normal === field.value || (field.value === '' && normal === undefined)) delete work.values[field.name];
    else work.values[field.name] = field.value;
  });
});
for (const [id, key] of [['env-region', 'region'], ['env-stack', 'stack']])
  at(id).addEventListener('input', event => change(id, () => { work[key] = event.target.value.trim(); }));

// --- changes, undo, the address

// Steps of one kind that follow each other quickly are one: a word that is typed is undone at once.
let last = {kind: '', time: 0};
function change(kind, act) {
  const now = performance.now();
  if (kind !== last.kind || now - last.time > 1500) past.push(copy(work));
  last = {kind, time: now};
  if (past.length > 200) past.shift();
  future = [];
  act();
  buttons();
  refresh();
}

function buttons() {
  at('undo').disabled = past.length === 0;
  at('redo').disabled = future.length === 0;
}

function become_work(next) {
  work = next;
  last.kind = '';
  if (source.value !== work.text) source.value = work.text;
  at('env-region').value = work.region;
  at('env-stack').value = work.stack;
  for (const input of form.querySelectorAll('[name]')) {
    if (input.type === 'password') continue;
    const value = work.values[input.name] ?? facts.form?.[input.name]?.default ?? '';
    if (input.value !== value) input.value = value;
  }
  buttons();
  number_lines();
  refresh();
}

at('undo').addEventListener('click', () => {
  if (past.length === 0) return;
  future.push(copy(work));
  become_work(past.pop());
});
at('redo').addEventListener('click', () => {
  if (future.length === 0) return;
  past.push(copy(work));
  become_work(future.pop());
});
at('begin-here').addEventListener('click', () => { began = copy(work); refresh(); });

const to_base64 = bytes => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const from_base64 = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), one => one.charCodeAt(0));
async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

// The address holds what is worked on, behind its #, which no browser sends to a server.
let written = '';
async function remember() {
  if (!facts.shareable) return history.replaceState(null, '', base);
  const packed = await through(new TextEncoder().encode(JSON.stringify(work)), new CompressionStream('deflate-raw'));
  let text = '';
  for (let i = 0; i < packed.length; i += 8190) text += to_base64(packed.subarray(i, i + 8190));
  written = '#' + text;
  history.replaceState(null, '', base + written);
}

// Browsers refuse addresses that change with every letter.
let remembering = 0;
function remember_soon() {
  clearTimeout(remembering);
  remembering = setTimeout(remember, 200);
}

async function from_address() {
  if (location.hash.length < 2 || location.hash === written) return null;
  try {
    const text = location.hash.slice(1), parts = [];
    for (let i = 0; i < text.length; i += 10920) parts.push(from_base64(text.slice(i, i + 10920)));
    const bytes = await through(new Blob(parts), new DecompressionStream('deflate-raw'));
    const found = JSON.parse(new TextDecoder().decode(bytes));
    const is_text = value => typeof value === 'string';
    if (![found.name, found.text, found.region, found.stack].every(is_text) || typeof found.values !== 'object') return null;
    return {name: found.name, text: found.text, region: found.region, stack: found.stack,
            values: Object.fromEntries(Object.entries(found.values).filter(([, value]) => is_text(value)))};
  } catch { return null; }  // an anchor, or half an address
}

window.addEventListener('hashchange', async () => {
  const found = await from_address();
  if (!found) {  // a link within the page
    if (location.hash !== written) remember();
    return;
  }
  past.push(copy(work));
  become_work(found);
});

async function to_clipboard(text, button) {
  const was = button.textContent;
  try { await navigator.clipboard.writeText(text); button.textContent = 'Copied'; }
  catch { button.textContent = 'The browser does not let this page copy'; }
  setTimeout(() => { button.textContent = was; }, 1500);
}
at('share').addEventListener('click', async event => {
  const button = event.target;
  clearTimeout(remembering);
  await remember();
  to_clipboard(location.href, button);
});
at('copy-commands').addEventListener('click', event => to_clipboard(at('part-next').textContent, event.target));

// --- where to start from

function start_with(name, text) {
  change('start ' + name, () => { work = {...work, name, text, values: {}}; });
  source.value = text;
  began = copy(work);
  number_lines();
}

at('preset').addEventListener('change', async event => {
  const name = event.target.value;
  if (!name) return;
  try {
    const found = await (await ask('preset', {name})).json();
    start_with(found.name, found.text);
  } catch (error) { complain(error); }
});
at('open').addEventListener('change', async event => {
  const file = event.target.files[0];
  if (!file) return;
  start_with(file.name, await file.text());
});

// --- the editor

source.addEventListener('input', () => {
  hide_completions();
  change('text', () => { work.text = source.value; });
  number_lines();
});
source.addEventListener('scroll', () => { lines.scrollTop = source.scrollTop; });

let suggestions = [], chosen = -1, from = 0, leaving = false;
const bytes_to = index => new TextEncoder().encode(source.value.slice(0, index)).length;

async function suggest() {
  const cursor = source.selectionStart, asked = source.value;
  let answer;
  try { answer = await (await ask('complete', {text: asked, offset: bytes_to(cursor)})).json(); }
  catch (error) { return complain(error); }
  if (source.value !== asked || source.selectionStart !== cursor) return;  // somebody typed on
  from = new TextDecoder().decode(new TextEncoder().encode(asked).subarray(0, answer.from)).length;
  suggestions = answer.suggestions;
  if (suggestions.length === 0) return hide_completions();
  completions.replaceChildren(...suggestions.map((one, index) => {
    const row = document.createElement('li'), word = document.createElement('code');
    row.id = 'completion-' + index;
    row.setAttribute('role', 'option');
    word.textContent = one.text;
    row.append(word, ' ' + one.detail);
    row.addEventListener('mousedown', event => { event.preventDefault(); choose(index); accept(); });
    return row;
  }));
  completions.hidden = false;
  source.setAttribute('aria-controls', 'completions');
  choose(0);
}

function choose(index) {
  chosen = (index + suggestions.length) % suggestions.length;
  [...completions.children].forEach((row, i) => row.setAttribute('aria-selected', String(i === chosen)));
  completions.children[chosen].scrollIntoView({block: 'nearest'});
  source.setAttribute('aria-activedescendant', 'completion-' + chosen);
}

function accept() {
  source.setRangeText(suggestions[chosen].text, from, source.selectionStart, 'end');
  hide_completions();
  source.dispatchEvent(new Event('input'));
}

function hide_completions() {
  completions.hidden = true;
  suggestions = [];
  source.removeAttribute('aria-activedescendant');
  source.removeAttribute('aria-controls');
}

source.addEventListener('keydown', event => {
  const open = suggestions.length > 0;
  if (event.ctrlKey && event.code === 'Space') { event.preventDefault(); suggest(); }
  else if (open && event.key === 'ArrowDown') { event.preventDefault(); choose(chosen + 1); }
  else if (open && event.key === 'ArrowUp') { event.preventDefault(); choose(chosen - 1); }
  else if (open && (event.key === 'Enter' || event.key === 'Tab')) { event.preventDefault(); accept(); }
  else if (event.key === 'Escape') { leaving = !open; hide_completions(); return; }
  else if (event.key === 'Tab' && !event.shiftKey && !leaving) {
    event.preventDefault();
    source.setRangeText('  ', source.selectionStart, source.selectionEnd, 'end');
    source.dispatchEvent(new Event('input'));
  }
  leaving = false;
});
source.addEventListener('blur', hide_completions);

// --- taking away

let listed = '';
function show_files() {
  const wanted = facts.files.join('\n');
  if (wanted === listed) return;
  listed = wanted;
  at('files').replaceChildren(...facts.files.map(name => {
    const row = document.createElement('li'), button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => take(name));
    row.append(button);
    return row;
  }));
}

async function take(file) {
  try {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await (await ask('take', {work: {...work, entered: entered()}, file})).blob());
    link.download = file.slice(file.lastIndexOf('/') + 1);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } catch (error) { complain(error); }
}

at('change').addEventListener('toggle', refresh);
for (const part of document.querySelectorAll('details.part')) part.addEventListener('toggle', () => unfold(part.id));

(async () => {
  const found = await from_address();
  if (found) become_work(found);
  else refresh();
})();
