import type { HubMessage, OpenHubLine } from './messages.ts';

/**
 * To the hub in the worker that all pages of this service share which have the same key. The browser ends it after its last
 * page.
 */
export const openWorkerLineOf =
  (key: string): OpenHubLine =>
  async (events) => {
    const worker = new SharedWorker(new URL('./hub-worker.js', import.meta.url), {
      type: 'module',
      name: `livefeed${key}`,
    });
    worker.onerror = () => events.broken();
    worker.port.onmessage = ({ data }: MessageEvent<HubMessage>) => events.message(data);
    return {
      send: (message) => worker.port.postMessage(message),
      close: () => worker.port.close(),
    };
  };
