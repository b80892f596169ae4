import type { Problem, TransportName } from '../api.ts';
import { changeBy, renewBy } from '../connection/client-requests.ts';
import { silence } from '../connection/connection.ts';
import { Refusal } from '../refusal.ts';
import type { TopicChange } from '../topics/topic-change.ts';
import type { Answer, ClientMessage, FeedSignal, FollowRequest, Transport } from '../transport.ts';
import { Unreachable } from '../unreachable.ts';
import { Suspicion } from './suspicion.ts';
import type { TransportMemory } from './transport-memory.ts';
import { NotConnected, Trial } from './trial.ts';

export interface Candidate {
  readonly name: TransportName;
  open(): Promise<Transport>;
}

export interface FallbackOptions {
  /** The best first; the last one is given all the time it wants. */
  readonly candidates: readonly Candidate[];
  readonly memory: TransportMemory;
  readonly onProblem: (problem: Problem) => void;
}

/** A connection whose first words take longer does not let them through. */
const firstWithin = 5_000;
/** After this a better transport is tried again; after each failure, after twice the time. */
const betterAfter = 5 * 60_000;
const maxBetterAfter = 60 * 60_000;
/** What is remembered is forgotten when it failed so often. */
const maxMisses = 3;

/** Answers of the service itself: another transport would get the same. */
const isOfService = (error: unknown) =>
  error instanceof Refusal && (error.isFinal || [401, 429, 503].includes(error.status));

/**
 * The best transport that works. Only what happens next tells a blocked transport from a service that is away: a transport
 * is to blame when a later one connects where it did not. That one is remembered for the page session.
 */
export class FallbackTransport implements Transport {
  private index = 0;
  private current: Transport | undefined;
  /** A transport that connects and does not work, until another one has connected. */
  private suspect: Problem | undefined;
  private readonly opened = new Map<TransportName, Transport>();
  /** Times in a row that none connected. */
  private misses = 0;
  private readonly told = new Set<string>();
  /** Those that have connected, and did not fail to since. */
  private readonly proven = new Set<TransportName>();
  private readonly suspicions = new Map<TransportName, Suspicion>();

  constructor(private readonly options: FallbackOptions) {}

  get name(): TransportName | undefined {
    return this.options.candidates[this.index]?.name;
  }

  async *follow(request: FollowRequest, signal: AbortSignal): AsyncGenerator<readonly FeedSignal[]> {
    const { candidates } = this.options;
    const blamed: Problem[] = this.suspect === undefined ? [] : [this.suspect];
    let failure: unknown;
    for (this.index = this.first(); ; this.index++) {
      const candidate = candidates[this.index];
      if (candidate === undefined) {
        this.noneConnects();
        throw failure;
      }
      try {
        if ((yield* this.attempt(candidate, request, signal, blamed)) === 'ended') return;
        this.index = -1;
      } catch (error) {
        if (signal.aborted || !(error instanceof NotConnected)) throw error;
        if (isOfService(error.cause)) throw error.cause;
        // One that worked is tried once more: a service that restarts refuses the one, and takes the next a moment later.
        if (this.proven.delete(candidate.name) && error.kind === 'blocked') throw error.cause;
        if (error.cause instanceof Refusal || failure === undefined) failure = error.cause;
        blamed.push({ kind: error.kind, transport: candidate.name, text: error.message });
      }
    }
  }

  async change(clientId: string, change: TopicChange, signal: AbortSignal): Promise<void> {
    return changeBy(this.open, clientId, change, signal);
  }

  request(message: ClientMessage, signal: AbortSignal): Promise<Answer> {
    if (this.current?.request === undefined) return Promise.reject(new Unreachable('there is no open WebSocket'));
    return this.current.request(message, signal);
  }

  async renew(clientId: string, token: string, signal: AbortSignal): Promise<void> {
    return renewBy(this.open, clientId, token, signal);
  }

  private get open(): Transport {
    if (this.current === undefined) throw new Unreachable('there is no open connection');
    return this.current;
  }

  /** The service is away, and none is to blame; or this is another network than the one in which something was found. */
  private noneConnects(): void {
    this.suspect = undefined;
    if (++this.misses >= maxMisses) this.options.memory.set(undefined);
    this.index = this.first();
  }

  private first(): number {
    const indexOf = (name: TransportName | undefined) => this.options.candidates.findIndex((one) => one.name === name);
    if (this.suspect !== undefined) return indexOf(this.suspect.transport) + 1;
    const remembered = this.options.memory.get();
    return remembered === undefined || Date.now() >= remembered.until ? 0 : Math.max(0, indexOf(remembered.name));
  }

  /** `better`: this one works, and it is time to try a better one. */
  private async *attempt(
    candidate: Candidate,
    request: FollowRequest,
    signal: AbortSignal,
    blamed: readonly Problem[],
  ): AsyncGenerator<readonly FeedSignal[], 'ended' | 'better'> {
    const trial = new Trial(signal, candidate === this.options.candidates.at(-1) ? undefined : firstWithin);
    try {
      const transport = await this.load(candidate);
      this.current = transport;
      for await (const signals of transport.follow(request, trial.signal)) {
        if (trial.hear(signals)) this.works(candidate, blamed);
        yield signals;
        if (candidate.name === 'polling' && this.isTimeForBetter()) return 'better';
      }
      if (!trial.isConnected && !trial.isTold) throw new Unreachable('the connection ended before the first word');
      this.note(candidate, trial, trial.isTold ? 'told' : 'lost');
      return 'ended';
    } catch (error) {
      if (!trial.isConnected && !trial.isTold && !signal.aborted) {
        // A stream may be buffered with its headers; a handshake that is not answered is none of this service.
        const buffers = trial.isLate && (candidate.name !== 'websocket' || trial.wasHeard);
        throw new NotConnected(buffers ? 'buffering' : 'blocked', error);
      }
      this.note(candidate, trial, signal.reason === silence ? 'silent' : signal.aborted ? 'told' : 'lost');
      throw error;
    } finally {
      trial.end();
      this.current = undefined;
    }
  }

  private async load(candidate: Candidate): Promise<Transport> {
    const transport = this.opened.get(candidate.name) ?? (await candidate.open());
    this.opened.set(candidate.name, transport);
    return transport;
  }

  private works({ name }: Candidate, blamed: readonly Problem[]): void {
    this.proven.add(name);
    this.suspect = undefined;
    this.misses = 0;
    const { memory, candidates } = this.options;
    if (name === candidates[0]?.name) return memory.set(undefined);
    const before = memory.get();
    if (blamed.length === 0 && before?.name === name && Date.now() < before.until) return;
    const span = before === undefined ? betterAfter : Math.min(maxBetterAfter, before.span * 2);
    memory.set({ name, until: Date.now() + span, span });
    for (const problem of blamed) this.tell(problem);
  }

  /** Once: that it is still so is no news. */
  private tell(problem: Problem): void {
    const name = `${problem.transport} ${problem.kind}`;
    if (this.told.has(name)) return;
    this.told.add(name);
    this.options.onProblem(problem);
  }

  private isTimeForBetter(): boolean {
    const remembered = this.options.memory.get();
    return remembered !== undefined && Date.now() >= remembered.until;
  }

  private note({ name }: Candidate, trial: Trial, end: 'silent' | 'lost' | 'told'): void {
    const suspicion = this.suspicions.get(name) ?? new Suspicion();
    this.suspicions.set(name, suspicion);
    const found = suspicion.judge(trial.connectedAt, trial.heardAt, end);
    if (found !== undefined && name !== this.options.candidates.at(-1)?.name) this.suspect = { ...found, transport: name };
  }
}
