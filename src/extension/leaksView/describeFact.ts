import type { FactName, FactNode, NotExcludedNode } from './leakNode';
import type { Translate } from '../language';
import { locationText } from './locationText';
import { dotted, icons, opening, type RowDescription, type RowIcon } from './rowDescription';

export function describeFact({ fact, text, location }: FactNode, t: Translate): RowDescription {
  const name = factName(fact, t);
  const place = location === undefined ? undefined : locationText(location);
  const described = name === undefined ? place : dotted([text, place]);
  return {
    label: name ?? text,
    ...(described === undefined ? {} : { description: described }),
    icon: factIcons[fact],
    sentence: wholeSentence(fact, text, t),
    children: 'none',
    ...opening(location),
  };
}

/** What comes before the text; facts that are sentences need nothing. */
function factName(fact: FactName, t: Translate): string | undefined {
  switch (fact) {
    case 'checked':
      return t('checked');
    case 'notExcluded':
      return t('not excluded');
    case 'allocated':
      return t('allocated in');
    case 'threw':
      return t('some calls threw');
    case 'printed':
      return t('printed last');
    case 'slowdown':
      return t('calls get slower');
    case 'outsideHeap':
      return t('outside the heap');
    case 'resources':
      return t('active in the process');
    case 'advice':
    case 'reason':
    case 'warning':
    case 'debugger':
      return undefined;
  }
}

/** What a program or the engine says may have its full stop. */
function wholeSentence(fact: FactName, text: string, t: Translate): string {
  return factSentence(fact, text, t).replace(/([.!?…])\.$/, '$1');
}

function factSentence(fact: FactName, text: string, t: Translate): string {
  switch (fact) {
    case 'checked':
      return t('This was checked: {0}.', text);
    case 'notExcluded':
      return t('This is not excluded: {0}.', text);
    case 'allocated':
      return t('What is kept is allocated in {0}.', text);
    case 'threw':
      return t('Some calls threw: {0}.', text);
    case 'printed':
      return t('This is what the process printed last: {0}.', text);
    case 'slowdown':
      return t('Calls get slower: {0}.', text);
    case 'outsideHeap':
      return t('Memory outside the heap grows: {0}.', text);
    case 'resources':
      return t('This is active in the process: {0}.', text);
    case 'debugger':
      return t('A debugger was attached: what it keeps may show here.');
    case 'advice':
    case 'reason':
    case 'warning':
      return text;
  }
}

const factIcons: Readonly<Record<FactName, RowIcon>> = {
  advice: { id: 'lightbulb' },
  reason: { id: 'info' },
  allocated: { id: 'symbol-method' },
  checked: { id: 'checklist' },
  notExcluded: { id: 'circle-slash' },
  warning: icons.warning,
  threw: icons.warning,
  printed: { id: 'output' },
  slowdown: { id: 'watch' },
  outsideHeap: { id: 'database' },
  resources: { id: 'pulse' },
  debugger: { id: 'debug-alt' },
};

export function describeNotExcluded({ items }: NotExcludedNode, t: Translate): RowDescription {
  return {
    label: t('not excluded'),
    description: items.join('; '),
    icon: factIcons.notExcluded,
    sentence: t('This is not excluded: {0}.', items.join('; ')),
    children: 'collapsed',
  };
}
