// A chat as one writes it for a Socket.IO server, with the library that such a server serves (`/socket.io/socket.io.js`).
// Of LiveFeed it knows nothing: only the address is the service's.
import { ask, byId, element, goOut, refuse, tell, textOf, token } from '../page/page.js';

const mostLines = 1_000; // on the page; then the oldest go
const typingPause = 2_000; // ms without a key
const sameBreath = 120_000; // ms within which the next message of one sender needs no name

const talk = byId('talk');
const input = byId('text');
const status = document.querySelector('.status');
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const own = new Set(); // the ids that this page had: it gets a new one when it connects again
const names = new Map(); // by user, from their messages
const typists = new Set();
let pause; // after it, this page types no more
let above; // the message at the end, if nobody came or went after it

const { name, room } = await ask(byId('ask'));
document.title = `${room} · Socket.IO chat · LiveFeed`;
byId('room-title').textContent = room;

const socket = io(location.origin, { auth: { token: token() } });

socket.on('connect', () => {
  showStatus('connected', 'Live');
  own.add(socket.id);
  socket.emit('join-room', room, ({ error } = {}) => {
    if (error) return refuse({ message: error.detail ?? error.title }, `The room ${room}`);
    byId('chat').hidden = false;
    byId('ask').hidden = true;
    input.focus();
  });
});

socket.on('disconnect', () => {
  if (socket.active) showStatus('reconnecting', 'No connection');
  else showStatus('closed', 'Ended');
  typists.clear();
  sayWhoTypes();
});

socket.on('connect_error', (error) => {
  if (socket.active) return showStatus('reconnecting', 'No connection');
  showStatus('closed', 'Ended');
  refuse(error, 'The chat');
});

socket.on('message', ({ userId, username, text, content, timestamp }) => {
  names.set(userId, textOf(username, 40).trim() || 'Somebody');
  setTyping(userId, false);
  const isOwn = own.has(userId);
  const who = element('bdi', { className: 'who' }, isOwn ? 'You' : names.get(userId));
  const at = element('time', { dateTime: new Date(timestamp).toISOString() }, time.format(timestamp));
  const said = element('p', { dir: 'auto' }, textOf(text ?? content));
  const goesOn = above?.userId === userId && timestamp - above.timestamp < sameBreath;
  const head = element('div', { className: goesOn ? 'visually-hidden' : 'line-head' }, who, ' ', at);
  above = { userId, timestamp };
  add(element('div', { className: isOwn ? 'message is-own' : 'message' }, head, said));
});

socket.on('user-joined', ({ userId, username }) => note(userId, username, 'is here'));

socket.on('user-left', ({ userId, username }) => {
  if (own.has(userId)) return; // of a connection that was cut
  note(userId, username, 'has left');
  setTyping(userId, false);
  names.delete(userId);
});

socket.on('user-typing', ({ userId, username, isTyping }) => {
  if (textOf(username, 40).trim() !== '') names.set(userId, textOf(username, 40).trim());
  setTyping(userId, isTyping);
});

byId('say').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  typesNoMore();
  socket.emit('message', { text, username: name }, ({ error } = {}) => {
    if (error) tell({ message: error.detail ?? error.title }, 'Not sent', 'send');
  });
});

input.addEventListener('input', () => {
  if (input.value === '') return typesNoMore();
  if (pause === undefined) socket.emit('typing', true);
  clearTimeout(pause);
  pause = setTimeout(typesNoMore, typingPause);
});

byId('leave').addEventListener('click', () => {
  socket.emit('leave-room', room);
  socket.disconnect();
  goOut();
});

function showStatus(state, text) {
  status.dataset.state = state;
  status.textContent = text;
}

function typesNoMore() {
  if (pause === undefined) return;
  clearTimeout(pause);
  pause = undefined;
  socket.emit('typing', false);
}

function setTyping(userId, isTyping) {
  if (isTyping && typists.size < 100) typists.add(userId);
  else typists.delete(userId);
  sayWhoTypes();
}

function sayWhoTypes() {
  const who = [...typists].map((userId) => names.get(userId) ?? 'Somebody');
  const text = who.length > 3 ? `${who.length} people` : new Intl.ListFormat('en').format(who);
  byId('typing').textContent = who.length === 0 ? '' : `${text} ${who.length === 1 ? 'is' : 'are'} typing…`;
}

/** Someone comes or goes. */
function note(userId, username, what) {
  const who = textOf(username, 40).trim() || names.get(userId) || 'Somebody';
  above = undefined;
  add(element('p', { className: 'note' }, element('bdi', {}, who), ` ${what}`));
}

function add(line) {
  const isAtEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 48;
  byId('empty').hidden = true;
  talk.append(line);
  if (talk.children.length > mostLines) talk.firstElementChild.remove();
  if (isAtEnd) talk.scrollTop = talk.scrollHeight;
}
