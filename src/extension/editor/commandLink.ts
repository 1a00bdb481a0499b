import { escapeMarkdown } from '../escapeMarkdown';

/** A link in trusted Markdown that executes a command; `text` may come from the looped program. */
export function commandLink(text: string, command: string, parameters: readonly unknown[]): string {
  const query = encodeURIComponent(JSON.stringify(parameters)).replace(
    /[!'()*~]/g, // these end or bend a link in Markdown, and encodeURIComponent leaves them
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `[${escapeMarkdown(text)}](command:${command}?${query})`;
}
