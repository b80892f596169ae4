// An auctioneer: sells the cars of a data set one after another, to whoever bids most from the page, or to two house bidders.
// Bids are events at auction/bids; what becomes of them it says at auction/room. It alone knows the price, so two bids that
// come at once cannot both win: the log gives them an order, and they are taken in it.
import { feed, figure, post, sleep } from '../lib/producing.mjs';
import { read } from '../lib/rows.mjs';

const cars = JSON.parse(read('cars.json')).filter(({ Horsepower }) => Horsepower !== null);
const patience = Number(process.env.PATIENCE ?? 12); // seconds without a bid, then it is sold
const house = ['house bidder 1', 'house bidder 2'];
const step = 50;
let lot = 0;
let lotEvents = [];
let sold = 0;
let turnover = 0;
let current = open();

feed.on('*', ({ data }) => bid(data?.name, data?.amount)); // it follows nothing else
await feed.subscribe('auction/bids');
for (let second = 0; ; second++) {
  const left = Math.ceil((current.until - Date.now()) / 1_000);
  if (left <= 0) close();
  else if (second % 3 === 2 && Math.random() < 0.5) offer();
  await post([...lotEvents.splice(0), ...status()]);
  await sleep(1_000);
}

function open() {
  const car = cars[lot++ % cars.length];
  const start = 10 * car.Horsepower;
  // What the house thinks it is worth: made up, as the bidders are.
  return { number: lot, car, price: start, by: undefined, until: Date.now() + 1_000 * patience, worth: start * (1 + Math.random()) };
}

/** Whoever posts may write anything: what is no bid is told so, and never ends the auction. */
function bid(name, amount) {
  const who = typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 40) : 'somebody';
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return say('refused', `${who}: that is no amount`);
  const least = current.by === undefined ? current.price : current.price + step;
  if (amount < least) return say('refused', `${who}: $${amount} is too little, it takes $${least}`);
  if (amount > 1_000_000) return say('refused', `${who}: nobody has that much`);
  current = { ...current, price: amount, by: who, until: Date.now() + 1_000 * patience };
  say('bid', `${who} bids $${amount} for the ${current.car.Name}`);
}

function offer() {
  if (current.price + step > current.worth) return;
  const other = house.filter((name) => name !== current.by);
  bid(other[Math.floor(Math.random() * other.length)], current.by === undefined ? current.price : current.price + step);
}

function close() {
  if (current.by === undefined) say('passed', `Nobody wants the ${current.car.Name}`);
  else {
    say('sold', `The ${current.car.Name} goes to ${current.by} for $${current.price}`);
    sold++;
    turnover += current.price;
    lotEvents.push({ topic: 'auction/sales', event: 'sale', id: `sale-${Date.now()}-${current.number}`, data: { lot: current.number, car: current.car.Name, buyer: current.by, price: current.price } });
  }
  current = open();
}

function say(event, text) {
  lotEvents.push({ topic: 'auction/room', event, data: text });
}

function status() {
  const { car, number, price, by, until } = current;
  const left = Math.max(0, Math.ceil((until - Date.now()) / 1_000));
  const texts = { car: car.Name, year: car.Year.slice(0, 4), origin: car.Origin, power: `${car.Horsepower} hp`, weight: `${car.Weight_in_lbs} lb`, leader: by ?? 'nobody yet', number: `Lot ${number}` };
  return [
    figure('auction/price', price, '$'), figure('auction/left', left, 's'), figure('auction/sold', sold, 'count'), figure('auction/turnover', turnover, '$'),
    figure('auction/least', by === undefined ? price : price + step, '$'),
    ...Object.entries(texts).map(([name, value]) => ({ topic: `auction/lot/${name}`, key: `auction/lot/${name}`, event: 'lot', data: { value } })),
  ];
}
