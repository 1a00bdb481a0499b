// The main job in one command: finds the leaks of the bundled example with the command line.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { resultsFolder, root, runCommand } from './runCommand.mjs';
import { setUpProject } from './setUp.mjs';

const example = 'examples/sessions/sessions.js#handleRequest';
const leakExitCode = 1;

await setUpProject().catch((error) => fail(error.message));
if ((await runCommand(execPath, ['esbuild.mjs'])) !== 0) {
  fail('The build failed.');
}

console.log(`$ leak-loop run ${example}\n`);
const reportFile = join(resultsFolder, 'demo.json');
mkdirSync(resultsFolder, { recursive: true });
rmSync(reportFile, { force: true });
const code = await runCommand(execPath, [
  join(root, 'dist/cli.js'),
  'run',
  example,
  '--json',
  reportFile,
]);
if (code !== leakExitCode) {
  fail(`The example leaks, but leak-loop ended with ${code}.`);
}
const report = JSON.parse(readFileSync(reportFile, 'utf8'));
if (report.verdict !== 'leak' || !report.suspects.some(({ growthSite }) => growthSite)) {
  fail(`The example leaks, but no line was named: ${reportFile}`);
}
console.log(`
The same in VS Code:   npm run vscode      (right-click handleRequest, Run Leak Loop)
The whole report:      ${reportFile}`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
