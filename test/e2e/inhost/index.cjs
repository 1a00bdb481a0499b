// Runs inside the extension host, with VS Code's whole API; what a person sees and clicks is tested
// from outside (mainWalk.test.mjs). Within a section, each test goes on from the state that the one before left.
const { writeFileSync } = require('node:fs');
const process = require('node:process');
const { extension } = require('./host.cjs');

const api = () => extension().exports;

/** By name, in their order; each can run alone. The walk is first: it sees the extension become active. */
const sections = {
  walk: require('./walkTests.cjs'),
  states: require('./statesTests.cjs')(api),
  running: require('./runningTests.cjs')(api),
  receivers: require('./receiverTests.cjs')(api),
  inspecting: require('./inspectTests.cjs')(api),
  debugging: require('./sessionTests.cjs')(api),
  languageModel: require('./editorTests.cjs').languageModel(api),
  example: require('./exampleTests.cjs'),
  files: require('./filesAndChecks.cjs'),
};

/** Called by VS Code. Resolves when every test passed; all results go to a file for the outside. */
exports.run = async () => {
  const results = [];
  for (const [name, action] of await chosenTests()) {
    results.push(await runOne(name, action));
    write(results);
  }
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length > 0) {
    throw new Error(failed.map(({ name, error }) => `${name}\n${error}`).join('\n\n'));
  }
};

/** Those of the sections that LEAK_LOOP_HOST_SECTION names (`running,files`), else all. */
async function chosenTests() {
  const names = process.env.LEAK_LOOP_HOST_SECTION?.split(',') ?? Object.keys(sections);
  if (names[0] !== 'walk') await extension().activate();
  return names.flatMap((name) => sections[name] ?? [[`there is a section ${name}`, refuseSection]]);
}

function refuseSection() {
  throw new Error(`There are: ${Object.keys(sections).join(', ')}.`);
}

const timeLimitMillis = 120_000;

async function runOne(name, action) {
  const from = performance.now();
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), timeLimitMillis);
  });
  try {
    await Promise.race([action(), limit]);
    return { name, ok: true, millis: performance.now() - from };
  } catch (error) {
    return { name, ok: false, error: String(error?.stack ?? error) };
  } finally {
    clearTimeout(timer);
  }
}

/** After each test, so that a host that dies has told how far it came. */
function write(results) {
  const file = process.env.LEAK_LOOP_HOST_RESULTS;
  if (file !== undefined) {
    writeFileSync(file, JSON.stringify(results, null, 2));
  }
}
