/** The status bar and quick picks turn `$(name)` into an icon, also in a function's name. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
