import type { ExportName } from '../../core/source/exportsIn';

/** How a kind of module writes what every leak check has. */
export interface ModuleStyle {
  /** Lines before everything else. */
  readonly begins: readonly string[];
  imports(as: ExportName, name: string, from: string): string;
  importsAll(name: string, from: string): string;
  /** What `require` needs where there is none. */
  readonly requires: readonly string[];
  /** @param parameters with parentheses */
  exportsFunction(name: string, parameters: string, body: readonly string[]): readonly string[];
  exportsValue(name: string, value: string): string;
}

export const esModule: ModuleStyle = {
  begins: [],
  imports: (as, name, from) => {
    const names = as.kind === 'name' ? `{ ${renamed(as.name, name, ' as ')} }` : name;
    return `import ${names} from '${from}';`;
  },
  importsAll: (name, from) => `import * as ${name} from '${from}';`,
  requires: [
    `import { createRequire } from 'node:module';`,
    'const require = createRequire(import.meta.url);',
  ],
  exportsFunction: (name, parameters, body) => [
    `export function ${name}${parameters} {`,
    ...body.map((line) => `  ${line}`),
    '}',
  ],
  exportsValue: (name, value) => `export const ${name} = ${value};`,
};

export const commonJs: ModuleStyle = {
  begins: [`'use strict';`],
  imports: (as, name, from) => {
    const wanted = as.kind === 'name' ? as.name : 'default';
    const names = as.kind === 'whole' ? name : `{ ${renamed(wanted, name, ': ')} }`;
    return `const ${names} = require('${from}');`;
  },
  importsAll: (name, from) => `const ${name} = require('${from}');`,
  requires: [],
  exportsFunction: (name, parameters, body) => [
    `exports.${name} = function ${name}${parameters} {`,
    ...body.map((line) => `  ${line}`),
    '};',
  ],
  exportsValue: (name, value) => `exports.${name} = ${value};`,
};

function renamed(name: string, wanted: string, by: string): string {
  return name === wanted ? name : `${name}${by}${wanted}`;
}
