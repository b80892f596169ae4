import type { Problem } from '../api.ts';

/** What lived this long before it fell silent had worked: the network has changed, or the machine slept. */
const proven = 30_000;
/** What ended sooner than this did not last. */
const lasting = 5_000;
/** So many connections in a row that did not last are no accident. */
const mostShort = 3;

/** Watches how the connections of one transport end, and says when that looks like the work of something between. */
export class Suspicion {
  private shortLives = 0;

  /**
   * @param connectedAt When it was connected; `heardAt` when something came last.
   * @param end `silent`: nothing came for too long. `lost`: it broke without a word of the service.
   */
  judge(connectedAt: number, heardAt: number, end: 'silent' | 'lost' | 'told'): Pick<Problem, 'kind' | 'text'> | undefined {
    const lived = heardAt - connectedAt;
    if (end === 'silent') {
      if (lived >= proven) return undefined;
      return { kind: 'buffering', text: 'the connection is open, and what the service sends does not come through' };
    }
    this.shortLives = end === 'lost' && lived < lasting ? this.shortLives + 1 : 0;
    if (this.shortLives < mostShort) return undefined;
    this.shortLives = 0;
    return { kind: 'dropped', text: 'its connections end soon after they open, again and again' };
  }
}
