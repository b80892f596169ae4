// Shared cursors, and notes that all write on: of each note, which is one key, the last writer's text stays.
import { connect } from '/client/index.js';
import { ask, byId, element, forget, refuse, showStatus, tell, textOf } from '../page/page.js';
import { leaveWithPage, onProblem, session, token } from '../page/page.js';

const titles = ['Goal', 'Today', 'Ideas', 'Questions', 'Decided', 'Later'];
const mostText = 2_000; // characters of a note
const mostCursors = 50; // on the page
const cursorPause = 50; // ms between two places of our cursor
const writePause = 250; // ms from a key to the others
const echoWait = 3_000; // ms; of one key only the latest must come, so our own change may not come back
const colours = 6;

const cursors = new Map(); // the others', by session
let next; // the newest place of our cursor
let pause; // until it is sent
const { name, board } = await ask(byId('ask'));
document.title = `${board} · Cursors · LiveFeed`;
const topic = `examples/cursors/${board}`;
const notes = titles.map(makeNote);

const feed = connect({ token, onProblem, batch: { wait: 40 } });
showStatus(feed);
feed.on('text', showText);
feed.on('cursor', showCursor);
const room = await start().catch((problem) => refuse(problem, `The board ${board}`));
if (room !== undefined) {
  leaveWithPage(room);
  byId('board').hidden = false;
  room.on('leave', ({ userId }) => dropCursor(userId));
  room.on('members', showPeople);
  showPeople();
  byId('notes').addEventListener('pointermove', (event) => point(event.target, event.clientX, event.clientY));
  byId('notes').addEventListener('focusin', ({ target }) => {
    const { left, top } = target.getBoundingClientRect();
    point(target, left + 12, top + 12); // who writes without a mouse is there, too
  });
}

async function start() {
  await feed.subscribe(topic, { last: titles.length }); // the latest of each key
  return await feed.join(`cursors-${board}`, { userId: session, username: name });
}

function makeNote(title, index) {
  const note = { index, latest: undefined, isDirty: false, sent: 0, settled: 0, timer: undefined };
  note.area = element('textarea', { id: `note-${index}`, rows: 5, maxLength: mostText, dir: 'auto' });
  note.by = element('p', { className: 'hint' });
  const label = element('label', { htmlFor: note.area.id }, title);
  note.place = element('li', { className: 'note' }, label, note.area, note.by);
  note.place.dataset.index = index;
  note.area.addEventListener('input', () => {
    note.isDirty = true;
    note.timer ??= setTimeout(() => write(note), writePause);
  });
  byId('notes').append(note.place);
  return note;
}

async function write(note) {
  note.timer = undefined;
  note.isDirty = false;
  const sent = ++note.sent;
  const data = { note: note.index, text: note.area.value, by: name, from: session, sent };
  try {
    await feed.publish({ topic, event: 'text', key: `${topic}/${note.index}`, data });
    forget('write');
  } catch (problem) {
    tell(problem, `“${titles[note.index]}” is not saved`, 'write');
  }
  setTimeout(() => settle(note, sent), echoWait);
}

/** The others' texts came before ours, as long as ours has not come back: the log's order is the same for all. */
function settle(note, sent) {
  if (sent !== note.sent) return;
  note.settled = sent;
  show(note);
}

function noteOf(data) {
  return Number.isInteger(data?.note) ? notes[data.note] : undefined;
}

function showText({ data }) {
  const note = noteOf(data);
  if (note === undefined) return;
  note.latest = data;
  if (data.from === session) settle(note, data.sent);
  else show(note);
}

function show(note) {
  if (note.latest === undefined || note.isDirty || note.settled !== note.sent) return;
  const { area, latest } = note;
  const text = textOf(latest.text, mostText);
  if (area.value !== text) {
    const { selectionStart, selectionEnd } = area;
    area.value = text;
    if (document.activeElement === area) area.setSelectionRange(selectionStart, selectionEnd);
  }
  const who = latest.from === session ? 'you' : textOf(latest.by, 40) || 'somebody';
  note.by.replaceChildren('Last by ', element('bdi', {}, who));
}

function point(target, clientX, clientY) {
  const place = target.closest('.note');
  if (place === null) return;
  const { left, top, width, height } = place.getBoundingClientRect();
  next = { note: Number(place.dataset.index), x: (clientX - left) / width, y: (clientY - top) / height };
  pause ??= setTimeout(sendPoint, cursorPause);
}

function sendPoint() {
  pause = undefined;
  if (feed.status.state !== 'connected') return; // an old place is of no use to anyone
  const data = { ...next, name, from: session };
  feed.publish({ topic, event: 'cursor', ephemeral: true, data }).catch((problem) => tell(problem, 'Your cursor', 'cursor'));
}

/** A place within a note: there it is the same on a phone, where notes stand below each other. */
function showCursor({ data }) {
  const note = noteOf(data);
  const [x, y] = [data?.x, data?.y];
  const from = textOf(data?.from, 64);
  if (from === session || from === '' || note === undefined || !Number.isFinite(x) || !Number.isFinite(y)) return;
  if (!cursors.has(from) && cursors.size >= mostCursors) return;
  const cursor = cursors.get(from) ?? element('div', { className: 'cursor', ariaHidden: 'true' }, element('bdi'));
  cursor.dataset.colour ??= 1 + (cursors.size % colours);
  cursors.set(from, cursor);
  cursor.firstChild.textContent = textOf(data.name, 40) || 'Somebody';
  cursor.style.left = `${100 * Math.min(1, Math.max(0, x))}%`;
  cursor.style.top = `${100 * Math.min(1, Math.max(0, y))}%`;
  cursor.classList.toggle('is-left', x > 0.6);
  if (cursor.parentNode !== note.place) note.place.append(cursor);
}

function dropCursor(from) {
  cursors.get(from)?.remove();
  cursors.delete(from);
}

function showPeople() {
  const own = room.members.filter(({ memberIds }) => memberIds.includes(feed.status.memberId));
  const others = room.count - Math.max(1, own.length);
  const names = room.members.filter(({ userId }) => userId !== session && !own.some((one) => one.userId === userId));
  const shown = names.slice(0, 5).map(({ username }) => textOf(username, 40));
  if (others > shown.length) shown.push(`${others - shown.length} more`);
  const list = new Intl.ListFormat('en').format(shown);
  byId('people').textContent = others < 1 ? 'Nobody else is here yet.' : `With you: ${list}`;
}
