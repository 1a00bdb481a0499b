import { defaultLimits } from '../diagnose';

/** What `leak-loop --help` prints. */
export function helpText(): string {
  const { maxCalls, timeBudgetMillis, memoryBudgetBytes, callTimeoutMillis } = defaultLimits;
  return `leak-loop: calls one function over and over and tells what it leaks, who holds it and which line adds it

Usage
  leak-loop run <file>[#name | :line[:column]] [options]

  Launches Node.js, loads the file and loops one function. Which one:
    sessions.js                 the file's only or default export
    sessions.js#handleRequest   by its name, exported or not
    sessions.js:18              by its place: the innermost function on that line
    sessions.js:18:3            or at that column
    sessions.test.js:18         the unit test there, with its hooks, in its runner: node:test, mocha,
                                jest or vitest
    cleanUp.js                  a file that exports nothing is a script: all of it is run again and
                                again, evaluated anew each time; any other with --script

  leak-loop run <program> --function <file>[#name | :line[:column]] [options] [-- <arg> …]
  leak-loop run --function <file>[#name | :line[:column]] [options] -- <command> [<arg> …]

  Starts a program as ever, or a command that starts Node.js itself (-- npm start), waits until the
  function is alive in one of its processes or their worker threads, and loops it there.

  leak-loop attach <port | pid | ws-url> --function <file>[#name | :line[:column]] [options]

  Joins a Node.js process that runs already and has loaded the file, also in a worker thread, loops
  the function there while its other work goes on, and leaves it as it was. A pid is signalled
  (SIGUSR1) to open its inspector.

  leak-loop check [file | folder | glob …] [options]

  Judges leak checks, files named *.leak.js (.mjs, .cjs, .ts, .mts, .cts): all below the working
  folder unless some are named. Such a file exports run(ctx), or a default function, which is called
  over and over, and what it needs besides:
    setup()                     once, before anything is measured; ctx is its result
    teardown(ctx)               once, at the end
    options                     { maxCalls, timeBudget, memoryBudget, callTimeout }, as the limits below

  leak-loop merge <json …> [options]

  Makes one result of what leak-loop check --json <path> wrote in the parts of a CI matrix.

The call
  --args <expr>          arguments of one call, a JavaScript array expression evaluated in the
                         target; i is the call's number:  --args '["user" + i]'
  --this <expr>          receiver for a method
  --capture              with attach, or run --function: wait until the function is really called
                         (Ctrl-C stops) and loop it with the this and the arguments of that call
  --callback             pass a callback as last argument: the call is over when it is called. So it
                         is by itself where the last parameter is named cb, callback, done or next
                         and nothing is given for it; within --args it is called so:
                         --args '[i, callback]'
  --no-callback          pass none, whatever the parameter's name is
  --no-drain             leave an iterator or a readable stream that is returned alone; else it is
                         used up before the next call (of an endless iterator 10,000 values)

Limits, whichever comes first; they win over the options of a check
  --max-calls <n>        ${maxCalls} unless given
  --time-budget <s>      ${timeBudgetMillis / 1000} seconds unless given
  --memory-budget <MB>   ${memoryBudgetBytes / 1024 / 1024} megabytes of growth unless given
  --call-timeout <s>     for one call, ${callTimeoutMillis / 1000} seconds unless given

The process that is launched
  --node <path>          Node.js to run (18 or later); the one in PATH unless given
  --node-arg <arg>       for Node.js itself, repeatable:  --node-arg=--import=tsx
  --cwd <dir>            its working directory
  --env NAME=VALUE       repeatable
  --show-output          show what the program prints (on standard error)
  -- <arg> …             arguments of the program; with --function alone, the command that starts it

A program of several threads
  --function <file>…     the function, where it is not in the file that is run; with run and attach
  --member <n>           where several processes or workers have it: the n-th, in the order in which they
                         were started; without it they are listed
  --load-timeout <s>     how long loading may take, or a program that is started until it has the
                         function: 60 seconds unless given

The checks
  --tests                each test of test files instead of leak checks, run with its hooks by
                         node:test, mocha, jest or vitest: in folders *.test.js and *.spec.js
                         (.mjs, .ts, …) and where the runner looks by itself (test, __tests__);
                         of a glob all that have tests
  --baseline <file>      leaks that are known and accepted, a JSON list of causes with reasons
  --update-baseline      write the causes that are found to that file
  --shard <i/n>          the i-th of n parts of the checks

The process that is attached to
  --allow-remote         an address on another machine, which is neither encrypted nor protected

The result
  --json <path | ->      the whole report as JSON: to a file besides the text, or - for standard
                         output instead of it
  --html <path>          a page to look at, with charts; it loads nothing and runs no script
  --markdown <path>      a document to paste into an issue
  --reporter <name>      what standard output gets: text, json, junit (XML) or github (annotations)

  -h, --help
  -v, --version

Exit codes
  0   nothing grows, or growth is bounded
  1   a leak; of several checks, at least one leaks that is not accepted
  2   could not be measured, or unclear
  64  wrong usage, or no check found
`;
}
