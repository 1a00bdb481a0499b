import { isGrowthContent } from '../../extension/growthView/growthContent';
import type { PageState } from './growthPage';

/** What the page kept when it was hidden; undefined where there is nothing, or of a version that kept something else. */
export function readState(value: unknown): PageState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { content, marked, at, isTableOpen } = value as Readonly<Record<string, unknown>>;
  if (!isGrowthContent(content)) return undefined;
  return {
    content,
    marked: typeof marked === 'string' ? marked : null,
    at: typeof at === 'number' ? at : undefined,
    isTableOpen: isTableOpen === true,
  };
}
