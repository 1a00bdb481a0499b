import type { FailedBody } from '../../adapter/protocol';
import type { RunRequest } from './runRequest';

/** A run that measured nothing. Earlier results stay. */
export interface RunFailure extends Omit<FailedBody, 'code'> {
  /** `out-of-memory`: of the engine, which can no longer tell it itself. */
  readonly code: FailedBody['code'] | 'out-of-memory';
  readonly request: RunRequest;
  /** The function's name where it was known already, else its place: `sessions.js:20`. */
  readonly title: string;
}
