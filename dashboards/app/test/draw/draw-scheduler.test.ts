import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DrawScheduler } from '../../src/draw/draw-scheduler.ts';

describe('drawing', () => {
  const page = Object.assign(new EventTarget(), { hidden: false });
  let frames: FrameRequestCallback[];
  const nextFrame = () => frames.splice(0).forEach((frame) => frame(0));

  beforeEach(() => {
    vi.useFakeTimers();
    frames = [];
    page.hidden = false;
    vi.stubGlobal('document', page);
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
    vi.stubGlobal('cancelAnimationFrame', () => frames.splice(0));
    vi.stubGlobal('reportError', vi.fn());
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  function scheduler(...tiles: { draw(now: number): void }[]): DrawScheduler {
    const made = new DrawScheduler(() => 42);
    for (const tile of tiles) made.add(tile);
    nextFrame();
    return made;
  }

  test('happens once a frame however much changed, and only what changed', () => {
    const [a, b] = [{ draw: vi.fn() }, { draw: vi.fn() }];
    const made = scheduler(a, b);
    for (let i = 0; i < 100; i++) made.invalidate(a);
    expect(frames).toHaveLength(1);
    nextFrame();
    expect([a.draw.mock.calls.length, b.draw.mock.calls.length]).toEqual([2, 1]);
    expect(a.draw).toHaveBeenLastCalledWith(42);
  });

  test('is over for all before any writes, and a fault in one stops no other', () => {
    const order: string[] = [];
    const tile = (name: string) => ({
      draw: () => void order.push(`draw ${name}`),
      write: () => void order.push(`write ${name}`),
    });
    const broken = {
      draw: () => void order.push('draw broken'),
      write: () => {
        throw new Error('broken');
      },
    };
    scheduler(tile('a'), broken, tile('b'));
    expect(order).toEqual(['draw a', 'draw broken', 'draw b', 'write a', 'write b']);
    expect(reportError).toHaveBeenCalledOnce();
  });

  test('stops while the page is hidden and catches up when it is shown', () => {
    const tile = { draw: vi.fn() };
    const made = scheduler(tile);
    page.hidden = true;
    page.dispatchEvent(new Event('visibilitychange'));
    made.invalidate(tile);
    vi.advanceTimersByTime(10_000);
    expect(frames).toHaveLength(0);
    page.hidden = false;
    page.dispatchEvent(new Event('visibilitychange'));
    nextFrame();
    expect(tile.draw).toHaveBeenCalledTimes(2);
  });

  test('goes on once a second without data, as time does', () => {
    const tile = { draw: vi.fn() };
    scheduler(tile);
    vi.advanceTimersByTime(1_000);
    nextFrame();
    expect(tile.draw).toHaveBeenCalledTimes(2);
  });

  test('ends for what is removed, although it still changes', () => {
    const tile = { draw: vi.fn() };
    const made = scheduler(tile);
    made.invalidate(tile);
    made.remove(tile);
    made.invalidate(tile);
    vi.advanceTimersByTime(2_000);
    nextFrame();
    expect(tile.draw).toHaveBeenCalledTimes(1);
  });

  test('leaves out what is out of sight until it comes into sight', () => {
    const [seen, far] = [{ draw: vi.fn() }, { draw: vi.fn() }];
    const made = scheduler(seen, far);
    made.setInSight(far, false);
    made.drawAll();
    nextFrame();
    expect([seen.draw.mock.calls.length, far.draw.mock.calls.length]).toEqual([2, 1]);
    made.setInSight(far, true);
    nextFrame();
    expect(far.draw).toHaveBeenCalledTimes(2);
  });

  test("is not stopped by one tile's fault", () => {
    const broken = {
      draw: vi.fn(() => {
        throw new Error('broken');
      }),
    };
    const fine = { draw: vi.fn() };
    scheduler(broken, fine);
    expect(fine.draw).toHaveBeenCalledTimes(1);
    expect(reportError).toHaveBeenCalledTimes(1);
  });
});
