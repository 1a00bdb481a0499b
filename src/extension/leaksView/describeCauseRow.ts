import { describeHolder } from '../../core/report/describeCause';
import { isInFile, isModule } from '../../core/report/formatChain';
import { sparkline } from '../../core/report/quantities';
import type { ChainLink, EdgeKind, Suspect } from '../../core/report/report';
import { inEditor } from '../inEditor';
import { bytesText, countText, perCall, type Translate } from '../language';
import type {
  AllocationNode,
  CapturedNode,
  FrameNode,
  GrowthNode,
  LinkNode,
  NodeLinksNode,
  OtherRootsNode,
  PassengerNode,
  PassengersNode,
  SharedNode,
  TypeNode,
} from './leakNode';
import { fileName, locationText } from './locationText';
import { plainText } from '../plainText';
import { dotted, opening, type RowDescription } from './rowDescription';

type CauseRow =
  | GrowthNode
  | LinkNode
  | NodeLinksNode
  | TypeNode
  | AllocationNode
  | FrameNode
  | CapturedNode
  | PassengersNode
  | PassengerNode
  | OtherRootsNode
  | SharedNode;

/** The rows below a cause: where it is added, the chain, the type, and what goes with it. */
export function describeCauseRow(node: CauseRow, t: Translate): RowDescription {
  switch (node.kind) {
    case 'growth':
      return describeGrowth(node, t);
    case 'nodeLinks':
      return describeNodeLinks(node, t);
    case 'link':
      return describeLink(node, t);
    case 'type':
      return describeType(node, t);
    case 'allocation':
      return describeAllocation(node, t);
    case 'frame':
      return describeFrame(node, t);
    case 'captured':
      return describeCaptured(node, t);
    case 'passengers':
      return describePassengers(node, t);
    case 'passenger':
      return describePassenger(node, t);
    case 'otherRoots':
      return describeOtherRoots(node, t);
    case 'shared':
      return describeShared(node, t);
  }
}

function describeGrowth({ site, lineText, location }: GrowthNode, t: Translate): RowDescription {
  if (site === undefined || location === undefined) {
    const label = t('added here: line not found');
    const description = t('no single line could be seen adding to it');
    return {
      label,
      description,
      icon: { id: 'question' },
      sentence: t('Added here: line not found; no single line could be seen adding to it.'),
      children: 'none',
    };
  }
  const label = site.how === 'watched' ? t('added here') : t('probably added here');
  const code = lineText === undefined ? '' : plainText(lineText.trim(), 120);
  const place = locationText(location);
  return {
    label,
    description: code === '' ? place : `${place}  ${code}`,
    icon: { id: 'symbol-method' },
    sentence:
      site.how === 'watched'
        ? t('It was watched to be added here: {0}.', dotted([place, code]))
        : t('It is probably added here, as found in the source: {0}.', dotted([place, code])),
    children: site.stack.length < 2 ? 'none' : 'collapsed',
    context: 'place',
    ...opening(location),
  };
}

function describeNodeLinks({ links }: NodeLinksNode, t: Translate): RowDescription {
  const label = t('{0} links inside Node.js', countText(links.length, t));
  return {
    label,
    icon: { id: 'ellipsis' },
    sentence: t('It is held through {0} links inside Node.js.', countText(links.length, t)),
    children: 'collapsed',
  };
}

function describeLink({ link, suspect }: LinkNode, t: Translate): RowDescription {
  const label = linkLabel(link, t);
  const isRoot = link.leakRoot === true;
  const location = isInFile(link) ? link.location : isRoot ? suspect.leakRoot.location : undefined;
  const description = dotted([linkTypeText(link, suspect, t), location && locationText(location)]);
  return {
    label,
    ...(isRoot ? { isHighlighted: true } : {}),
    description,
    icon: { id: linkIcon(link) },
    sentence: isRoot
      ? t('It is held by {0}, {1}, which is older than the loop, and grows.', label, description)
      : t('It is held by {0}, {1}.', label, description),
    children: 'none',
    ...(location === undefined ? {} : { context: 'place' }),
    ...opening(location),
  };
}

function linkLabel(link: ChainLink, t: Translate): string {
  const label = isModule(link) ? fileName(link.label) : plainText(link.label, 100);
  const isRepeated = link.repeats !== undefined && link.repeats > 1;
  return isRepeated ? `${label} × ${countText(link.repeats, t)}` : label;
}

/** `Map, 14 → 16,397` for the leak root, the type alone for other links. */
function linkTypeText(link: ChainLink, suspect: Suspect, t: Translate): string {
  const type = link.type === link.label ? '' : plainText(link.type, 80);
  const { size } = suspect.leakRoot;
  const growth =
    link.leakRoot === true && size !== undefined
      ? `${countText(size.before, t)} → ${countText(size.after, t)}`
      : '';
  return [type, growth].filter((part) => part !== '').join(', ');
}

function linkIcon(link: ChainLink): string {
  const { edge, internal } = link;
  return internal === true ? 'circuit-board' : isModule(link) ? 'file-code' : edgeIcons[edge.kind];
}

const edgeIcons: Readonly<Record<EdgeKind, string>> = {
  root: 'file-code',
  property: 'symbol-property',
  element: 'symbol-array',
  context: 'symbol-variable',
  internal: 'symbol-misc',
  hidden: 'symbol-misc',
  shortcut: 'symbol-misc',
  weak: 'symbol-misc',
  key: 'symbol-key',
  value: 'symbol-field',
};

