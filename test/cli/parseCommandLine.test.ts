import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parseCommandLine, type RunCommand } from '../../src/cli/parseCommandLine';
import { parseFunctionArgument } from '../../src/parseFunctionArgument';
import { UsageError } from '../../src/errors';

const folder = mkdtempSync(join(tmpdir(), 'leak-loop-cli-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'a.js'), '');
mkdirSync(join(folder, 'sub'));

function run(...words: string[]): RunCommand {
  const command = parseCommandLine(['run', ...words], folder);
  assert.equal(command.kind, 'run');
  return command;
}

function rejects(words: readonly string[], message: RegExp): void {
  assert.throws(
    () => parseCommandLine(words, folder),
    (error) => error instanceof UsageError && message.test(error.message),
    `${words.join(' ')} → ${String(message)}`,
  );
}

test('a file alone asks for its export, in a process in the current folder, with default limits', () => {
  assert.deepEqual(run('a.js'), {
    kind: 'run',
    request: {
      function: { file: join(folder, 'a.js'), at: { kind: 'export' } },
      target: { kind: 'launch', nodeArgs: [], cwd: folder, env: {} },
      call: {},
      limits: {},
    },
    reporter: 'text',
    showOutput: false,
  });
});

test('--script chooses the whole file', () => {
  const { request } = run('a.js', '--script');
  assert.deepEqual(request.function, { file: join(folder, 'a.js'), at: { kind: 'script' } });
});

test('with --function the file is a program that is started around it, with its own arguments', () => {
  const words = ['sub/main.js', '--function', 'a.js#f', '--member', '2', '--load-timeout', '5'];
  const { request } = run(...words, '--', '--port', '0');
  assert.deepEqual(request.function, {
    file: join(folder, 'a.js'),
    at: { kind: 'name', name: 'f' },
  });
  assert.deepEqual(request.target, {
    kind: 'launch',
    nodeArgs: [],
    cwd: folder,
    env: {},
    member: 2,
    program: join(folder, 'sub', 'main.js'),
    args: ['--port', '0'],
    loadTimeoutMillis: 5_000,
  });
});

test('with --function alone what stands behind -- is the command that starts the program', () => {
  const { target } = run('--function', 'a.js:3', '--', 'npm', 'run', 'serve', '--json').request;
  assert.ok(target.kind === 'launch');
  assert.deepEqual(target.command, ['npm', 'run', 'serve', '--json']);
});

test('without --function what stands behind -- are arguments of the file that is loaded', () => {
  const { target } = run('a.js#f', '--', '--verbose').request;
  assert.ok(target.kind === 'launch');
  assert.deepEqual([target.args, target.program], [['--verbose'], undefined]);
});

test('what belongs to a program that is started is refused without one', () => {
  rejects(['run', 'a.js', '--member', '2'], /leak-loop run <program> --function/);
  rejects(['run', 'a.js', '--capture'], /--capture is for a program/);
  rejects(['run', '--function', 'a.js'], /What is to be started\?/);
  rejects(['run', '--function', 'a.js', '--node', 'x', '--', 'npm'], /behind --, where npm stands/);
  rejects(['run', 'b.js', '--function', 'a.js', '--script'], /leave out --function/);
  rejects(['run', 'b.js', '--function', 'a.js', '--member', '0'], /--member takes a number/);
  rejects(['check', '--', 'x'], /leave out -- x/);
});

test('every option reaches the request in the units of the engine', () => {
  const words = [
    ...['a.js:3:5', '--args', '["user" + i]', '--this', 'new Pool()', '--max-calls', '100'],
    ...['--time-budget', '2.5', '--memory-budget=64', '--call-timeout', '3', '--node', './node'],
    ...['--node-arg=--import=tsx', '--node-arg=--no-warnings', '--cwd', 'sub', '--env', 'A=1=2'],
    ...['--env', 'B=', '--json', 'report.json', '--show-output'],
    ...['--callback', '--no-drain'],
  ];
  assert.deepEqual(run(...words), {
    kind: 'run',
    request: {
      function: { file: join(folder, 'a.js'), at: { kind: 'position', line: 3, column: 5 } },
      target: {
        kind: 'launch',
        node: join(folder, 'node'),
        nodeArgs: ['--import=tsx', '--no-warnings'],
        cwd: join(folder, 'sub'),
        env: { A: '1=2', B: '' },
      },
      call: { args: '["user" + i]', receiver: 'new Pool()', callback: true, drains: false },
      limits: {
        maxCalls: 100,
        timeBudgetMillis: 2500,
        memoryBudgetBytes: 64 * 1024 * 1024,
        callTimeoutMillis: 3000,
      },
    },
    reporter: 'text',
    jsonFile: join(folder, 'report.json'),
    showOutput: true,
  });
});

test('JSON on standard output is asked for in two ways, and a bare node name is left to PATH', () => {
  assert.equal(run('a.js', '--json', '-').reporter, 'json');
  assert.equal(run('a.js', '--json=-').jsonFile, undefined);
  assert.equal(run('a.js', '--reporter', 'json').reporter, 'json');
  const both = run('a.js', '--reporter=json', '--json=r.json');
  assert.equal(both.reporter, 'json');
  assert.equal(both.jsonFile, join(folder, 'r.json'));
  const { target } = run('a.js', '--node', 'node22').request;
  assert.ok(target.kind === 'launch');
  assert.equal(target.node, 'node22');
});

test('options may stand anywhere, help and version win', () => {
  assert.equal(run('--max-calls', '5', 'a.js').request.limits?.maxCalls, 5);
  assert.deepEqual(parseCommandLine(['run', '--help'], folder), { kind: 'help' });
  assert.deepEqual(parseCommandLine(['attach', '-h'], folder), { kind: 'help' });
  assert.deepEqual(parseCommandLine(['--version'], folder), { kind: 'version' });
});

test('wrong numbers are told with unit, range and example', () => {
  for (const value of ['0', 'ten', '1.5', '-', '1e3', '0x10', ' ']) {
    rejects(
      ['run', 'a.js', `--max-calls=${value}`],
      /--max-calls takes a number of calls from 1 .* such as --max-calls 1000/,
    );
  }
  rejects(['run', 'a.js', '--time-budget', '10s'], /number of seconds above 0 .*got "10s"/);
  rejects(['run', 'a.js', '--memory-budget', '0'], /number of megabytes/);
  rejects(['run', 'a.js', '--call-timeout', '99999999'], /number of seconds above 0 to 86400/);
});

test('a running process is named by a port or pid, or by an address', () => {
  const attach = (...words: string[]): unknown => {
    const command = parseCommandLine(['attach', ...words, '--function', 'a.js#b'], folder);
    assert.ok(command.kind === 'run');
    assert.deepEqual(command.request.function, {
      file: join(folder, 'a.js'),
      at: { kind: 'name', name: 'b' },
    });
    return command.request.target;
  };
  const target = (address: unknown, allowsRemote = false) => ({
    kind: 'attach',
    address,
    allowsRemote,
  });
  assert.deepEqual(attach('9229'), target({ kind: 'number', number: 9229 }));
  assert.deepEqual(attach('70000'), target({ kind: 'pid', pid: 70_000 }));
  const url = 'ws://10.0.0.1:9229/x';
  assert.deepEqual(attach(url, '--allow-remote'), target({ kind: 'url', url }, true));
  const of = ['--function', 'a.js'];
  rejects(['attach'], /The process is missing/);
  rejects(['attach', '9229'], /--function is missing/);
  rejects(['attach', 'server', ...of], /"server" names no process/);
  rejects(['attach', '1', '2', ...of], /One process at a time/);
  rejects(['attach', '9229', '--node', 'x', ...of], /--node belongs to leak-loop run/);
  rejects(['run', 'a.js', '--allow-remote'], /--allow-remote belongs to leak-loop attach/);
});

test('a page and a document are written besides, wherever results are', () => {
  const files = (...words: string[]) => {
    const { jsonFile, htmlFile, markdownFile } = parseCommandLine(
      [...words, '--html', 'x.html', '--markdown', 'x.md'],
      folder,
    ) as RunCommand;
    return [jsonFile, htmlFile, markdownFile];
  };
  const documents = [join(folder, 'x.html'), join(folder, 'x.md')];
  assert.deepEqual(files('run', 'a.js', '--json', '-'), [undefined, ...documents]);
  assert.deepEqual(files('check', '--json', 'x.json'), [join(folder, 'x.json'), ...documents]);
  assert.deepEqual(files('merge', 'a.json'), [undefined, ...documents]);
  rejects(['run', 'a.js', '--html', '-'], /--html takes the path of a file to write/);
  rejects(['run', 'a.js', '--markdown', ''], /--markdown takes the path of a file to write/);
});

test('other wrong usage names its remedy', () => {
  rejects([], /A command is missing/);
  rejects(['run'], /The file is missing/);
  rejects(['a.js#x'], /write leak-loop run a\.js#x/);
  rejects(['frobnicate'], /there are run, attach, check and merge/);
  rejects(['run', 'a.js', 'b.js'], /One file at a time/);
  rejects(['run', 'a.js', '--frobnicate'], /--frobnicate is not an option/);
  rejects(['run', 'a.js', '--args'], /--args/);
  rejects(['run', 'a.js', '--env', '=x'], /--env takes NAME=VALUE/);
  rejects(['run', 'a.js', '--cwd', 'nowhere'], /--cwd takes an existing folder/);
  rejects(['run', 'a.js', '--json', ''], /--json takes a path/);
  rejects(['run', 'a.js', '--reporter', 'xml'], /--reporter takes text, json, junit or github/);
  rejects(['check', '--function', 'x'], /--function belongs to leak-loop run and leak-loop attach/);
  rejects(['run', 'a.js', '--tests'], /--tests belongs to leak-loop check/);
});

const files = new Set([
  'a.js',
  'c#.js',
  'd:1',
  'e#f/g.js',
  'C:\\work\\a.js',
  'x#y',
  join(folder, 'a.js'),
]);

function argument(text: string) {
  return parseFunctionArgument(text, (path) => files.has(path));
}

const byName = (name: string) => ({ kind: 'name', name });
const byPosition = (line: number, column?: number) =>
  column === undefined ? { kind: 'position', line } : { kind: 'position', line, column };

test('a function is named by #, or placed by line and column', () => {
  assert.deepEqual(argument('a.js#run'), { file: 'a.js', at: byName('run') });
  assert.deepEqual(argument('a.js#Pool.#grow'), { file: 'a.js', at: byName('Pool.#grow') });
  assert.deepEqual(argument('a.js:12'), { file: 'a.js', at: byPosition(12) });
  assert.deepEqual(argument('a.js:12:7'), { file: 'a.js', at: byPosition(12, 7) });
});

test('files whose own name has # or : are found if they exist', () => {
  assert.deepEqual(argument('c#.js').at, { kind: 'export' });
  assert.deepEqual(argument('c#.js#run'), { file: 'c#.js', at: byName('run') });
  assert.deepEqual(argument('c#.js:3'), { file: 'c#.js', at: byPosition(3) });
  assert.deepEqual(argument('d:1').at, { kind: 'export' });
  assert.deepEqual(argument('d:1:2'), { file: 'd:1', at: byPosition(2) });
  assert.deepEqual(argument('e#f/g.js:4'), { file: 'e#f/g.js', at: byPosition(4) });
  assert.deepEqual(argument('x#y#z'), { file: 'x#y', at: byName('z') });
});

test('Windows drive letters are part of the path', () => {
  assert.deepEqual(argument('C:\\work\\a.js').at, { kind: 'export' });
  assert.deepEqual(argument('C:\\work\\a.js:3:1'), {
    file: 'C:\\work\\a.js',
    at: byPosition(3, 1),
  });
  assert.deepEqual(argument('C:\\new.js#x'), { file: 'C:\\new.js', at: byName('x') });
  assert.deepEqual(argument('C:\\new.js').at, { kind: 'export' });
});

test('file URLs, as stack traces of ES modules print them, are taken', () => {
  const url = pathToFileURL(join(folder, 'a.js')).href;
  const file = join(folder, 'a.js');
  assert.deepEqual(argument(`${url}:10:5`), { file, at: byPosition(10, 5) });
  assert.deepEqual(argument(`${url}#run`), { file, at: byName('run') });
});

test('a file that does not exist is still split, so that the error names the file', () => {
  assert.deepEqual(argument('no.js#run'), { file: 'no.js', at: byName('run') });
  assert.deepEqual(argument('no.js:3:4'), { file: 'no.js', at: byPosition(3, 4) });
  assert.deepEqual(argument('no.js').at, { kind: 'export' });
});

test('near misses are usage errors that show how to write it', () => {
  assert.throws(() => argument('a.js:run'), /write a\.js#name for a function by its name/);
  assert.throws(() => argument('a.js:12-20'), UsageError);
  assert.throws(() => argument('a.js:'), UsageError);
  assert.throws(() => argument('a.js#'), /name is missing/);
  assert.throws(() => argument('a.js:0'), /start at 1/);
  assert.throws(() => argument('a.js:3:0'), /start at 1/);
  assert.throws(() => argument(''), /file is missing/);
});

test('checks are named by files and globs, in a process and with limits as for run', () => {
  const words = [
    'check',
    'checks/*.leak.ts',
    '--max-calls',
    '9',
    '--node',
    'node22',
    '--shard=2/3',
  ];
  assert.deepEqual(
    parseCommandLine([...words, '--reporter', 'junit', '--json', 'r.json'], folder),
    {
      kind: 'check',
      patterns: ['checks/*.leak.ts'],
      tests: false,
      target: { kind: 'launch', node: 'node22', nodeArgs: [], cwd: folder, env: {} },
      limits: { maxCalls: 9 },
      reporter: 'junit',
      jsonFile: join(folder, 'r.json'),
      showOutput: false,
      shard: { index: 2, count: 3 },
    },
  );
  const updating = parseCommandLine(['check', '--baseline=b.json', '--update-baseline'], folder);
  assert.ok(updating.kind === 'check');
  assert.deepEqual(updating.baseline, { file: join(folder, 'b.json'), update: true });
});

test('results of a matrix are merged, with the reporters of the others', () => {
  assert.deepEqual(parseCommandLine(['merge', 'a.json', '*.json', '--reporter=github'], folder), {
    kind: 'merge',
    patterns: ['a.json', '*.json'],
    reporter: 'github',
  });
});

test('wrong usage of checks names its remedy', () => {
  for (const shard of ['0/2', '3/2', '1', '1/0', 'a/b', '-1/2', '1/2/3']) {
    rejects(
      ['check', `--shard=${shard}`],
      /--shard takes which part of how many, such as --shard 1\/4/,
    );
  }
  rejects(['check', '--baseline', 'no.json'], /There is no baseline .* write one with --update/);
  rejects(['check', '--baseline', 'sub'], /--baseline takes a file/);
  rejects(['check', '--baseline', 'sub', '--update-baseline'], /--baseline takes a file/);
  rejects(['check', '--update-baseline'], /--update-baseline needs the file to write: --baseline/);
  rejects(
    ['check', '--args', '[1]'],
    /--args belongs to .*: the argument of each call is what its/,
  );
  rejects(['run', 'a.js', '--callback', '--no-callback'], /exclude each other/);
  rejects(['check', '--capture'], /--capture belongs to leak-loop run and leak-loop attach/);
  rejects(
    ['attach', '1', '--function', 'a.js', '--capture', '--args', '[]'],
    /leave out --args and --this/,
  );
  rejects(['run', 'a.js#f', '--script'], /leave out #name or :line/);
  rejects(['run', 'a.js', '--script', '--args', '[]'], /--args belongs to a function/);
  rejects(['attach', '1', '--function', 'a.js', '--script'], /leak-loop run/);
  rejects(['check', '--this', 'x'], /--this belongs to leak-loop run and leak-loop attach/);
  rejects(['run', 'a.js', '--shard', '1/2'], /--shard belongs to leak-loop check: leave it out/);
  rejects(['merge'], /leak-loop merge <json …> takes what leak-loop check --json <path> wrote/);
  rejects(['merge', 'a.json', '--max-calls', '3'], /--max-calls belongs to leak-loop run and/);
  rejects(['merge', 'a.json', '--baseline', 'b'], /give it to each part/);
});
