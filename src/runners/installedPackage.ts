import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../errors';
import { said } from '../core/report/sentence';

/** A package of the project's own. */
export interface InstalledPackage {
  /** Of its package.json. */
  readonly manifest: string;
  /** Its command. */
  readonly bin: string;
}

/** @throws UserError `runner-missing` */
export function installedPackage(name: string, folder: string): InstalledPackage {
  try {
    const manifest = createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`);
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly bin: string | Readonly<Record<string, string>>;
    };
    const path = typeof bin === 'string' ? bin : bin[name]!;
    return { manifest, bin: join(dirname(manifest), path) };
  } catch (error) {
    throw new UserError(
      'runner-missing',
      said`The test is run by ${name}, which is not installed in ${folder}. Install it there (npm install).`,
      { cause: error },
    );
  }
}
