import { checkFiles } from '../core/report/checkName';
import { byCodeUnits, matchingFiles } from './matchingFiles';
import { withoutOutputs } from './withoutOutputs';

/** The leak checks that `leak-loop check` judges in a folder where none is named: absolute paths, sorted. */
export async function checksBelow(folder: string): Promise<readonly string[]> {
  const files = await matchingFiles(checkFiles, folder);
  return withoutOutputs([...files].sort(byCodeUnits));
}
