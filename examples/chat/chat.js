// A chat: rooms, who is there, who is typing, and what was said before.
import { connect } from '/client/index.js';
import { ask, byId, element, forget, goOut, refuse, showStatus, tell, textOf } from '../page/page.js';
import { onProblem, ownId, tab, token } from '../page/page.js';

const mostLines = 1_000; // on the page; then the oldest go
const mostPeople = 100; // in the list; the others are counted
const typingShown = 4_000; // ms after the last notice
const sameBreath = 120_000; // ms within which the next message of one sender needs no name

const talk = byId('talk');
const input = byId('text');
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const typists = new Map(); // names by user, with the timer that takes them away
let above; // the message before

const { name, room: roomName } = await ask(byId('ask'));
document.title = `${roomName} · Chat · LiveFeed`;
const feed = connect({ token, onProblem });
showStatus(feed);
const who = { userId: tab, username: name };
const room = await feed.join(roomName, who).catch((problem) => refuse(problem, `The room ${roomName}`));
if (room !== undefined) enter();

function enter() {
  byId('chat').hidden = false;
  byId('people-title').textContent = `In ${roomName} now`;
  room.messages.forEach(showMessage); // the last ones
  room.on('message', showMessage);
  room.on('join', (who) => note(who, 'is here'));
  room.on('leave', (who) => {
    stopTyping(who.userId);
    note(who, 'has left');
  });
  room.on('typing', showTyping);
  room.on('members', showPeople);
  showPeople();
  byId('say').addEventListener('submit', say);
  input.addEventListener('input', () => input.value !== '' && room.typing());
  talk.addEventListener('scroll', () => byId('down').toggleAttribute('hidden', isAtEnd() || byId('down').hidden));
  byId('down').addEventListener('click', toEnd);
  byId('leave').addEventListener('click', () => room.leave().then(goOut, goOut));
  input.focus();
}

async function say(event) {
  event.preventDefault();
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  toEnd();
  try {
    await room.send(text);
    forget('send');
  } catch (problem) {
    tell(problem, 'Not sent', 'send');
    if (input.value === '') input.value = text;
  }
}

function showMessage(message) {
  stopTyping(message.userId);
  const { userId, username, content, timestamp } = message;
  const isOwn = userId === ownId(feed, room, tab);
  const goesOn = above?.userId === userId && above.username === username && timestamp - above.timestamp < sameBreath;
  const who = element('bdi', { className: 'who' }, isOwn ? 'You' : nameOf(message));
  const at = element('time', { dateTime: new Date(timestamp).toISOString() }, time.format(timestamp));
  const text = element('p', { dir: 'auto' }, textOf(content) || textOf(JSON.stringify(content ?? null)));
  const head = element('div', { className: goesOn ? 'visually-hidden' : 'line-head' }, who, ' ', at);
  add(element('div', { className: isOwn ? 'message is-own' : 'message' }, head, text));
  above = message;
}

/** Someone comes or goes. */
function note(who, what) {
  if (who.userId === ownId(feed, room, tab)) return;
  above = undefined;
  add(element('p', { className: 'note' }, element('bdi', {}, nameOf(who)), ` ${what}`));
}

function add(line) {
  const stays = isAtEnd();
  byId('empty').hidden = true;
  talk.append(line);
  if (talk.children.length > mostLines) talk.firstElementChild.remove();
  if (stays) toEnd();
  else byId('down').hidden = false;
}

function isAtEnd() {
  return talk.scrollHeight - talk.scrollTop - talk.clientHeight < 48;
}

function toEnd() {
  talk.scrollTop = talk.scrollHeight;
  byId('down').hidden = true;
}

function showPeople() {
  const own = ownId(feed, room, tab);
  const shown = room.members.slice(0, mostPeople).map((member) => {
    const mark = member.userId === own ? [' ', element('span', { className: 'hint' }, '(you)')] : [];
    return element('li', {}, element('bdi', {}, nameOf(member)), ...mark);
  });
  const others = room.count - shown.length;
  if (others > 0) shown.push(element('li', { className: 'hint' }, `and ${others} more`));
  byId('people').replaceChildren(...shown);
}

function showTyping(who) {
  if (who.userId === ownId(feed, room, tab) || (typists.size >= mostPeople && !typists.has(who.userId))) return;
  clearTimeout(typists.get(who.userId)?.timer);
  typists.set(who.userId, { name: nameOf(who), timer: setTimeout(() => stopTyping(who.userId), typingShown) });
  sayWhoTypes();
}

function stopTyping(userId) {
  clearTimeout(typists.get(userId)?.timer);
  if (typists.delete(userId)) sayWhoTypes();
}

function sayWhoTypes() {
  const names = [...typists.values()].map((one) => one.name);
  const who = names.length > 3 ? `${names.length} people` : new Intl.ListFormat('en').format(names);
  byId('typing').textContent = names.length === 0 ? '' : `${who} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

function nameOf({ username, userId }) {
  return textOf(username, 40).trim() || textOf(userId, 40) || 'Somebody';
}
