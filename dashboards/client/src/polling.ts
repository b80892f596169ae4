export { PollTransport, type PollTransportOptions } from './transports/poll-transport.ts';
