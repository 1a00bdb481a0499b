// Runs one reader on one snapshot in a process of its own, and prints what it took and what it found.
//
//   node measure.mjs <reader> <snapshot>
import { hrtime, resourceUsage } from 'node:process';

const [name, file] = process.argv.slice(2);
const { analyse } = await import(`./readers/${name}.mjs`);
const before = resourceUsage();
const start = hrtime.bigint();
const answers = await analyse(file);
const wallSeconds = Number(hrtime.bigint() - start) / 1e9;
const after = resourceUsage();
const cpu = ({ userCPUTime, systemCPUTime }) => (userCPUTime + systemCPUTime) / 1e6;
// Some loaders redirect console.log.
process.stdout.write(
  `\n${JSON.stringify({ cpuSeconds: cpu(after) - cpu(before), wallSeconds, peakBytes: after.maxRSS * 1024, answers })}\n`,
);
process.exit(0);
