// The page for those who operate the gateway: asks /upstreams each second and shows what it says. All that comes from
// outside becomes text, never markup.

import { History, NOTHING, SPAN, bytes, count, duration, latency, rate, seconds, words } from './console-figures.js';

const EVERY_MS = 1_000;
const PATIENCE_MS = 4_000;

// How elements are filled. What has not changed is not touched: a selection and the focus stay.

const byId = (id) => document.getElementById(id);
const slots = new WeakMap();
const rows = new WeakMap();

/** The element of that slot within another. */
function slot(root, name) {
  if (!slots.has(root)) slots.set(root, new Map());
  const known = slots.get(root);
  if (!known.has(name)) known.set(name, root.querySelector(`[data-slot=${name}]`));
  return known.get(name);
}

function put(element, text) {
  const written = String(text);
  if (element.textContent === written) return;
  element.textContent = written;
  element.toggleAttribute('data-none', written === '0' || written === NOTHING);
}

/** Writes texts into the slots of those names. */
function fill(root, texts) {
  for (const [name, text] of Object.entries(texts)) put(slot(root, name), text);
}

/** Shows a word beside the shape of a kind of state. */
function putState(element, word, kind = word) {
  put(element, words(word));
  if (element.dataset.state !== kind) element.dataset.state = kind;
}

function putFault(root, fault) {
  put(slot(root, 'fault'), fault);
  slot(root, 'fault').hidden = !fault;
}

/** Shows entries as copies of a template; those of the same key stay the same elements. */
function showList(list, template, entries, keyOf, show) {
  const before = rows.get(list) ?? new Map();
  const after = new Map();
  for (const entry of entries) {
    let key = keyOf(entry);
    while (after.has(key)) key += ' again';
    const row = before.get(key) ?? byId(template).content.firstElementChild.cloneNode(true);
    before.delete(key);
    after.set(key, row);
    show(row, entry);
  }
  before.forEach((gone) => gone.remove());
  [...after.values()].forEach((row, i) => {
    if (list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null);
  });
  rows.set(list, after);
}

/** Draws a curve of rates over bars of errors. */
function draw(root, series) {
  const steps = series.steps();
  const most = Math.max(0, ...steps.map((step) => step.rate));
  const x = ({ ago }) => (240 - (ago / SPAN) * 240).toFixed(1);
  const y = (perSecond) => (39 - (perSecond / Math.max(most, 1)) * 37).toFixed(1);
  const curve = steps.map((step) => `${x(step)} ${y(step.rate)}`).join('L');
  const bars = steps.filter((step) => step.errors > 0).map((step) => `M${x(step)} 40V${Math.min(36, y(step.errors))}`);
  const [area, errors, line] = slot(root, 'line').children;
  area.setAttribute('d', curve && `M${x(steps[0])} 40L${curve}L240 40Z`);
  errors.setAttribute('d', bars.join(''));
  line.setAttribute('d', curve && `M${curve}`);
  fill(root, { most: curve && `, at most ${rate(most)}` });
  slot(root, 'line').setAttribute('aria-label', `Requests a second: now ${rate(series.rate())}, at most ${rate(most)}`);
}

// What is shown where.

const history = new History();

function show(picture) {
  history.add(picture);
  const { at: now, gateway, config, edge, traffic, upstreams, routes, changes } = picture;
  putState(slot(byId('phase'), 'state'), gateway.phase);
  fill(byId('phase'), { up: `up ${duration(seconds(now, gateway.started_at))}` });
  showConfig(config, now);
  showCertificate(edge.certificate, now);
  showTokens(edge.tokens);
  showTraffic(traffic, upstreams);
  showUpstreams(upstreams, traffic.latency_bounds_seconds, now);
  showRoutes(routes, traffic.latency_bounds_seconds);
  showChanges(changes, gateway.started_at);
  showRejected(traffic.rejected);
  document.querySelector('main').hidden = false;
  const out = upstreams.flatMap(({ endpoints }) => endpoints).filter(({ state }) => state !== 'ready');
  document.title = out.length ? `${out.length} not ready – Vitrine gateway` : 'Vitrine gateway';
}

