// A call: the room brings browsers together, then camera, microphone and words go from one to the other (WebRTC).
import { connect } from '/client/index.js';
import { ask, byId, element, goOut, refuse, showStatus, tell, textOf } from '../page/page.js';
import { leaveWithPage, onProblem, ownId, session, token } from '../page/page.js';
import { addTile, openCamera, showStream } from '../page/camera.js';
import { openPeer } from '../page/peer.js';

const mostPeers = 5; // each is sent our picture
const mostWords = 200; // lines on the page

const peers = new Map(); // by userId: connection, tile and name
let stream; // of our camera
const { name, call, camera } = await ask(byId('ask'));
document.title = `${call} · Call · LiveFeed`;
byId('call').hidden = false;
const ownTile = addTile(byId('tiles'), 'You');
ownTile.video.muted = true; // nobody wants to hear himself
ownTile.place.classList.add('is-own');
byId('camera').addEventListener('click', () => toggle('video'));
byId('microphone').addEventListener('click', () => toggle('audio'));
byId('leave').addEventListener('click', goOut);
byId('say').addEventListener('submit', say);
byId('people').textContent = 'Asking for the camera…';
if (camera !== undefined) await turnOn();

const feed = connect({ token, onProblem });
showStatus(feed);
const who = { userId: session, username: name };
const room = await feed.join(`call-${call}`, who).catch((problem) => refuse(problem, `The call ${call}`));
if (room !== undefined) {
  room.on('signal', receive);
  room.on('leave', ({ userId }) => drop(userId));
  room.on('members', callLater);
  callThem();
  leaveWithPage(room);
}

/** Whoever comes calls all who are there. */
function callThem() {
  const me = ownId(feed, room, session);
  for (const { userId, username } of room.members) if (userId !== me) peerOf(userId, username);
  showPeople();
}

/** Two who missed each other: by chance one of them is first. */
function callLater() {
  showPeople();
  setTimeout(callThem, 2_000 + 3_000 * Math.random());
}

function peerOf(id, username) {
  if (peers.has(id)) return peers.get(id);
  if (peers.size >= mostPeers) return void tell(new Error(`no more than ${mostPeers} others fit in`), 'This call is full');
  const name = textOf(username, 40) || 'Somebody';
  const peer = { name, tile: addTile(byId('tiles'), name) };
  peers.set(id, peer);
  peer.connection = openPeer({
    isPolite: ownId(feed, room, session) > id,
    send: (data) => room.signal(id, { ...data, session }).catch((problem) => miss(id, peer, problem)),
    onStream: (theirs) => showStream(peer.tile, theirs),
    onWords: (text) => showWords(peer.name, text),
    onState: (state) => {
      peer.tile.place.dataset.state = state;
      peer.tile.state.textContent = state === 'connected' ? '' : state === 'failed' ? 'No way to it' : 'Connecting…';
      showPeople();
    },
    onClose: () => peers.get(id) === peer && drop(id),
  });
  peer.connection.show(stream);
  return peer;
}

/** It is away, perhaps for a moment. */
function miss(id, peer, problem) {
  if (peers.get(id) !== peer) return;
  if (![404, undefined].includes(problem.status)) tell(problem, `No call to ${peer.name}`);
  if (peer.tile.place.dataset.state === 'connected') return;
  drop(id);
  callLater();
}

function receive({ userId, username, data }) {
  if (!room.members.some((one) => one.userId === userId)) return;
  const from = textOf(data?.session, 64);
  const known = peers.get(userId);
  // A reload makes another browser of it: what was agreed with the one before is void.
  if (known?.session !== undefined && known.session !== from) drop(userId);
  const peer = peerOf(userId, username);
  if (peer === undefined) return;
  peer.session = from;
  peer.connection.receive(data).catch(() => drop(userId)); // it may say anything
}

function drop(id) {
  const peer = peers.get(id);
  peers.delete(id);
  peer?.connection.close();
  peer?.tile.place.remove();
  showPeople();
}

async function turnOn() {
  try {
    stream = await openCamera();
    showStream(ownTile, stream);
    for (const { connection } of peers.values()) connection.show(stream);
  } catch (problem) {
    tell(problem, 'No camera');
  }
  showTools();
}

async function toggle(kind) {
  if (stream === undefined) return await turnOn();
  for (const track of stream.getTracks()) if (track.kind === kind) track.enabled = !track.enabled;
  showTools();
}

function showTools() {
  const isOn = (kind) => stream?.getTracks().some((track) => track.kind === kind && track.enabled) === true;
  byId('camera').textContent = isOn('video') ? 'Turn camera off' : 'Turn camera on';
  byId('microphone').textContent = isOn('audio') ? 'Mute' : 'Unmute';
  byId('microphone').hidden = stream === undefined;
  ownTile.state.textContent = isOn('audio') || stream === undefined ? '' : 'Muted';
  ownTile.place.classList.toggle('is-dark', !isOn('video'));
}

function showPeople() {
  const connected = [...peers.values()].filter(({ tile }) => tile.place.dataset.state === 'connected');
  const names = new Intl.ListFormat('en').format(connected.map((peer) => peer.name));
  const alone = peers.size > 0 || room.count > 1 ? 'Connecting…' : `Nobody else is in ${call} yet.`;
  byId('people').textContent = connected.length === 0 ? alone : `In ${call} with ${names}.`;
}

function say(event) {
  event.preventDefault();
  const text = byId('text').value.trim();
  if (text === '') return;
  const heard = [...peers.values()].filter(({ connection }) => connection.say(text)).length;
  if (heard === 0) return tell(new Error('nobody is connected'), 'Not sent');
  byId('text').value = '';
  showWords('You', text);
}

function showWords(who, text) {
  const sender = element('bdi', { className: 'who' }, who);
  byId('talk').append(element('p', {}, sender, ' ', element('span', { dir: 'auto' }, text)));
  if (byId('talk').children.length > mostWords) byId('talk').firstElementChild.remove();
  byId('talk').scrollTop = byId('talk').scrollHeight;
}
