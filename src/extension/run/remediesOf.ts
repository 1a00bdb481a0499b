import type { RemedyName } from '../leaksView/leakNode';
import type { RunFailure } from './runFailure';
import { isAttach, takesArguments } from './runRequest';

/** The next steps that may help, the likeliest first; the log is always the last. */
export function remediesOf(failure: RunFailure): readonly RemedyName[] {
  const offersFunctions = failure.choices !== undefined && failure.choices.length > 0;
  const steps = stepsOf(failure);
  return [
    ...new Set([
      ...(offersFunctions ? ['chooseFunction' as const] : []),
      ...steps,
      'showLog' as const,
    ]),
  ];
}

function stepsOf({ code, request, place }: RunFailure): readonly RemedyName[] {
  const ofDescribedCall = takesArguments(request) ? 'setArguments' : 'openFile';
  const ofRealCall: RemedyName[] = isAttach(request) ? ['captureCall'] : [];
  switch (code) {
    case 'several-members':
      return ['chooseMember'];
    case 'no-receiver':
      return ['setReceiver', ...ofRealCall];
    case 'throws-at-once':
    case 'bad-arguments':
      return [ofDescribedCall, ...ofRealCall];
    case 'cannot-capture':
      return [ofDescribedCall];
    case 'node-missing':
    case 'node-too-old':
    case 'not-compiled':
    case 'out-of-memory':
    case 'usage':
      return ['openSettings'];
    case 'never-settles':
      return place === undefined ? ['openSettings'] : ['openFile', 'openSettings'];
    case 'syntax-error':
    case 'import-failed':
    case 'bad-check':
    case 'setup-failed':
    case 'runner-missing':
    case 'test-not-reached':
    case 'no-closure':
    case 'no-function':
    case 'target-exited':
      return ['openFile'];
    case 'inspector-unavailable':
    case 'not-node':
    case 'wrong-process':
    case 'not-loopback':
      return ['chooseProcess'];
    case 'busy':
      return ['runAgain', 'chooseProcess'];
    case 'not-loaded':
    case 'connection-lost':
      return isAttach(request) ? ['chooseProcess', 'runAgain'] : ['openFile', 'runAgain'];
    case 'file-not-found':
    case 'internal':
      return ['runAgain'];
  }
}
