// What a careful person would write by hand for one purpose: one canvas, straight code, the same stream. It runs in the page.

/** Sparklines (columns > 1) or charts, all drawn in each frame in which something came. */
export function baseline({ topics, count, columns, window, fixed }) {
  document.body.replaceChildren();
  document.body.style.margin = '0';
  const canvas = document.createElement('canvas');
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  document.body.append(canvas);
  const context = canvas.getContext('2d');
  const series = new Map();
  const cell = { width: canvas.width / columns, height: canvas.height / Math.ceil(count / columns) };
  let frame = 0;

  const draw = () => {
    frame = 0;
    const now = Date.now();
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = '#1763c6';
    context.fillStyle = '#18202b';
    context.font = '10px sans-serif';
    let place = 0;
    for (const [topic, points] of series) {
      const left = (place % columns) * cell.width;
      const top = Math.floor(place++ / columns) * cell.height;
      while (points.length > 0 && points[0].time < now - window) points.shift();
      let low = fixed?.[0] ?? Infinity;
      let high = fixed?.[1] ?? -Infinity;
      if (fixed === undefined) for (const { value } of points) (low = Math.min(low, value)), (high = Math.max(high, value));
      context.beginPath();
      for (const { time, value } of points) {
        context.lineTo(left + (1 - (now - time) / window) * cell.width, top + cell.height - 3 - ((value - low) / (high - low || 1)) * (cell.height - 16));
      }
      context.stroke();
      context.fillText(`${topic.split('/').at(-1)} ${points.at(-1)?.value.toFixed(1)}`, left + 2, top + 10);
    }
  };

  const source = new EventSource(`/events?envelope=true&topic=${encodeURIComponent(topics)}`);
  source.onerror = () => (self.benchError = 'the stream failed');
  const take = (event) => {
    const { topic, time, data } = JSON.parse(event.data);
    let points = series.get(topic);
    if (points === undefined) series.set(topic, (points = []));
    points.push({ time: Date.parse(time), value: data.value });
    self.benchSeries = series.size;
    frame ||= requestAnimationFrame(draw);
  };
  for (const name of ['message', 'metric']) source.addEventListener(name, take);
}
