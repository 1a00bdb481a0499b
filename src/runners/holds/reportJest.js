// Given to jest as its only reporter: its own ones go on reporting while the test is looped.
'use strict';

module.exports = class FailureReporter {
  onTestResult(_test, { failureMessage }) {
    if (failureMessage) process.stderr.write(`${failureMessage}\n`);
  }
};

// So that stacks and heaps show it as ours, not as the program's.
//# sourceURL=leak-loop:reportJest