function describeType({ suspect }: TypeNode, t: Translate): RowDescription {
  const name = plainText(suspect.type.name, 80);
  const rates = ratesText(suspect.objectsPerCall, suspect.bytesPerCall, t);
  const place =
    suspect.type.location === undefined
      ? undefined
      : t('declared at {0}', locationText(suspect.type.location));
  return {
    label: name,
    description: dotted([`${sparkline(sampled(suspect.survivorsPerBatch))}  ${rates}`, place]),
    icon: { id: suspect.type.kind === 'closure' ? 'symbol-function' : 'symbol-class' },
    sentence: t('What leaks is {0}, {1}.', name, dotted([rates, place])),
    children: 'none',
    ...(suspect.type.location === undefined ? {} : { context: 'place' }),
    ...opening(suspect.type.location),
  };
}

/** A row has no room for more bars; the last batch, the biggest, is always among them. */
function sampled(batches: readonly number[], bars = 8): readonly number[] {
  const step = Math.max(1, (batches.length - 1) / (bars - 1));
  const count = Math.min(bars, batches.length);
  return Array.from({ length: count }, (_, index) => {
    const fromEnd = Math.round((count - 1 - index) * step);
    return batches[batches.length - 1 - fromEnd] ?? 0;
  });
}

function ratesText(objects: number, bytes: number, t: Translate): string {
  return dotted([
    objects > 0 ? perCall(objects, t) : undefined,
    t('{0} per call', bytesText(bytes, t)),
  ]);
}

function describeAllocation({ site }: AllocationNode, t: Translate): RowDescription {
  const place = locationText(site.location);
  const name = plainText(site.stack[0]?.function ?? '', 80);
  const where = name === '' ? place : t('in {0}, {1}', name, place);
  return {
    label: t('allocated here'),
    description: where,
    icon: { id: 'symbol-constructor' },
    sentence: t('It was allocated here: {0}.', where),
    children: site.stack.length < 2 ? 'none' : 'collapsed',
    context: 'place',
    ...opening(site.location),
  };
}

function describeFrame({ frame }: FrameNode, t: Translate): RowDescription {
  const label = plainText(frame.function, 80) || t('(anonymous)');
  const place = locationText(frame.location);
  return {
    label,
    description: place,
    icon: { id: 'debug-stackframe' },
    sentence: t('The call was made by {0}, {1}.', label, place),
    children: 'none',
    context: 'place',
    ...opening(frame.location),
  };
}

function describeCaptured({ variable }: CapturedNode, t: Translate): RowDescription {
  const { location, retainedSize, usedBy } = variable;
  const name = plainText(variable.name, 60);
  const label = usedBy?.length === 0 ? t('{0} is kept, never read', name) : t('{0} is kept', name);
  const users = usedBy?.map((user) => plainText(user, 40)).join(', ');
  const reason =
    users === undefined
      ? undefined
      : users === ''
        ? t('no function that can still run reads it')
        : t('used by {0}', users);
  const description = dotted([bytesText(retainedSize, t), reason, locationText(location)]);
  return {
    label,
    description,
    icon: { id: 'symbol-variable' },
    sentence: `${label}: ${description}.`,
    children: 'none',
    context: 'place',
    ...opening(location),
  };
}

function describePassengers({ passengers }: PassengersNode, t: Translate): RowDescription {
  const names = passengers.slice(0, 3).map((passenger) => plainText(passenger.type, 40));
  const more = passengers.length > names.length ? ' …' : '';
  const bytes = passengers.reduce((sum, passenger) => sum + passenger.bytesPerCall, 0);
  const together = t('{0} per call', bytesText(bytes, t));
  return {
    label: t('also kept'),
    description: `${names.join(', ')}${more} · ${together}`,
    icon: { id: 'list-tree' },
    sentence: t(
      'Also kept because of it are {0}, together {1}.',
      names.join(', ') + more,
      together,
    ),
    children: 'collapsed',
  };
}

function describePassenger({ passenger }: PassengerNode, t: Translate): RowDescription {
  const type = plainText(passenger.type, 80);
  const rates = ratesText(passenger.objectsPerCall, passenger.bytesPerCall, t);
  return {
    label: type,
    description: rates,
    icon: { id: 'symbol-class' },
    sentence: t('{0} is kept as well, {1}.', type, rates),
    children: 'none',
  };
}

function describeOtherRoots({ names }: OtherRootsNode, t: Translate): RowDescription {
  const description = plainText(inEditor(names, t), 200);
  return {
    label: t('also added to'),
    description,
    icon: { id: 'references' },
    sentence: t('The same call also adds to {0}.', description),
    children: 'none',
  };
}

function describeShared({ suspect, others }: SharedNode, t: Translate): RowDescription {
  const type = plainText(suspect.type.name, 60);
  const holders = others.map((other) => plainText(describeHolder(other), 60)).join(', ');
  const remedy = others.length === 1 ? t('fix both to free it') : t('fix all of them to free it');
  const label = t('{0} is also held by {1}', type, holders);
  return {
    label,
    description: remedy,
    icon: { id: 'info' },
    sentence: `${label}: ${remedy}.`,
    children: 'none',
  };
}
