import { element, setText } from '../../dom/element.ts';
import { shades } from './heat-chart.ts';

/** The legend of a heatmap: how many values each shade stands for. */
export class HeatLegend {
  private readonly swatches = shades.map((shade) => {
    const swatch = element('i', { class: 'heat-swatch' });
    swatch.style.opacity = String(shade);
    return swatch;
  });
  private readonly most = element('span');
  readonly element = element(
    'p',
    { class: 'heat-legend' },
    element('span', {}, 'values in a cell: 1'),
    element('span', { class: 'heat-swatches', 'aria-hidden': 'true' }, ...this.swatches),
    this.most,
  );

  set(most: number, colour: string): void {
    setText(this.most, String(most));
    for (const swatch of this.swatches) swatch.style.backgroundColor = colour;
  }
}
