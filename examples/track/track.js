// Positions on a map. Each flight is one key: who comes later gets the latest position of each, who is slow no older ones.
import { connect } from '/client/index.js';
import { byId, element, forget, onProblem, session, showStatus, tell, textOf, token } from '../page/page.js';
import { drawMap, placeOf } from '../page/map.js';
import { along, cities } from './route.js';

const topic = 'examples/track';
const pace = 1_000; // ms between two positions
const flightTime = 90_000; // ms from start to landing, wherever it goes
const silentAfter = 5_000; // ms without a position, then it may be anywhere
const goneAfter = 30_000; // ms without a position, then it is not shown
const mostFlights = 60; // on the page
const mostOwn = 5;
const trailPoints = 120;

const flights = new Map(); // by id: the last position, when it came, and its elements
const own = new Map(); // flights that this page flies: where from and to, and when it started
let flown = 0;
let isLive = false; // what was retained has come

const form = byId('start');
for (const [field, chosen] of [['from', 'London'], ['to', 'New York']]) {
  form.elements[field].append(...Object.keys(cities).map((city) => new Option(city, city, false, city === chosen)));
}
form.addEventListener('submit', start);
const trails = await drawMap(byId('map')).catch((problem) => tell(problem, 'The map cannot be drawn'));

const feed = connect({ token, onProblem });
showStatus(feed);
feed.on('position', ({ data, time }) => take(data, time));
await feed.subscribe(`${topic}/*`, { last: mostFlights }).catch((problem) => tell(problem, 'The flights'));
isLive = true;
setInterval(fly, pace);
setInterval(showAges, pace);

function start(event) {
  event.preventDefault();
  const [from, to] = [form.elements.from.value, form.elements.to.value];
  if (from === to) return tell(new Error('choose two different places'), 'No flight', 'start');
  if (own.size >= mostOwn) return tell(new Error(`this page flies no more than ${mostOwn} at once`), 'No flight', 'start');
  forget('start');
  const id = `${session}-${++flown}`;
  own.set(id, { from, to, name: `LF ${100 + Math.floor(900 * Math.random())}`, at: Date.now() });
  fly();
}

/** Says where the flights of this page are. While the service is away they go on, and nobody hears of it. */
function fly() {
  for (const [id, { from, to, name, at }] of own) {
    const progress = Math.min(1, (Date.now() - at) / flightTime);
    if (feed.status.state !== 'connected') continue;
    if (progress === 1) own.delete(id);
    const [longitude, latitude] = along(cities[from], cities[to], progress);
    const data = { id, name, from, to, longitude, latitude, progress };
    feed.publish({ topic: `${topic}/${id}`, event: 'position', key: `${topic}/${id}`, data }).then(
      () => forget('fly'),
      (problem) => {
        own.delete(id);
        tell(problem, `${name} has to land`, 'fly');
      },
    );
  }
}

/** Whoever may publish may write anything: what is no position is left out. */
function take(data, time) {
  const id = textOf(data?.id, 64);
  const { longitude, latitude, progress } = data ?? {};
  if (id === '' || ![longitude, latitude, progress].every(Number.isFinite) || Math.abs(longitude) > 180) return;
  if (Math.abs(latitude) > 90 || (!isLive && Date.now() - time > goneAfter)) return;
  if (!flights.has(id) && flights.size >= mostFlights) return;
  const flight = flights.get(id) ?? addFlight(id, data);
  flight.heardAt = performance.now();
  flight.progress = Math.min(1, Math.max(0, progress));
  const [x, y] = placeOf(longitude, latitude);
  flight.mark.style.left = `${x}%`;
  flight.mark.style.top = `${y}%`;
  flight.mark.classList.toggle('is-left', x > 80 || (x > 20 && longitude < flight.trail[0]?.[0]));
  flight.trail.push([longitude, latitude]);
  if (flight.trail.length > trailPoints) flight.trail.shift();
  trails?.show(id, flight.trail);
  showAge(flight);
}

function addFlight(id, data) {
  const name = textOf(data.name, 20) || 'Unnamed';
  const state = element('span', { className: 'state' });
  const bar = element('progress', { max: 100, ariaLabel: `Way of ${name}` });
  const route = element('bdi', {}, `${textOf(data.from, 30)} – ${textOf(data.to, 30)}`);
  const row = element('li', { className: 'flight' }, element('bdi', { className: 'name' }, name), ' ', route, bar, state);
  const mark = element('li', { className: 'mark' }, element('bdi', {}, name));
  const flight = { row, mark, bar, state, trail: [], heardAt: 0, progress: 0 };
  flights.set(id, flight);
  byId('list').append(row);
  byId('marks').append(mark);
  byId('empty').hidden = true;
  return flight;
}

function showAges() {
  for (const [id, flight] of flights) {
    const hasLanded = flight.progress === 1 && performance.now() - flight.heardAt > silentAfter;
    if (hasLanded || performance.now() - flight.heardAt > goneAfter) remove(id, flight);
    else showAge(flight);
  }
}

function showAge({ row, mark, bar, state, heardAt, progress }) {
  const silent = performance.now() - heardAt;
  const isLost = progress < 1 && silent > silentAfter;
  for (const one of [row, mark]) one.classList.toggle('is-lost', isLost);
  bar.value = Math.round(100 * progress);
  state.textContent = isLost ? `silent for ${Math.round(silent / 1_000)} s` : progress === 1 ? 'landed' : `${bar.value} %`;
}

function remove(id, { row, mark }) {
  flights.delete(id);
  row.remove();
  mark.remove();
  trails?.remove(id);
  byId('empty').hidden = flights.size > 0;
}
