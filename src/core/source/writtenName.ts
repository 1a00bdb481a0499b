/**
 * The name of a function as its source has it. V8 calls one without a name of its own after what it is first
 * assigned to: `exports.record` for what everybody knows as `record`.
 */
export function writtenName(name: string): string {
  return name.replace(/^(?:module\.)?exports\.(?=[^.])/, '');
}
