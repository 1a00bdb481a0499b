import type { Suspect } from '../report/report';
import { joinSuspects } from './joinSuspects';

/**
 * One call into Node may leave something behind in several places of Node's own: `new Worker` does in ten,
 * an `import()` of a new URL in two. To the program that is one mistake, at one line: the heaviest
 * stands for all that Node keeps because of that line, and for what was seen to be added by no line at
 * all if there is but one.
 */
export function joinInsideNode(suspects: readonly Suspect[]): Suspect[] {
  const lines = new Set(
    suspects
      .filter(isInsideNode)
      .map(lineOf)
      .filter((line) => line !== ''),
  );
  const [only = ''] = lines.size === 1 ? lines : [];
  return joinSuspects(suspects, (suspect) =>
    isInsideNode(suspect) ? lineOf(suspect) || only : '',
  );
}

/** Where the holder is declared in Node, or nowhere in JavaScript. */
function isInsideNode({ leakRoot: { location }, heldBy }: Suspect): boolean {
  return location === undefined ? heldBy === 'native' : isNodes(location);
}

/** The line of the program's that adds; '' where none was seen. */
function lineOf({ growthSite }: Suspect): string {
  if (growthSite === undefined || isNodes(growthSite.location)) return '';
  return `${growthSite.location.file}:${String(growthSite.location.line)}`;
}

function isNodes({ file }: { readonly file: string }): boolean {
  return file.startsWith('node:');
}
