// @ts-check
/** What the page does: filters, links into what is closed, and recordings unpacked when somebody wants to see them. */

/** @type {HTMLDetailsElement[]} */
const plays = [...document.querySelectorAll('details.play')].filter((play) => play instanceof HTMLDetailsElement);
const form = /** @type {HTMLFormElement} */ (document.getElementById('filters'));

/** Shows the playings that fit, and in them the checks that fit. */
function filter() {
  const wanted = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const words = (wanted.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const play of plays) {
    const { role, method, verdict } = play.dataset;
    const fits =
      (!wanted.role || wanted.role === role) &&
      (!wanted.method || wanted.method === method) &&
      words.every((word) => wordsOf(play).includes(word));
    let checks = 0;
    for (const step of play.querySelectorAll('section.step')) {
      if (!(step instanceof HTMLElement)) continue;
      const stepFits = !wanted.step || wanted.step === step.dataset.step;
      let inStep = 0;
      for (const check of step.querySelectorAll('li.check')) {
        if (!(check instanceof HTMLElement)) continue;
        check.hidden = !(stepFits && (!wanted.verdict || wanted.verdict === check.dataset.verdict));
        if (!check.hidden) inStep += 1;
      }
      step.hidden = !stepFits || (Boolean(wanted.verdict) && inStep === 0);
      if (!step.hidden) checks += wanted.verdict ? inStep : 1;
    }
    const whole = !wanted.step && wanted.verdict === verdict;
    play.hidden = !(fits && (checks > 0 || whole || (!wanted.step && !wanted.verdict)));
    if (!play.hidden) shown += 1;
  }
  const output = document.getElementById('shown');
  if (output) output.textContent = `${shown} of ${plays.length} shown`;
  const none = document.getElementById('none-shown');
  if (none) none.hidden = shown > 0;
}

/** @type {WeakMap<HTMLElement, string>} */
const texts = new WeakMap();

/**
 * What the search looks at: the words of a playing, without its recording.
 * @param {HTMLElement} play
 */
function wordsOf(play) {
  const known = texts.get(play);
  if (known !== undefined) return known;
  const parts = [...play.querySelectorAll('summary, .file, h4, .did, .what, dd')].map((part) => part.textContent);
  const words = parts.join(' ').toLowerCase();
  texts.set(play, words);
  return words;
}

/** Opens whatever stands around the target of the address, and goes there. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest('[hidden]')) {
    form.reset();
    filter();
  }
  for (let around = target.closest('details'); around; around = around.parentElement?.closest('details') ?? null) {
    around.open = true;
  }
  const spot = target.matches('details') ? target.querySelector('summary') : target;
  spot?.scrollIntoView({ block: spot === target ? 'center' : 'start' });
  spot?.focus({ preventScroll: true });
}

/**
 * @typedef {[seq: number, at: string, step: number, kind: string, headline: string, details: string]} Entry
 * @type {Promise<{ entries: Entry[], diagram?: string }[]> | undefined}
 */
let unpacked;

/** All that is packed; unpacked once. */
function recordings() {
  unpacked ??= (async () => {
    const text = atob(document.getElementById('recordings')?.textContent ?? '');
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return JSON.parse(await new Response(stream).text());
  })();
  return unpacked;
}

/**
 * Fills an evidence box the first time that it is opened.
 * @param {HTMLElement} box
 */
async function fill(box) {
  if (box.dataset.filled) return;
  box.dataset.filled = 'yes';
  const cited = (box.dataset.seqs ?? '').split(' ').filter(Boolean).map(Number);
  const list = document.createElement('ol');
  box.append(list);
  try {
    const all = (await recordings())[Number(box.dataset.play)]?.entries ?? [];
    const entries = cited.length === 0 ? all : all.filter(([seq]) => cited.includes(seq));
    list.append(...entries.map(itemOf));
  } catch (error) {
    list.append(`The recording cannot be unpacked here (${error}); the files under evidence/ have it.`);
  }
}

/**
 * Draws the diagram of a playing the first time that it is opened.
 * @param {HTMLElement} play
 */
async function draw(play) {
  const figure = play.querySelector('.figure[data-play]');
  if (!(figure instanceof HTMLElement) || figure.childElementCount > 0) return point(play);
  const { diagram } = (await recordings())[Number(figure.dataset.play)] ?? {};
  if (diagram === undefined || figure.childElementCount > 0) return;
  const svg = new DOMParser().parseFromString(diagram, 'image/svg+xml').documentElement;
  figure.append(document.importNode(svg, true));
  point(play);
}

/**
 * Where a diagram is wider than the window, shows the side of it where something fails. What fails stands across it, so the arrow counts.
 * @param {HTMLElement} play
 */
function point(play) {
  const figure = play.querySelector('.figure');
  const arrow = figure?.querySelector('.failing .line, .untold .line, .fails, .unsure');
  if (!figure || !arrow || figure.scrollWidth <= figure.clientWidth) return;
  const [place, frame] = [arrow.getBoundingClientRect(), figure.getBoundingClientRect()];
  figure.scrollLeft += place.left + Math.min(place.width, frame.width) / 2 - (frame.left + frame.width / 2);
}

/**
 * One entry: everything in it is text.
 * @param {Entry} entry
 */
function itemOf([seq, at, step, kind, headline, details]) {
  const item = document.createElement('li');
  const entry = document.createElement('details');
  const line = document.createElement('summary');
  const place = document.createElement('span');
  place.textContent = `#${seq} · ${at} · step ${step} · ${kind} `;
  place.className = 'place';
  const content = document.createElement('pre');
  content.textContent = details;
  content.tabIndex = 0;
  line.append(place, headline);
  entry.append(line, content);
  item.append(entry);
  return item;
}

if (form) {
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  filter();
}
for (const [id, open] of /** @type {const} */ ([
  ['open-all', true],
  ['close-all', false],
])) {
  document.getElementById(id)?.addEventListener('click', () => {
    for (const play of plays) if (!play.hidden || !open) play.open = open;
  });
}
document.addEventListener(
  'toggle',
  (event) => {
    const box = event.target;
    if (!(box instanceof HTMLDetailsElement) || !box.open) return;
    if (box.matches('.evidence')) fill(box);
    if (box.matches('.play')) draw(box);
  },
  true,
);
// A link to where the page already is changes no address.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link?.hash && link.hash === location.hash) reveal();
});
addEventListener('hashchange', reveal);
for (const play of plays) if (play.open) point(play);
reveal();
