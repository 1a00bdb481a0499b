import assert from 'node:assert/strict';
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
