import type { HubLine, HubLineEvents, HubMessage } from './messages.ts';

/** To the hub in the worker that all pages of this service share. The browser ends it after its last page. */
export async function openWorkerLine(events: HubLineEvents): Promise<HubLine> {
  const worker = new SharedWorker(new URL('./hub-worker.js', import.meta.url), { type: 'module', name: 'livefeed' });
  worker.onerror = () => events.broken();
  worker.port.onmessage = ({ data }: MessageEvent<HubMessage>) => events.message(data);
  return {
    send: (message) => worker.port.postMessage(message),
    close: () => worker.port.close(),
  };
}
