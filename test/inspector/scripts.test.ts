import assert from 'node:assert/strict';
import { dirname, join, relative } from 'node:path';
import test from 'node:test';
import { collectPatiently } from '../../src/inspector/loop/collect';
import { TestProgram } from './testProgram';

test('a script that was collected since it was listed is left out, and the rest is found', async (t) => {
  const program = await TestProgram.run(
    t,
    `const { runInThisContext } = require('node:vm');
     const filename = require('node:url').pathToFileURL(__filename).href;
     let made;
     exports.runOnceMore = () => { made = runInThisContext('() => 1', { filename }); };
     exports.drop = () => { made = undefined; };`,
  );
  const { scripts, target } = program;
  await program.call('runOnceMore');
  await scripts.refresh(); // lists both, reads none
  await program.call('drop');
  for (let round = 0; round < 4; round++) await collectPatiently(target);

  const found = await scripts.ofFile(program.file);
  assert.equal(found.length, 1);
  assert.match(found[0]?.script.text ?? '', /runOnceMore/);
});

test('a package that left its sources at home is shown as it runs, one that has them as they are', async (t) => {
  const mapTo = (source: string): string =>
    `//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AACA' }))}`;
  const program = await TestProgram.run(
    t,
    `const { mkdirSync, writeFileSync } = require('node:fs');
     const { join } = require('node:path');
     const folder = join(__dirname, 'node_modules', 'counted');
     mkdirSync(join(folder, 'src'), { recursive: true });
     writeFileSync(join(folder, 'src', 'there.ts'), '');
     writeFileSync(join(folder, 'there.js'), ${JSON.stringify(`exports.a = 1;\n${mapTo('src/there.ts')}`)});
     writeFileSync(join(folder, 'gone.js'), ${JSON.stringify(`exports.a = 1;\n${mapTo('../../counted/src/gone.ts')}`)});
     require('counted/there.js');
     require('counted/gone.js');`,
  );
  const { scripts } = program;
  await scripts.refresh();
  const shown = async (name: string): Promise<string> => {
    const file = join(dirname(program.file), 'node_modules', 'counted', name);
    const location = await scripts.locateByUrl(file, { line0: 0, column0: 0 });
    return `${relative(dirname(program.file), location.file)}:${String(location.line)}`;
  };
  assert.equal(await shown('there.js'), join('node_modules', 'counted', 'src', 'there.ts') + ':2');
  assert.equal(await shown('gone.js'), join('node_modules', 'counted', 'gone.js') + ':1');
});
