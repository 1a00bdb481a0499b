import { findCompiledOutput } from '../inspector/process/compiledOutput';

/** What a TypeScript check was compiled to is the same check: the source stands for it. */
export async function withoutOutputs(files: readonly string[]): Promise<readonly string[]> {
  const outputs = new Set<string>();
  for (const file of files.filter((each) => /ts$/.test(each))) {
    const output = await findCompiledOutput(file);
    if (output?.hasMap === true) outputs.add(output.file);
  }
  return files.filter((file) => !outputs.has(file));
}
