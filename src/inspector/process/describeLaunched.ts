import type { TargetDescription } from '../../core/report/report';
import { UserError } from '../../errors';
import type { InspectorClient } from '../protocol/inspectorClient';
import { option, said } from '../../core/report/sentence';

/**
 * A process that was started for us.
 *
 * @param node the executable, as it was named
 * @throws UserError `node-too-old`
 */
export async function describeLaunched(
  client: InspectorClient,
  node: string,
  pid: number,
): Promise<TargetDescription> {
  const { result } = await client.send('Runtime.evaluate', { expression: 'process.version' });
  const nodeVersion = String(result.value).replace(/^v/, '');
  if (Number.parseInt(nodeVersion, 10) < 18) {
    throw new UserError(
      'node-too-old',
      said`${node} is Node ${nodeVersion}; Leak Loop needs Node 18 or newer. Choose another one with ${option('--node')}.`,
    );
  }
  return { kind: 'launch', nodeVersion, pid, debuggerAttached: false };
}
