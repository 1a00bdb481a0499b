import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileUrlToPath } from '../../core/source/fileUrl';

/** Words in the names of packages that let Node load TypeScript. */
const loaderWords =
  /(?:^|[^a-z])(?:tsx|tsm|tsimp|ts-node|ts-node-dev|ts-blank-space|typescript|esbuild|esbuild-register|esbuild-kit|esm-loader|swc|swc-node|sucrase|jiti|babel|oxc|amaro|nodejs-loaders)(?:[^a-z]|$)/i;

/** Whether a text, such as a configuration, names a package that lets Node load TypeScript. */
export function namesTypeScriptLoader(text: string): boolean {
  return loaderWords.test(text);
}

/**
 * Whether node arguments, or `NODE_OPTIONS`, make Node load TypeScript: a flag of Node's own, a `--loader`, or
 * an `--import` or `--require` of something that does. Preloads of another kind (`dotenv/config`, an agent) do not count.
 */
export async function namesLoader(
  nodeArgs: readonly string[],
  nodeOptions: string | undefined,
  cwd: string,
): Promise<boolean> {
  const args = [...splitOptions(nodeOptions ?? ''), ...nodeArgs];
  if (args.some((arg) => /^--experimental-(?:strip|transform)-types$|^--strip-types$/.test(arg))) {
    return true;
  }
  for (const { option, value } of optionValues(args)) {
    if (/^--(?:experimental-)?loader$/.test(option)) return true;
    if (/^(?:--import|--require|-r)$/.test(option) && (await loadsTypeScript(value, cwd))) {
      return true;
    }
  }
  return false;
}

/** Options with their values, from `--import=x` as well as from `--import x`. */
function optionValues(
  args: readonly string[],
): readonly { readonly option: string; readonly value: string }[] {
  return args.map((arg, index) => {
    const [, option, value] = /^(--?[^=]+)=(.*)$/s.exec(arg) ?? [];
    return { option: option ?? arg, value: value ?? args[index + 1] ?? '' };
  });
}

/** A file of the user's own counts by what it names: `register('ts-node/esm', …)`. */
async function loadsTypeScript(specifier: string, cwd: string): Promise<boolean> {
  if (!/^(?:\.|\/|file:|[A-Za-z]:[\\/])/.test(specifier)) return loaderWords.test(specifier);
  const path = resolve(cwd, fileUrlToPath(specifier));
  if (loaderWords.test(path.replace(/^.*node_modules/, ''))) return true;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) return ''; // Node itself will complain of it
    throw error;
  });
  return loaderWords.test(text);
}

/** Splits `NODE_OPTIONS` as Node does: at blanks outside of double quotes. */
function splitOptions(options: string): readonly string[] {
  const parts = options.match(/(?:[^\s"]|"(?:\\.|[^"\\])*")+/g) ?? [];
  return parts.map((part) => part.replace(/"((?:\\.|[^"\\])*)"/g, '$1').replace(/\\(.)/g, '$1'));
}
