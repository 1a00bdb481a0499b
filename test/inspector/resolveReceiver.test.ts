import assert from 'node:assert/strict';
import test from 'node:test';
import { resolveCall } from '../../src/inspector/call/resolveCall';
import { resolveFunction } from '../../src/inspector/call/resolveFunction';
import { fixturePath } from '../engine/fixtureExpectations';
import { TestProgram } from './testProgram';

test('classes, getters, setters and private methods are called as what they are', async (t) => {
  const file = fixturePath('bad/members.js');
  const program = await TestProgram.load(t, file);
  const { target, scripts, namespace } = program;
  for (const name of ['Shop', 'Shop.first', 'size', 'owner', '#label', 'theme', 'Branch']) {
    const live = await resolveFunction(
      { target, scripts, file, namespace },
      { kind: 'name', name },
    );
    await target.driver.aim(await resolveCall(target, live, {}, { namespace, file, scripts }));
    await target.driver.run(1, 10_000);
    const { thrown, firstThrown } = await target.driver.status();
    assert.equal(thrown, 0, `${name}: ${firstThrown?.message ?? ''}`);
    const asked = await program.call<unknown[]>('asked');
    assert.equal(asked.length > 0, !/^(Shop|Branch)$/.test(name), name);
  }
});
