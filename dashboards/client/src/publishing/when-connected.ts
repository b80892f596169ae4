import type { Link } from '../link.ts';

/** Resolves as soon as there is a connection: true; or when there will be none any more: false. */
export function whenConnected(link: Link): Promise<boolean> {
  return new Promise((resolve) => {
    if (link.closed.aborted) return resolve(false);
    if (link.status.state === 'connected') return resolve(true);
    const end = (isConnected: boolean) => {
      stop();
      link.closed.removeEventListener('abort', onClosed);
      resolve(isConnected);
    };
    const onClosed = () => end(false);
    const stop = link.onStatus(({ state }) => state === 'connected' && end(true));
    link.closed.addEventListener('abort', onClosed);
  });
}
