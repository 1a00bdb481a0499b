import type { GrowthTable } from '../../extension/growthView/growthContent';
import { element } from './element';

/** The figures as a table. */
export function growthTable({ title, columns, rows }: GrowthTable): HTMLElement {
  const table = element(
    'table',
    '',
    element('thead', '', element('tr', '', ...columns.map((column) => heading(column, 'col')))),
    element('tbody', '', ...rows.map(tableRow)),
  );
  // Wider than the view it is scrolled, by keyboard as well.
  const scroller = element('div', 'scroller', table);
  scroller.tabIndex = 0;
  scroller.role = 'region';
  scroller.ariaLabel = title;
  return scroller;
}

function tableRow([first = '', ...others]: readonly string[]): HTMLElement {
  const cells = others.map((text) => element('td', '', text));
  return element('tr', '', heading(first, 'row'), ...cells);
}

function heading(text: string, scope: 'col' | 'row'): HTMLElement {
  const made = element('th', '', text);
  made.scope = scope;
  return made;
}
