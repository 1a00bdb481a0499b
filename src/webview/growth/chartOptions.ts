import type uPlot from 'uplot';
import {
  formatBytes,
  formatCount,
  formatDuration,
  type NumberMarks,
} from '../../core/report/quantities';
import type {
  GrowthLine,
  GrowthPanel,
  GrowthSeries,
  GrowthUnit,
} from '../../extension/growthView/growthContent';
import { axisRange } from './axisRange';
import type { ThemeColors } from './themeColors';

/** CSS pixels; as flat as a slope can be told from another. */
const height = 108;
const fontSize = 10;

/** What the charts of a page have in common. */
export interface ChartLook {
  readonly colors: ThemeColors;
  readonly marks: NumberMarks;
}

/** A panel as uPlot draws it, as it is at each drawing: from zero on, with few lines, and a cursor that snaps to what was measured. */
export function chartOptions(
  panel: () => Pick<GrowthPanel, 'series' | 'unit' | 'leastTop'>,
  width: number,
  { colors, marks }: ChartLook,
): uPlot.Options {
  const { series, unit } = panel();
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: (_, __, max) => [0, max] },
      y: { range: (_, least, most) => axisRange(least, most, panel().leastTop) },
    },
    series: [{}, ...series.map((series) => seriesOptions(series, colors))],
    axes: [
      {
        ...axisOptions(colors),
        values: writer('count', marks),
        size: 22,
        space: 56,
        incrs: roundSteps,
      },
      {
        ...axisOptions(colors),
        values: writer(unit, marks),
        size: 52,
        space: 28,
        ...(unit === 'millis' ? {} : { incrs: roundSteps }),
      },
    ],
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      move: snapped,
      points: { size: 7 },
    },
  };
}

const lineStyles: Readonly<Record<GrowthLine, Pick<uPlot.Series, 'width' | 'dash'>>> = {
  measured: { width: 2 },
  ideal: { width: 1, dash: [5, 5] },
  heap: { width: 1.25 },
  external: { width: 1.5, dash: [1.5, 3] },
};

function seriesOptions({ line }: GrowthSeries, colors: ThemeColors): uPlot.Series {
  const color = () => colors.of(line);
  const isMeasured = line === 'measured';
  return {
    ...lineStyles[line],
    stroke: color,
    points: { show: isMeasured, size: 5, stroke: color, fill: color },
  };
}

function axisOptions(colors: ThemeColors): uPlot.Axis {
  return {
    font: `${fontSize}px ${getComputedStyle(document.body).fontFamily}`,
    stroke: () => colors.of('text'),
    grid: { stroke: () => colors.of('grid'), width: 1 },
    ticks: { show: false },
    gap: 4,
  };
}

function writer(unit: GrowthUnit, marks: NumberMarks): uPlot.Axis.DynamicValues {
  const write = { count: formatCount, bytes: formatBytes, millis: formatDuration }[unit];
  return (_, splits) => splits.map((value) => write(value, marks));
}

/** 1, 2, 5, 10, … : calls and objects are whole. */
const roundSteps = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power))
  .flat()
  .sort((a, b) => a - b);

function snapped(chart: uPlot, left: number, top: number): [number, number] {
  const at = left < 0 ? undefined : chart.data[0][chart.posToIdx(left)];
  return [at === undefined ? left : chart.valToPos(at, 'x'), top];
}
