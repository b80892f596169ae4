// Replays the monthly prices of five stocks and the S&P 500, from 2000 to 2010, a month a second; then it begins again.
import { every, figure, post } from '../lib/producing.mjs';
import { rows } from '../lib/rows.mjs';

const names = { AAPL: 'Apple', AMZN: 'Amazon', GOOG: 'Google', IBM: 'IBM', MSFT: 'Microsoft' };
const stocks = rows('stocks.csv');
const index = new Map(rows('sp500.csv').map(({ date, price }) => [date, Number(price)]));
const months = [...index.keys()];
const speed = Number(process.env.MONTH ?? 1_000); // milliseconds

let at = 0;
let first = new Map();
let last = new Map();
await every(speed, async () => {
  if (at === 0) [first, last] = [new Map(), new Map()];
  await post(month(months[at]));
  at = (at + 1) % months.length;
});

function month(date) {
  const [name, , year] = date.split(' ');
  const quotes = stocks.filter((stock) => stock.date === date);
  const events = [
    { topic: 'stocks/month', key: 'stocks/month', event: 'month', data: { value: `${name} ${year}` } },
    figure('stocks/index', index.get(date)),
    ...quotes.flatMap(({ symbol, price }) => quote(symbol, Number(price))),
  ];
  if (at === 0) events.push({ topic: 'stocks/news', event: 'replay', data: `From ${date} on` });
  return events;
}

function quote(symbol, price) {
  const before = last.get(symbol);
  if (!first.has(symbol)) first.set(symbol, price);
  last.set(symbol, price);
  const move = before === undefined ? 0 : 100 * (price / before - 1);
  const growth = 100 * (price / first.get(symbol) - 1);
  const events = [
    figure(`stocks/price/${symbol}`, price, '$'),
    figure(`stocks/growth/${symbol}`, growth, '%'),
    { topic: 'stocks/quote', key: `stocks/quote ${symbol}`, event: 'quote', data: { symbol, name: names[symbol], price, move, growth } },
  ];
  const isLarge = Math.abs(move) >= 20;
  return isLarge ? [...events, { topic: 'stocks/news', event: move > 0 ? 'leap' : 'plunge', data: `${names[symbol]} ${move > 0 ? '+' : ''}${move.toFixed(0)} % in a month, to $${price}` }] : events;
}
