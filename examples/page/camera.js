// This device's camera and microphone, and pictures on the page.
import { element } from './page.js';

const problems = {
  NotAllowedError: 'the browser may not use it. Allow it beside the address, then turn it on',
  NotFoundError: 'there is none',
  NotReadableError: 'another program has it',
};

/** Camera and microphone; it throws what a reader can do something about. */
export async function openCamera() {
  if (navigator.mediaDevices === undefined) throw new Error('a page has it over https and on localhost only');
  try {
    return await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  } catch (problem) {
    throw new Error(problems[problem.name] ?? problem.message);
  }
}

/** Adds a place for a picture, with a name on it, to a list. */
export function addTile(list, name) {
  const video = element('video', { autoplay: true, playsInline: true });
  const state = element('span', { className: 'state' });
  const place = element('li', { className: 'tile is-dark' }, video, element('p', {}, element('bdi', {}, name), ' ', state));
  list.append(place);
  return { place, video, state };
}

/** Shows a stream. A page that nobody has touched may make no sound: there it begins with the first touch. */
export function showStream({ place, video }, stream) {
  place.classList.toggle('is-dark', stream.getVideoTracks().length === 0);
  if (video.srcObject === stream) return;
  video.srcObject = stream;
  video.play().catch(() => {
    const isMuted = video.muted;
    video.muted = true;
    addEventListener('pointerdown', () => (video.muted = isMuted), { once: true });
  });
}
