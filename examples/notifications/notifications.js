// One user on several devices: a notice comes to all of them, and what is read on one is read on all.
import { connect } from '/client/index.js';
import { ask, byId, element, forget, refuse, showStatus, tell, textOf } from '../page/page.js';
import { leaveWithPage, onProblem, session, token } from '../page/page.js';

const mostNotices = 100; // on the page; then the oldest go
const mostMarks = 1_000; // read marks that are remembered; one may come before its notice
const lastEvents = 300; // notices and marks with which a new device begins

const notices = new Map(); // by position, the oldest first
const read = new Set(); // positions
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'short' });

const { name: user } = await ask(byId('ask'));
const feed = connect({ token, onProblem });
showStatus(feed);
feed.on('notice', addNotice);
feed.on('read', ({ data }) => takeMarks(data?.notices));
await start().catch((problem) => refuse(problem, `The notices of ${user}`));

async function start() {
  byId('owner').textContent = user;
  byId('send').elements.to.value = user;
  byId('second').href = location.href;
  byId('send').addEventListener('submit', send);
  byId('all').addEventListener('click', () => mark([...notices.keys()].filter((one) => !read.has(one))));
  await feed.subscribe(topicOf(user), { last: lastEvents });
  byId('inbox').hidden = false;
  showUnread();
  const devices = await feed.join(`notifications-${user}`, { userId: session, username: user });
  leaveWithPage(devices);
  devices.on('members', () => showDevices(devices));
  showDevices(devices);
}

function topicOf(name) {
  return `examples/notifications/${name}`;
}

async function send(event) {
  event.preventDefault();
  const form = byId('send');
  const [to, text] = [form.elements.to.value, form.elements.text.value.trim()];
  form.elements.text.value = '';
  try {
    await feed.publish({ topic: topicOf(to), event: 'notice', data: { text, from: user } });
    forget('send');
  } catch (problem) {
    tell(problem, 'Not sent', 'send');
    if (form.elements.text.value === '') form.elements.text.value = text;
  }
}

function addNotice({ position, data, time: at }) {
  const text = textOf(data?.text, 200);
  if (text === '' || position === undefined) return;
  const from = textOf(data.from, 40) || 'somebody';
  const button = element('button', { className: 'small', type: 'button', onclick: () => mark([position]) }, 'Mark read');
  button.setAttribute('aria-label', `Mark read: ${text}`);
  const row = element(
    'li',
    { className: 'notice' },
    element('p', { className: 'text', dir: 'auto' }, text),
    element('p', { className: 'hint' }, 'from ', element('bdi', {}, from), ` · ${time.format(at)}`),
    button,
  );
  notices.set(position, row);
  byId('list').prepend(row);
  if (notices.size > mostNotices) {
    const [oldest, gone] = notices.entries().next().value;
    gone.remove();
    notices.delete(oldest);
  }
  showMark(position);
  showUnread();
}

/** Says to all devices, and to this one, that these are read. */
async function mark(positions) {
  if (positions.length === 0) return;
  try {
    await feed.publish({ topic: topicOf(user), event: 'read', data: { notices: positions } });
    forget('mark');
  } catch (problem) {
    tell(problem, 'Not marked', 'mark');
  }
}

function takeMarks(positions) {
  if (!Array.isArray(positions)) return;
  for (const position of positions.slice(0, mostNotices).filter((one) => typeof one === 'string')) {
    read.add(position);
    if (read.size > mostMarks) read.delete(read.values().next().value);
    showMark(position);
  }
  showUnread();
}

function showMark(position) {
  const row = notices.get(position);
  if (row === undefined) return;
  const isRead = read.has(position);
  const button = row.querySelector('button');
  if (isRead && document.activeElement === button) focusNext(row);
  row.classList.toggle('is-unread', !isRead);
  button.hidden = isRead;
}

/** The button goes; who works with the keyboard is at the next one. */
function focusNext(row) {
  const buttons = [...byId('list').querySelectorAll('.is-unread button')];
  const at = buttons.indexOf(row.querySelector('button'));
  const other = buttons[at + 1] ?? buttons[at - 1] ?? byId('send').elements.text;
  other.focus();
}

function showUnread() {
  const count = [...notices.keys()].filter((one) => !read.has(one)).length;
  byId('unread').textContent = notices.size === 0 ? '' : count === 0 ? 'All read' : `${count} unread`;
  byId('unread').classList.toggle('is-some', count > 0);
  byId('all').hidden = count < 2;
  byId('empty').hidden = notices.size > 0;
  document.title = `${count > 0 ? `(${count}) ` : ''}Notifications · LiveFeed`;
}

function showDevices(room) {
  // With a token all devices are one member with several connections, else each is a member.
  const listed = room.members.reduce((sum, { memberIds }) => sum + Math.max(1, memberIds.length), 0);
  const count = Math.max(1, listed, room.count);
  byId('devices').textContent = count === 1 ? 'Only this one is here.' : `${count} are here, with this one.`;
}
