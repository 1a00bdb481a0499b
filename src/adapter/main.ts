import { LeakLoopSession } from './leakLoopSession';

const session = new LeakLoopSession();

// Not DebugSession.run: measured, it swallows SIGTERM and outlives Stop while busy.
session.start(process.stdin, process.stdout);

for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(name, () => session.shutdown());
}
// The client is gone with its end of the pipe, even if 'close' never comes.
process.stdin.on('end', () => session.shutdown());

process.on('uncaughtException', (error) => session.crash(error));
process.on('unhandledRejection', (reason) => session.crash(reason));
