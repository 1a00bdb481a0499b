import uPlot from 'uplot';
import type { GrowthPanel } from '../../extension/growthView/growthContent';
import { chartOptions, type ChartLook } from './chartOptions';
import { element } from './element';

export interface PanelListener {
  /** The user points at a batch; undefined: no longer. */
  pointed(at: number | undefined): void;
  /** The user chose a cause. */
  chose(panel: string): void;
}

/** One chart with its title and figures. By keyboard the chart is a slider over the batches. */
export class PanelView {
  readonly root = element('section', 'panel');
  readonly #slider = element('div', 'chart');
  readonly #summary = element('div', 'summary');
  readonly #reading = element('div', 'reading');
  readonly #chart: uPlot;
  #at: number | undefined;

  constructor(
    private panel: GrowthPanel,
    private calls: readonly number[],
    look: ChartLook,
    private readonly listener: PanelListener,
  ) {
    const title = this.#title();
    this.root.classList.toggle('cause', panel.isCause);
    this.root.setAttribute('aria-label', panel.title);
    this.root.append(element('h3', 'title', title), this.#summary, this.#slider, this.#reading);
    this.#slider.tabIndex = 0;
    this.#slider.role = 'slider';
    this.#slider.ariaLabel = panel.title;
    this.#reading.ariaHidden = 'true'; // the slider says the same
    const options = chartOptions(() => this.panel, 200, look);
    this.#chart = new uPlot(
      // the cursor's place is known once the axes are, and moves with them
      { ...options, hooks: { draw: [() => this.#moveCursor()] } },
      this.#data(),
      this.#slider,
    );
    this.#listen();
    this.update(panel, calls);
  }

  /** Whether another panel can be shown by {@link update}: figures may differ, what they are of may not. */
  canBecome(panel: GrowthPanel): boolean {
    const same = (['id', 'title', 'unit', 'isCause'] as const).every(
      (name) => panel[name] === this.panel[name],
    );
    const linesOf = ({ series }: GrowthPanel) => series.map(({ line }) => line).join();
    return same && linesOf(panel) === linesOf(this.panel);
  }

  update(panel: GrowthPanel, calls: readonly number[]): void {
    this.panel = panel;
    this.calls = calls;
    this.#summary.textContent = panel.summary;
    this.#chart.setData(this.#data());
    this.point(this.#at);
  }

  /** Shows the figures of one batch; of the last where none is pointed at. */
  point(at: number | undefined): void {
    this.#at = at !== undefined && at < this.calls.length ? at : undefined;
    const shown = this.#at ?? this.calls.length - 1;
    const reading = this.panel.readings[shown] ?? '';
    this.#reading.textContent = reading;
    this.#slider.ariaValueMin = '1';
    this.#slider.ariaValueMax = String(this.calls.length);
    this.#slider.ariaValueNow = String(shown + 1);
    this.#slider.ariaValueText = reading;
    this.#moveCursor();
  }

  mark(isMarked: boolean): void {
    this.root.classList.toggle('marked', isMarked);
    this.root.querySelector('button')?.setAttribute('aria-pressed', String(isMarked));
  }

  /** Fits the chart into the width that there is. */
  resize(): void {
    const { clientWidth } = this.#slider;
    if (clientWidth > 0 && clientWidth !== this.#chart.width) {
      this.#chart.setSize({ width: clientWidth, height: this.#chart.height });
    }
  }

  /** Draws once more, in the theme's colours. */
  repaint(): void {
    this.#chart.redraw(false, true);
  }

  dispose(): void {
    this.#chart.destroy();
    this.root.remove();
  }

  #title(): Node {
    const { title, isCause } = this.panel;
    return isCause ? element('button', '', title) : document.createTextNode(title);
  }

  #data(): uPlot.AlignedData {
    return [this.calls.slice(), ...this.panel.series.map(({ values }) => values.slice())];
  }

  #listen(): void {
    if (this.panel.isCause) {
      this.root.addEventListener('click', () => this.listener.chose(this.panel.id));
    }
    const { over } = this.#chart;
    over.addEventListener('mousemove', ({ offsetX }) => {
      this.listener.pointed(this.#chart.posToIdx(offsetX));
    });
    over.addEventListener('mouseleave', () => this.listener.pointed(undefined));
    this.#slider.addEventListener('keydown', (event) => {
      const last = this.calls.length - 1;
      const from = this.#at ?? last;
      switch (event.key) {
        case 'ArrowLeft':
        case 'ArrowDown':
          this.listener.pointed(Math.max(0, from - 1));
          break;
        case 'ArrowRight':
        case 'ArrowUp':
          this.listener.pointed(Math.min(last, from + 1));
          break;
        case 'Home':
          this.listener.pointed(0);
          break;
        case 'End':
          this.listener.pointed(last);
          break;
        case 'Escape':
          this.listener.pointed(undefined);
          break;
        case 'Enter':
        case ' ':
          if (this.panel.isCause) this.listener.chose(this.panel.id);
          break;
        default:
          return;
      }
      event.preventDefault();
    });
  }

  #moveCursor(): void {
    const calls = this.#at === undefined ? undefined : this.calls[this.#at];
    const left = calls === undefined ? -10 : this.#chart.valToPos(calls, 'x');
    this.#chart.setCursor({ left, top: calls === undefined ? -10 : 0 }, false);
  }
}
