import type { GrowthContent } from '../../extension/growthView/growthContent';
import { element } from './element';
import { growthTable } from './growthTable';
import { PanelView } from './panelView';
import { onDidChangeTheme, ThemeColors } from './themeColors';

/** What the page shows and where the user is in it: kept while it is hidden. */
export interface PageState {
  readonly content: GrowthContent;
  readonly marked: string | null;
  /** The batch that is pointed at, from 0. */
  readonly at: number | undefined;
  readonly isTableOpen: boolean;
}

export interface PageListener {
  changed(state: PageState): void;
  /** The user chose the panel of a cause. */
  chose(panel: string): void;
}

/** The page: a heading, the panels, and their table. */
export class GrowthPage {
  readonly #heading = element('h2');
  readonly #panelList = element('div', 'panels');
  readonly #tableTitle = element('summary');
  readonly #table = element('details', '', this.#tableTitle);
  readonly #colors = new ThemeColors();
  #panels: readonly PanelView[] = [];
  #state: PageState | undefined;

  constructor(
    root: HTMLElement,
    private readonly listener: PageListener,
  ) {
    root.append(this.#heading, this.#panelList, this.#table);
    this.#table.hidden = true;
    this.#table.addEventListener('toggle', () => this.#change({ isTableOpen: this.#table.open }));
    new ResizeObserver(() => this.#panels.forEach((panel) => panel.resize())).observe(
      this.#panelList,
    );
    onDidChangeTheme(() => this.#panels.forEach((panel) => panel.repaint()));
  }

  /** Goes on where the user was. */
  restore(state: PageState): void {
    this.#state = state;
    this.#table.open = state.isTableOpen;
    this.show(state.content);
    this.mark(state.marked);
  }

  show(content: GrowthContent): void {
    const isSame = content.key === this.#state?.content.key;
    this.#heading.textContent = content.heading;
    this.#showPanels(content);
    this.#showTable(content);
    this.#change({ content, at: isSame ? this.#state?.at : undefined });
    this.#point();
  }

  /** Marks the panel of a cause, and brings it into sight. */
  mark(panel: string | null): void {
    const isNew = panel !== this.#state?.marked;
    this.#state?.content.panels.forEach(({ id }, at) => {
      const view = this.#panels[at];
      view?.mark(id === panel);
      if (id === panel && isNew) view?.root.scrollIntoView({ block: 'nearest' });
    });
    this.#change({ marked: panel });
  }

  #showPanels({ panels, calls, marks }: GrowthContent): void {
    const fits =
      panels.length === this.#panels.length &&
      panels.every((panel, at) => this.#panels[at]?.canBecome(panel) === true);
    if (fits) {
      panels.forEach((panel, at) => this.#panels[at]?.update(panel, calls));
      return;
    }
    this.#panels.forEach((panel) => panel.dispose());
    const look = { colors: this.#colors, marks };
    this.#panels = panels.map((panel) => {
      const view = new PanelView(panel, calls, look, {
        pointed: (at) => {
          if (at === this.#state?.at) return;
          this.#change({ at });
          this.#point();
        },
        chose: (id) => this.listener.chose(id),
      });
      this.#panelList.append(view.root);
      view.resize();
      return view;
    });
  }

  #showTable({ table, panels }: GrowthContent): void {
    this.#table.hidden = panels.length === 0;
    this.#tableTitle.textContent = table.title;
    this.#table.replaceChildren(this.#tableTitle, growthTable(table));
  }

  #point(): void {
    this.#panels.forEach((panel) => panel.point(this.#state?.at));
  }

  #change(change: Partial<PageState>): void {
    if (this.#state === undefined && change.content === undefined) return;
    const first = { marked: null, at: undefined, isTableOpen: false };
    this.#state = { ...first, ...this.#state, ...change } as PageState;
    this.listener.changed(this.#state);
  }
}
