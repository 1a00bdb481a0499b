import type * as vscode from 'vscode';
import type { LaunchArguments } from '../../adapter/protocol';

/** What is looked at of an item of the Testing view. */
export interface NamedItem extends Pick<vscode.TestItem, 'label' | 'range'> {
  readonly parent?: NamedItem | undefined;
  readonly children: Iterable<readonly [id: string, item: NamedItem]>;
}

/**
 * Which of the tests at one place an item stands for: rows of a table have one function, as have the tests
 * of a `describe` that is made for each row. What they are called tells them apart, with what they are in;
 * where all of that is the same, their order does.
 */
export function namedTest(item: NamedItem): Pick<LaunchArguments, 'testName' | 'testNumber'> {
  const path = pathOf(item);
  const alike = itemsBelow(outermost(item)).filter(
    (other) =>
      other.range?.start.line === item.range?.start.line &&
      pathOf(other).join('\n') === path.join('\n'),
  );
  const at = alike.indexOf(item);
  return { testName: path, ...(at > 0 ? { testNumber: at + 1 } : {}) };
}

/** Outermost first; the file and whatever else the view groups tests by as well. */
function pathOf({ label, parent }: NamedItem): string[] {
  return parent === undefined ? [label] : [...pathOf(parent), label];
}

function outermost(item: NamedItem): NamedItem {
  return item.parent === undefined ? item : outermost(item.parent);
}

function itemsBelow(item: NamedItem): readonly NamedItem[] {
  return [item, ...[...item.children].flatMap(([, child]) => itemsBelow(child))];
}