function figures(series, bounds) {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => series.quantile(share, bounds));
  return { rate: rate(series.rate()), errors: series.errors(), p50, p95, p99 };
}

/** Something that the process has, or not, and that can be at fault. */
function showPart(id, fault, [word, kind, more]) {
  putState(slot(byId(id), 'state'), word, fault ? 'not_ready' : kind);
  fill(byId(id), { more });
  putFault(byId(id), fault);
}

function showConfig({ file, loaded_at: loaded, fault, restart_needed: restart }, now) {
  const read = `read ${duration(seconds(now, loaded))} ago`;
  if (fault) showPart('config', fault, ['refused', '', `what was ${read} holds`]);
  else if (restart) showPart('config', '', ['restart needed', 'ejected', `${file}, ${read}`]);
  else showPart('config', '', ['in use', 'ready', file ? `${file}, ${read}` : 'defaults and environment, no file']);
}

function showCertificate(certificate, now) {
  if (!certificate) return showPart('certificate', '', ['no TLS', 'unknown', '']);
  const left = seconds(certificate.expires_at, now);
  const expiry = left > 0 ? `expires in ${duration(left)}` : `expired ${duration(-left)} ago`;
  const kind = left > 14 * 86_400 ? 'ready' : left > 0 ? 'ejected' : 'not_ready';
  const word = certificate.fault ? 'new files refused' : left > 0 ? 'in use' : 'expired';
  return showPart('certificate', certificate.fault, [word, kind, expiry]);
}

function showTokens(tokens) {
  if (!tokens) return showPart('tokens', '', ['tokens not checked', 'unknown', '']);
  const { keys, age_seconds: age, failed_refreshes: failed, fault } = tokens;
  const fetched = age === null ? 'never fetched' : `fetched ${duration(age)} ago`;
  const word = keys === 1 ? '1 key' : `${keys} keys`;
  return showPart('tokens', fault, [word, keys ? 'ready' : 'not_ready', fetched + (failed ? `, in vain ${failed} times` : '')]);
}

function showTraffic(traffic, upstreams) {
  const all = history.of('all');
  const sum = (field) => upstreams.reduce((total, upstream) => total + upstream[field], 0);
  fill(byId('traffic'), {
    ...figures(all, traffic.latency_bounds_seconds),
    'in-flight': sum('in_flight'),
    queued: sum('queued'),
    held: sum('held'),
    rejected: `${rate(history.of('rejected').rate())}/s`,
  });
  draw(byId('traffic'), all);
}

function showUpstreams(upstreams, bounds, now) {
  showList(slot(byId('upstreams'), 'list'), 'upstream', upstreams, ({ name }) => name, (card, upstream) => {
    const { name, endpoints } = upstream;
    const series = history.of('upstream', name);
    const ready = endpoints.filter(({ state }) => state === 'ready').length;
    const kind = !ready ? 'not_ready' : ready < endpoints.length ? 'ejected' : 'ready';
    putState(slot(card, 'state'), endpoints.length ? `${ready} of ${endpoints.length} ready` : 'no endpoint', kind);
    putFault(card, upstream.source.fault);
    fill(card, {
      name,
      source: sourceOf(upstream.source),
      ...figures(series, bounds),
      'in-flight': upstream.in_flight,
      limit: `of ${upstream.limit}`,
      queued: upstream.queued,
      held: upstream.held,
      retries: count(upstream.retries),
      ejections: count(upstream.ejections),
    });
    draw(card, series);
    showEndpoints(slot(card, 'list'), name, endpoints, now);
  });
}

function sourceOf({ kind, name, snapshot_age_seconds: age }) {
  const told = age === null ? 'has told nothing yet' : `told ${duration(age)} ago`;
  return [kind, name, kind === 'static' ? '' : told].filter(Boolean).join(' · ');
}

function showEndpoints(list, upstream, endpoints, now) {
  const weighted = new Set(endpoints.map(({ weight }) => weight)).size > 1;
  showList(list, 'endpoint', endpoints, ({ address }) => address, (row, endpoint) => {
    const { address, management, state, reason, zone, weight } = endpoint;
    putState(slot(row, 'state'), state);
    fill(row, {
      address,
      place: [zone, weighted ? `weight ${weight}` : ''].filter(Boolean).join(', '),
      reason,
      since: duration(seconds(now, endpoint.since)),
      'in-flight': endpoint.in_flight,
      rate: rate(history.of('endpoint', upstream, address).rate()),
      latency: latency(endpoint.latency_seconds),
    });
    row.title = management ? `asked at ${management} whether it is ready` : '';
  });
}

