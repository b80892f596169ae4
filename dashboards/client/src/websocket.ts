export { WebSocketTransport, type WebSocketTransportOptions } from './transports/websocket-transport.ts';
