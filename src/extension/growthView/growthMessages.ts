import { isGrowthContent, type GrowthContent } from './growthContent';

/** What the extension says to the page of the Growth view. */
export type MessageToPage =
  | { readonly kind: 'show'; readonly content: GrowthContent }
  /** The panel to mark, of those shown last; null: none. */
  | { readonly kind: 'mark'; readonly panel: string | null };

/** What the page says to the extension. */
export type MessageFromPage =
  /** It listens: whatever was said before is lost. */
  | { readonly kind: 'ready' }
  /** The user chose the panel of a cause. */
  | { readonly kind: 'choose'; readonly panel: string };

/** @returns undefined for what is no such message */
export function readMessageToPage(value: unknown): MessageToPage | undefined {
  const { kind, content, panel } = fieldsOf(value);
  if (kind === 'show' && isGrowthContent(content)) return { kind, content };
  if (kind === 'mark' && (panel === null || typeof panel === 'string')) return { kind, panel };
  return undefined;
}

/** @returns undefined for what is no such message */
export function readMessageFromPage(value: unknown): MessageFromPage | undefined {
  const { kind, panel } = fieldsOf(value);
  if (kind === 'ready') return { kind };
  if (kind === 'choose' && typeof panel === 'string') return { kind, panel };
  return undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