function showRoutes(routes, bounds) {
  showList(slot(byId('routes'), 'list'), 'route', routes, ({ path }) => path, (row, route) => {
    const { path, upstream } = route;
    fill(row, { path, upstream, rules: rulesOf(route), ...figures(history.of('route', path), bounds) });
  });
}

function rulesOf({ overrides, protection: { access, scopes, rate_limit: limit, cors_origins: origins } }) {
  return [
    access === 'unchecked' ? '' : [access, ...scopes].join(' '),
    limit ? `${limit.requests} per ${limit.per_seconds} s` : '',
    origins.length ? `CORS for ${origins.length}` : '',
    ...Object.entries(overrides).map(override),
  ].filter(Boolean).join(' · ');
}

function override([name, value]) {
  if (value === true) return words(name);
  if (value === false) return `no ${words(name)}`;
  if (name.endsWith('_seconds')) return `${words(name.replace('_seconds', ''))} ${value} s`;
  return `${words(name)} ${name.endsWith('max_body') ? bytes(value) : value}`;
}

function showChanges(changes, started) {
  put(slot(byId('changes'), 'count'), changes.length ? `${changes[0].number} since the start` : 'none yet');
  const key = ({ number }) => `${started} ${number}`;
  showList(slot(byId('changes'), 'list'), 'change', changes, key, (item, { at: when, before, after, ...texts }) => {
    fill(item, { at: new Date(when).toLocaleTimeString([], { hour12: false }), reason: texts.reason });
    fill(item, { upstream: texts.upstream, endpoint: texts.endpoint });
    slot(item, 'at').dateTime = when;
    putState(slot(item, 'before'), before || 'new', before || 'unknown');
    putState(slot(item, 'after'), after || 'gone', after || 'unknown');
  });
}

function showRejected(rejected) {
  const some = Object.entries(rejected).filter(([, number]) => number > 0);
  byId('rejected').classList.toggle('none', !some.length);
  showList(slot(byId('rejected'), 'list'), 'rejection', some, ([reason]) => reason, (row, [reason, number]) => {
    fill(row, { reason, count: count(number), rate: rate(history.of('rejected', reason).rate()) });
  });
}

// When it is asked, and whether it answers.

let asking = false;
let paused = false;
let failure = '';
let answered = null;

async function ask() {
  try {
    const answer = await fetch('upstreams', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? { picture: await answer.json() } : { why: `it answers ${answer.status}` };
  } catch ({ name }) {
    return { why: { TimeoutError: 'it takes too long', SyntaxError: 'it is no JSON' }[name] ?? 'it cannot be reached' };
  }
}

async function turn() {
  showLink();
  if (asking || paused || document.hidden) return;
  asking = true;
  const { picture, why = '' } = await ask();
  asking = false;
  if (Boolean(why) !== Boolean(failure)) put(byId('news'), why ? 'The gateway does not answer.' : 'It answers again.');
  failure = why;
  if (picture) {
    answered = performance.now();
    show(picture);
  }
  showLink();
}

/** How the connection is. */
function showLink() {
  const since = answered === null ? 'yet' : `since ${duration((performance.now() - answered) / 1_000)}`;
  const state = slot(byId('link'), 'state');
  if (paused) putState(state, 'paused', 'unknown');
  else if (failure) putState(state, `no answer ${since}`, 'not_ready');
  else if (answered !== null) putState(state, 'live', 'ready');
  fill(byId('link'), { why: paused ? '' : failure });
  document.body.classList.toggle('stale', Boolean(failure));
  if (failure) document.title = 'No answer – Vitrine gateway';
}

function pause() {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
  turn();
}

byId('pause').addEventListener('click', pause);
document.addEventListener('visibilitychange', turn);
setInterval(turn, EVERY_MS);
turn();
