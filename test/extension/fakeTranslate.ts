import { fillIn } from '../../src/core/report/sentence';
import type { Translate } from '../../src/extension/language';

/** English as VS Code writes it without a bundle: `{0}` replaced by the first part. */
export const english: Translate = fillIn;
