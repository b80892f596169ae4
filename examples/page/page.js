// What the examples share: the question for a name, the state of the connection, what went wrong, elements that hold text.

const address = new URLSearchParams(location.search);
const states = { connecting: 'Connecting…', connected: 'Live', reconnecting: 'No connection', closed: 'Ended' };
const transports = { websocket: 'WebSocket', sse: 'server-sent events', polling: 'long polling' };

const left = []; // rooms that are left with the page
// Before a feed is there, which closes its connection when the page is left.
addEventListener('pagehide', () => left.forEach((room) => room.leave()));
addEventListener('pageshow', ({ persisted }) => persisted && left.length > 0 && location.reload());

/** A service that wants a token takes it from the page's address (`?access_token=`), or from the page's cookie. */
export const token = () => address.get('access_token') ?? undefined;

/** A name for this load of the page, which no other has. */
export const session = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join('');

/** A name for this tab, which a reload keeps. */
export const tab = stored(() => sessionStorage, 'livefeed.tab') ?? stored(() => sessionStorage, 'livefeed.tab', session);

/** Who this page is in a room: with a token the service says it. */
export const ownId = (feed, room, otherwise) =>
  room.members.find(({ memberIds }) => memberIds.includes(feed.status.memberId))?.userId ?? otherwise;

export const byId = (id) => document.getElementById(id);

/** An element. A child that is a string becomes text, and never markup, whoever wrote it. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** What someone else sent, as a text of at most so many characters; empty where it is no text. */
export const textOf = (value, most = 2_000) => (typeof value === 'string' ? value.slice(0, most) : '');

/**
 * Shows a form and waits for it. Its fields come back by name, and stand in the page's address, so that a reload does not
 * ask again. `?name=Ada` answers it.
 */
export function ask(form) {
  for (const field of form.elements) {
    const given = address.get(field.name) ?? (field.name === 'name' ? stored(() => localStorage, 'livefeed.name') : null);
    if (field.type === 'checkbox') field.checked = address.has('name') ? given !== null : field.checked;
    else if (field.name !== '' && given !== null) field.value = textOf(given, field.maxLength);
  }
  return new Promise((done) => {
    const take = () => {
      const answer = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
      form.hidden = false;
      form.classList.add('is-waiting'); // until what comes after it is shown
      form.replaceChildren(element('p', { role: 'status' }, 'Going in…'));
      stored(() => localStorage, 'livefeed.name', answer.name);
      for (const [name, value] of Object.entries(answer)) address.set(name, value);
      history.replaceState(null, '', `?${address}`);
      done(answer);
    };
    if (address.has('name') && form.checkValidity()) return take();
    form.hidden = false;
    form.elements.name.focus();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      take();
    });
  });
}

/** Tells why one cannot go in, with a way back. */
export function refuse(problem, what) {
  tell(problem, what, 'entry');
  const back = element('button', { type: 'button', onclick: goOut }, 'Back');
  document.querySelector('main').replaceChildren(element('p', { className: 'empty' }, back));
}

/** Back to the question. */
export function goOut() {
  location.assign(address.has('access_token') ? `?${new URLSearchParams({ access_token: token() })}` : location.pathname);
}

/** Others see at once that the page is closed; else only when the service misses it. */
export function leaveWithPage(room) {
  left.push(room);
}

/** Says in the head whether the service is there, and why not. */
export function showStatus(feed) {
  const place = document.querySelector('.status');
  feed.onStatus(({ state, transport, reason }) => {
    place.dataset.state = state;
    place.textContent = [states[state], state === 'connected' ? undefined : reason].filter(Boolean).join(': ');
    place.title = state === 'connected' && transport !== undefined ? `over ${transports[transport]}` : '';
    if (state === 'connected') forget('connection');
    if (state === 'closed' && reason !== undefined) tell(new Error(reason), 'The connection has ended', 'connection');
  });
}

/** For `onProblem`: that another transport is tried is nothing for a reader; the others are. */
export function onProblem({ kind, text }) {
  if (kind !== 'buffering' && kind !== 'blocked') tell(new Error(text), undefined, 'connection');
}

/** Tells what went wrong, in a bar that can be closed. */
export function tell(problem, what, about = '') {
  const bar = document.querySelector('.fault');
  const text = [what, problem?.message ?? String(problem)].filter(Boolean).join(': ');
  bar.dataset.about = about;
  bar.hidden = false;
  bar.replaceChildren(
    element('span', {}, text),
    element('button', { className: 'small', type: 'button', onclick: () => forget(about) }, 'Close'),
  );
}

/** Takes away what was told about this. */
export function forget(about) {
  const bar = document.querySelector('.fault');
  if (bar.dataset.about === about) bar.hidden = true;
}

// Storage may be forbidden; then nothing is remembered.
function stored(storage, name, value) {
  try {
    if (value !== undefined) storage().setItem(name, value);
    return storage().getItem(name);
  } catch {
    return value ?? null;
  }
}
