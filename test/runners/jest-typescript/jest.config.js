/** @type {import('jest').Config} */
module.exports = {
  transform: { '\\.ts$': 'babel-jest' },
  moduleNameMapper: { '^shop/(.*)$': '<rootDir>/../$1' },
  fakeTimers: { enableGlobally: true },
};
