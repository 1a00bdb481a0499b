import { formatBytes, formatCount, formatDuration } from '../../core/report/quantities';
import type { Translate } from '../language';
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
      text: (at: number) => valueText(values[at] ?? null, unit),
    }));
  });
  return {
    title: t('As a table'),
    columns: [t('calls'), ...columns.map(({ name }) => name)],
    rows: calls.map((count, at) => [formatCount(count), ...columns.map(({ text }) => text(at))]),
  };
}

function valueText(value: number | null, unit: GrowthUnit): string {
  if (value === null) return '';
  switch (unit) {
    case 'count':
      return formatCount(value);
    case 'bytes':
      return formatBytes(value);
    case 'millis':
      return formatDuration(value);
  }
}
