import type { GrowthLine } from '../../extension/growthView/growthContent';
import { element } from './element';

export type ColorName = GrowthLine | 'text' | 'grid';

/** The theme's colours as a canvas takes them; what each is stands in the style sheet. */
export class ThemeColors {
  readonly #probes = new Map<ColorName, Element>();

  /** The colour now: themes change. */
  of(name: ColorName): string {
    let probe = this.#probes.get(name);
    if (probe === undefined) {
      probe = element('span', `color color-${name}`);
      document.body.append(probe);
      this.#probes.set(name, probe);
    }
    return getComputedStyle(probe).color;
  }
}

/** Calls back after the theme has changed: VS Code then writes its colours onto the document. */
export function onDidChangeTheme(listener: () => void): void {
  new MutationObserver(listener).observe(document.documentElement, { attributeFilter: ['style'] });
  new MutationObserver(listener).observe(document.body, { attributeFilter: ['class'] });
}
