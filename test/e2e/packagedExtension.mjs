import { env } from 'node:process';
import { packageExtension } from '../../scripts/packageExtension.mjs';

/** The VSIX that `npm test` has made, or a new one. */
export function packagedExtension() {
  return env.LEAK_LOOP_VSIX ?? packageExtension();
}
