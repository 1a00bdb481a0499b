import type { Instance } from '../../core/report/report';
import { bytesText, referrerCount, type Translate } from '../language';
import { plainText } from '../plainText';
import type { InstanceNode, InstancesNode, ReferrerNode } from './leakNode';
import { dotted, type RowDescription } from './rowDescription';

/** The first objects that were left behind, collapsed: who debugs by hand wants their ids. */
export function describeInstances({ instances }: InstancesNode, t: Translate): RowDescription {
  const ids = instances.map(({ id }) => `@${id}`).join(', ');
  return {
    label: t('first survivors'),
    description: ids,
    icon: { id: 'symbol-array' },
    sentence: t('These are the first survivors, with who refers to them: {0}.', ids),
    children: 'collapsed',
  };
}

/** `Session @81301   452 B with all it keeps alive · of batch 1 · 2 referrers`. */
export function describeInstance({ instance }: InstanceNode, t: Translate): RowDescription {
  const { type, id, retainedSize, bornIn, referrers, referredBy } = instance;
  const label = `${plainText(type, 80)} @${id}`;
  const description = dotted([
    t('{0} with all it keeps alive', bytesText(retainedSize, t)),
    birthText(bornIn, t),
    referrerCount(referrers, t),
  ]);
  return {
    label,
    description,
    icon: { id: 'symbol-object' },
    sentence: t('{0} is left behind: {1}.', label, description),
    children: referredBy.length === 0 ? 'none' : 'collapsed',
  };
}

/** `Map […] @4711   older than the loop`. */
export function describeReferrer({ referrer }: ReferrerNode, t: Translate): RowDescription {
  const { type, id, edge, bornIn } = referrer;
  const isEntry = edge.kind === 'element' || edge.kind === 'key';
  const by = isEntry ? '[…]' : plainText(edge.name, 60);
  const label = `${plainText(type, 60)} ${by} @${id}`;
  const description = birthText(bornIn, t);
  return {
    label,
    description,
    icon: { id: 'references' },
    sentence: t('It is referred to by {0}, {1}.', label, description),
    children: 'none',
  };
}

function birthText(bornIn: Instance['bornIn'], t: Translate): string {
  return bornIn === 'before' ? t('older than the loop') : t('born in batch {0}', bornIn + 1);
}
