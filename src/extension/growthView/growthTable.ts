import { bytesText, countText, durationText, type Translate } from '../language';
import type { GrowthPanel, GrowthTable, GrowthUnit } from './growthContent';

/** One row for each batch, one column for each measured series; what is only there to compare with is left out. */
export function growthTable(
  calls: readonly number[],
  panels: readonly GrowthPanel[],
  t: Translate,
): GrowthTable {
  const columns = panels.flatMap(({ title, unit, series }) => {
    const shown = series.filter(({ line }) => line !== 'ideal');
    return shown.map(({ name, values }) => ({
      name: shown.length === 1 ? title : name,
      text: (at: number) => valueText(values[at] ?? null, unit, t),
    }));
  });
  return {
    title: t('As a table'),
    columns: [t('calls'), ...columns.map(({ name }) => name)],
    rows: calls.map((count, at) => [countText(count, t), ...columns.map(({ text }) => text(at))]),
  };
}

function valueText(value: number | null, unit: GrowthUnit, t: Translate): string {
  if (value === null) return '';
  switch (unit) {
    case 'count':
      return countText(value, t);
    case 'bytes':
      return bytesText(value, t);
    case 'millis':
      return durationText(value, t);
  }
}
