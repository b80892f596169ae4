// make bench-boards: what the boards cost a browser, beside a canvas drawn by hand in the same run. Options are environment
// variables: QUICK=1 is shorter, ONLY="sparklines charts pixel save day heap" names sections.
import { Chromium } from './chromium.mjs';
import { measureDay } from './day-section.mjs';
import { boards as drawn, draw } from './draw-section.mjs';
import { boards as flooded, measureHeap } from './heap-section.mjs';
import { boards as probed, measurePixels } from './pixel-section.mjs';
import { boards as saved, measureSaves } from './save-section.mjs';
import { Service } from './service.mjs';
import { machine } from './table.mjs';

const [program, bench] = process.argv.slice(2);
const sections = {
  sparklines: (parts) => draw('sparklines', parts),
  charts: (parts) => draw('charts', parts),
  pixel: measurePixels,
  save: measureSaves,
  day: (parts) => measureDay({ ...parts, program, bench }),
  heap: measureHeap, // last: it leaves a log of millions of events
};
const chosen = process.env.ONLY ? process.env.ONLY.split(/[\s,]+/) : Object.keys(sections);
const unknown = chosen.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(`ONLY knows ${Object.keys(sections).join(', ')}; not ${unknown.join(', ')}`);
  process.exit(2);
}

const service = await Service.start(program, { ...drawn(), ...flooded(), ...probed(), ...saved() });
const browser = new Chromium();
// Ended by hand it leaves nothing running.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().then(() => process.exit(130)));
try {
  console.log(machine((await browser.send('Browser.getVersion')).product));
  for (const name of chosen) {
    console.error(`… ${name}`);
    console.log(await sections[name]({ browser, service, quick: process.env.QUICK === '1' }));
  }
} finally {
  await end();
}

async function end() {
  await browser.close();
  await service.close();
}
