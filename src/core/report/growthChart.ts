import { callsText } from './callsText';
import { formatCount } from './quantities';
import { counted, inEnglish, said, sayAs, type Saying } from './sentence';
import type { CurvePoint } from './survivorsCurve';
import { xmlText } from './xmlText';

const width = 480;
const height = 180;
const left = 64;
const right = 12;
const top = 12;
const bottom = 28;

/**
 * Survivors against calls as an SVG element without styles: the measured curve, and dashed the
 * straight line of a leak that adds the same with every call. Colours are the text's own and a blue that has a contrast of 3 on white
 * and on black; no meaning is in colour alone.
 *
 * @param name what keeps the survivors
 */
export function growthChart(
  points: readonly CurvePoint[],
  name: string,
  saying = inEnglish,
): string {
  const { marks } = saying;
  const last = points.at(-1);
  if (last === undefined) return '';
  const highest = Math.max(...points.map(({ survivors }) => survivors));
  const x = (calls: number) => rounded(left + (calls / last.calls) * (width - left - right));
  const y = (count: number) =>
    rounded(height - bottom - (count / highest) * (height - top - bottom));
  const line = [{ calls: 0, survivors: 0 }, ...points]
    .map(({ calls, survivors }) => `${x(calls)},${y(survivors)}`)
    .join(' ');
  const label = sayAs(
    said`${name}: ${counted(last.survivors)} objects are left of ${callsText(last.calls)}`,
    saying,
  );
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${xmlText(label)}">`,
    axes(x(0), y(0)),
    text(left - 6, y(highest) + 4, 'end', formatCount(highest, marks)),
    text(left - 6, y(0), 'end', '0'),
    text(width - right, height - 8, 'end', sayAs(callsText(last.calls), saying)),
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(last.calls)}" y2="${y(last.survivors)}" stroke="currentColor" stroke-opacity="0.6" stroke-dasharray="4 4"/>`,
    `<polyline points="${line}" fill="none" stroke="#3b82c4" stroke-width="2"/>`,
    ...points.map((point) => dot(x(point.calls), y(point.survivors), titleOf(point, saying))),
    '</svg>',
  ].join('\n');
}

function axes(x: number, y: number): string {
  return `<path d="M${x} ${top}V${y}H${width - right}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>`;
}

function text(x: number, y: number, anchor: string, content: string): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="11" fill="currentColor">${xmlText(content)}</text>`;
}

function titleOf({ calls, survivors }: CurvePoint, saying: Saying): string {
  return sayAs(said`${counted(survivors)} after ${callsText(calls)}`, saying);
}

function dot(x: number, y: number, title: string): string {
  return `<circle cx="${x}" cy="${y}" r="3" fill="#3b82c4"><title>${xmlText(title)}</title></circle>`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
