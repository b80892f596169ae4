// Replays what weather stations at Seattle and New York measured from 2012 to 2015, a day a second; then it begins again.
import { every, figure, post } from '../lib/producing.mjs';
import { rows } from '../lib/rows.mjs';

const sites = { Seattle: 'seattle', 'New York': 'newyork' };
const sensors = { temp_max: ['high', '°C'], temp_min: ['low', '°C'], precipitation: ['rain', 'mm'], wind: ['wind', 'm/s'] };
const days = group(rows('weather.csv'));
const dates = [...days.keys()].sort();
const speed = Number(process.env.DAY ?? 1_000); // milliseconds

let at = 0;
const sky = {};
await every(speed, async () => {
  const date = dates[at];
  await post([{ topic: 'site/day', key: 'site/day', event: 'day', data: { value: date } }, ...days.get(date).flatMap(readings)]);
  at = (at + 1) % dates.length;
});

function readings(day) {
  const site = sites[day.location];
  const figures = Object.entries(sensors).map(([column, [name, unit]]) => figure(`site/${site}/${name}`, Number(day[column]), unit));
  const events = [...figures, { topic: `site/${site}/sky`, key: `site/${site}/sky`, event: 'sky', data: { value: day.weather } }];
  if (sky[site] !== day.weather) events.push({ topic: 'site/log', event: day.weather, data: { site: day.location, date: day.date, was: sky[site] } });
  sky[site] = day.weather;
  return events;
}

/** The rows of each day. */
function group(list) {
  const groups = new Map();
  for (const one of list) groups.set(one.date, [...(groups.get(one.date) ?? []), one]);
  return groups;
}
