// What the counts of /upstreams say of the time between two of them, and how it is written.

/** Seconds that rates and latencies are of. */
const RECENT = 10;
/** Seconds that the curves show. */
export const SPAN = 120;
/** So many seconds between two answers, and nothing is known of the time between: a hidden tab, a gateway away. */
const GAP = 6;
export const NOTHING = '–';

// How figures are written.

export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3_600) return `${Math.floor(s / 60)} min`;
  if (s < 86_400) return `${Math.floor(s / 3_600)} h ${Math.floor((s % 3_600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3_600)} h`;
}

export function latency(seconds) {
  if (seconds === null) return NOTHING;
  const ms = seconds * 1_000;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
}

export function rate(perSecond) {
  if (perSecond === null) return NOTHING;
  if (perSecond === 0) return '0';
  return perSecond < 9.95 ? perSecond.toFixed(1) : count(Math.round(perSecond));
}

export function count(number) {
  if (number < 10_000) return String(number);
  const [unit, of] = number < 999_500 ? ['k', 1e3] : ['M', 1e6];
  return `${(number / of).toFixed(number / of < 99.95 ? 1 : 0)} ${unit}`;
}

function percent(share) {
  const of100 = 100 * share;
  if (of100 > 0 && of100 < 0.1) return '< 0.1 %';
  return `${of100 === 0 || of100 >= 9.95 ? Math.round(of100) : of100.toFixed(1)} %`;
}

export function bytes(number) {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, number)) / 10));
  return `${Math.round((number / 1_024 ** power) * 10) / 10} ${units[power]}`;
}

export const words = (name) => name.replaceAll('_', ' ');
export const seconds = (later, earlier) => (Date.parse(later) - Date.parse(earlier)) / 1_000;

// What counts say of the time between two of them.

/** The last counts of one thing, each with the gateway's own time in seconds. */
class Series {
  #samples = [];

  add(at, { requests, errors, latency: buckets }) {
    if (requests < this.#samples.at(-1)?.requests) this.#samples = [];
    this.#samples.push({ at, requests, errors, buckets });
    while (this.#samples[0].at < at - SPAN) this.#samples.shift();
  }

  /** The first of those that are recent, and the last; null where there is but one. */
  #recent() {
    const last = this.#samples.at(-1);
    const first = this.#samples.find(({ at }) => at >= last.at - RECENT - 0.5);
    return first === last ? null : { first, last };
  }

  #recently(field) {
    const recent = this.#recent();
    return recent && recent.last[field] - recent.first[field];
  }

  /** A second; null where nothing is known. */
  rate() {
    const requests = this.#recently('requests');
    return requests === null ? null : requests / this.#recently('at');
  }

  /** What share of requests failed. */
  errors() {
    const requests = this.#recently('requests');
    return requests ? percent(this.#recently('errors') / requests) : NOTHING;
  }

  /** What that share of requests took at most: within a bucket, as if they were spread evenly. */
  quantile(share, bounds) {
    const requests = this.#recently('requests');
    if (!requests) return NOTHING;
    const { first, last } = this.#recent();
    const counts = bounds.map((_, i) => last.buckets[i] - first.buckets[i]);
    const rank = share * requests;
    const i = counts.findIndex((upTo) => upTo >= rank);
    if (i < 0) return `> ${latency(bounds.at(-1))}`;
    if (i === 0) return `< ${Math.round(bounds[0] * 1_000)} ms`;
    const within = (rank - counts[i - 1]) / (counts[i] - counts[i - 1]);
    return latency(bounds[i - 1] + (bounds[i] - bounds[i - 1]) * within);
  }

  /** From each sample to the next: how long ago, and how many there were a second. */
  steps() {
    return this.#samples.slice(1).map((sample, i) => {
      const before = this.#samples[i];
      const perSecond = (field) => (sample[field] - before[field]) / (sample.at - before.at);
      const ago = this.#samples.at(-1).at - sample.at;
      return { ago, rate: perSecond('requests'), errors: perSecond('errors') };
    });
  }
}

/** All series, by what they are of. Begins anew with a gateway that has begun anew. */
export class History {
  #series = new Map();
  #started = null;
  #at = null;

  add(picture) {
    const at = Date.parse(picture.at) / 1_000;
    const goesOn = picture.gateway.started_at === this.#started && at > this.#at && at < this.#at + GAP;
    const before = goesOn ? this.#series : new Map();
    this.#series = new Map();
    this.#started = picture.gateway.started_at;
    this.#at = at;
    for (const [name, counts] of countsOf(picture)) {
      const series = before.get(name) ?? new Series();
      series.add(at, counts);
      this.#series.set(name, series);
    }
  }

  of(...name) {
    return this.#series.get(JSON.stringify(name));
  }
}

function* countsOf({ traffic, upstreams, routes }) {
  const named = (counts, ...name) => [JSON.stringify(name), counts];
  const rejected = Object.entries(traffic.rejected);
  yield named(traffic, 'all');
  yield named({ requests: rejected.reduce((sum, [, requests]) => sum + requests, 0) }, 'rejected');
  for (const [reason, requests] of rejected) yield named({ requests }, 'rejected', reason);
  for (const route of routes) yield named(route, 'route', route.path);
  for (const upstream of upstreams) {
    yield named(upstream, 'upstream', upstream.name);
    for (const endpoint of upstream.endpoints) yield named(endpoint, 'endpoint', upstream.name, endpoint.address);
  }
}
