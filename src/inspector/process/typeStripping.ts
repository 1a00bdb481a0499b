import { dirname, resolve, sep } from 'node:path';
import { said, type Sentence } from '../../core/report/sentence';
import { atLeast } from './nodeVersion';
import { statsOf } from '../../statsOf';

/**
 * Whether a Node runs a TypeScript file by itself, and with which arguments; undefined where it cannot.
 *
 * Type stripping came with 22.6 behind a flag and is on from 22.18 and 23.6; it knows no JSX and
 * refuses files below node_modules.
 */
export function stripsTypes(
  file: string,
  nodeVersion: string,
  nodeArgs: readonly string[],
): { readonly nodeArgs: readonly string[] } | undefined {
  const isPossible = /\.[mc]?ts$/i.test(file) && !file.split(sep).includes('node_modules');
  if (!isPossible || !atLeast(nodeVersion, '22.6.0')) return undefined;
  if (/--no-(?:experimental-)?strip-types\b/.test(nodeArgs.join(' '))) return undefined;
  const isOn =
    atLeast(nodeVersion, '23.6.0') ||
    (atLeast(nodeVersion, '22.18.0') && !atLeast(nodeVersion, '23.0.0'));
  return { nodeArgs: isOn ? [] : ['--experimental-strip-types'] };
}

/**
 * Why Node could not load a TypeScript file by stripping its types, as the end of a sentence about the file;
 * undefined where nothing speaks against it. Looks at this file only, and at its text, not its syntax.
 */
export function whyStrippingFails(file: string, text: string): Sentence | undefined {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  if (/^\s*(?:export\s+)?(?:const\s+)?enum\s+\w/m.test(code)) return said`declares an enum`;
  if (/^\s*(?:export\s+)?(?:namespace|module)\s+\w[\w.]*\s*\{/m.test(code)) {
    return said`declares a namespace`;
  }
  if (/\bconstructor\s*\([^)]*\b(?:public|private|protected|readonly)\s/.test(code)) {
    return said`declares parameter properties`;
  }
  if (/^\s*(?:export\s+)?import\s+\w+\s*=/m.test(code)) return said`uses import =`;
  if (/^\s*@\w/m.test(code)) return said`uses decorators`;
  const missing = relativeImports(code).find((path) => !isFile(resolve(dirname(file), path)));
  return missing === undefined ? undefined : said`imports '${missing}'`;
}

/** Paths of relative imports that are still there when the types are gone. */
function relativeImports(code: string): readonly string[] {
  const statements = code.matchAll(
    /^\s*(?:import|export)\b(?!\s+type\b)[^'";]*?\bfrom\s*['"](\.[^'"]*)['"]/gm,
  );
  const bare = code.matchAll(/^\s*import\s*['"](\.[^'"]*)['"]/gm);
  return [...statements, ...bare].map(([, path]) => path!.replace(/[?#].*$/, ''));
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}
