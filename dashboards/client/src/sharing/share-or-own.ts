import type { TransportName } from '../api.ts';
import { changeBy, renewBy } from '../connection/client-requests.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { Answer, ClientMessage, FeedSignal, FollowRequest, Transport } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { NotShared } from './shared-transport.ts';

/** The connection that all tabs have in common; for what that cannot give, one of its own from then on. */
export class ShareOrOwn implements Transport {
  private current: Transport;
  private isOwn = false;

  constructor(
    private readonly shared: Transport,
    private readonly own: Transport,
  ) {
    this.current = shared;
  }

  get name(): TransportName | undefined {
    return this.current.name;
  }

  get isShared(): boolean {
    return !this.isOwn;
  }

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    this.isOwn ||= !canShare(request);
    if (!this.isOwn) {
      try {
        yield* this.shared.follow(request, signal);
        return;
      } catch (error) {
        if (!(error instanceof NotShared)) throw error;
        this.isOwn = true;
      }
    }
    this.current = this.own;
    yield* this.own.follow(request, signal);
  }

  async change(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void> {
    await changeBy(this.current, clientId, change, signal);
  }

  async request(message: ClientMessage, signal: AbortSignal): Promise<Answer> {
    if (this.current.request === undefined) throw new Unreachable('there is no open WebSocket');
    return this.current.request(message, signal);
  }

  async renew(clientId: string, token: string, signal: AbortSignal): Promise<void> {
    await renewBy(this.current, clientId, token, signal);
  }
}

/** Rooms, a window and last events are one connection's own. */
const canShare = ({ after, last, window, rooms }: FollowRequest) =>
  window === undefined && (last === undefined || Boolean(after)) && (rooms?.rooms.length ?? 0) === 0;
