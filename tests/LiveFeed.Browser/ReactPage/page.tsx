import { useLiveFeed, usePresence, useRoom, useTopic, useWebSocket } from '@livefeed/client/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

const user = new URLSearchParams(location.search).get('user') ?? 'ada';

// A page by all hooks: what it shows is text, and what it does are buttons.
function Page() {
  const [pong, setPong] = useState('');
  const { feed, status } = useLiveFeed({});
  const { last } = useTopic<{ total: number }>(feed, 'orders/eu');
  const { members, messages, typing, send, sendTyping } = useRoom(feed, 'general', { userId: user, username: user });
  const { count } = usePresence(feed, 'general');
  const socket = useWebSocket<{ type: string }>({
    url: `${location.origin.replace('http', 'ws')}/ws`,
    onMessage: ({ type }) => type === 'pong' && setPong(type),
  });
  return (
    <main>
      <output id="state">{status.state}</output>
      <output id="total">{last?.data.total}</output>
      <output id="members">{members.map(({ userId }) => userId).sort().join(' ')}</output>
      <output id="count">{count}</output>
      <output id="messages">{messages.map(({ content }) => content).join(' ')}</output>
      <output id="typing">{typing.map(({ userId }) => userId).join(' ')}</output>
      <output id="socket">{socket.connectionStatus}</output>
      <output id="pong">{pong}</output>
      <button type="button" id="send" onClick={() => void send(`hello-from-${user}`)}>
        send
      </button>
      <button type="button" id="type" onClick={sendTyping}>
        type
      </button>
      <button type="button" id="ping" onClick={() => socket.send({ type: 'ping' })}>
        ping
      </button>
      <button type="button" id="disconnect" onClick={socket.disconnect}>
        disconnect
      </button>
    </main>
  );
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
