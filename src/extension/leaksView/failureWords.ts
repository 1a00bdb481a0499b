import type { Translate } from '../language';
import type { RunFailure } from '../run/runFailure';

/** What went wrong, in a few words; the whole message stands above the tree. */
export function failureWords(code: RunFailure['code'], t: Translate): string {
  switch (code) {
    case 'usage':
      return t('the configuration is not understood');
    case 'file-not-found':
      return t('the file is not there');
    case 'no-function':
      return t('no function is meant');
    case 'no-closure':
      return t('the function does not exist yet');
    case 'no-receiver':
      return t('it needs an object to be called on');
    case 'syntax-error':
      return t('the file has a syntax error');
    case 'import-failed':
      return t('the file cannot be loaded');
    case 'throws-at-once':
      return t('every call throws');
    case 'never-settles':
      return t('a call does not come back');
    case 'target-exited':
      return t('the process ended');
    case 'bad-arguments':
      return t('the arguments cannot be used');
    case 'cannot-capture':
      return t('its calls cannot be repeated');
    case 'bad-check':
      return t('the leak check is not complete');
    case 'setup-failed':
      return t('setup failed');
    case 'runner-missing':
      return t('the test runner is not installed');
    case 'test-not-reached':
      return t('the test was not run');
    case 'node-missing':
      return t('Node.js was not found');
    case 'node-too-old':
      return t('this Node.js is too old');
    case 'not-compiled':
      return t('the file is not compiled');
    case 'inspector-unavailable':
      return t('no inspector answers');
    case 'not-node':
      return t('this is not a Node.js process');
    case 'wrong-process':
      return t('another process answers');
    case 'not-loaded':
      return t('the process has not loaded the file');
    case 'busy':
      return t('the process is busy');
    case 'several-members':
      return t('several threads have it');
    case 'not-loopback':
      return t('the process is on another machine');
    case 'connection-lost':
      return t('the connection was lost');
    case 'out-of-memory':
      return t('the engine ran out of memory');
    case 'internal':
      return t('Leak Loop failed');
  }
}
