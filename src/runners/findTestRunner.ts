import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { isTestFile } from '../core/source/testFile';
import { jest } from './jest';
import { mocha } from './mocha';
import { nodeTest } from './nodeTest';
import type { TestRunner } from './testRunner';
import { vitest } from './vitest';

const runners: readonly TestRunner[] = [nodeTest, vitest, jest, mocha];

/** A runner, and the project that it runs the tests of. */
export interface ProjectRunner {
  readonly runner: TestRunner;
  readonly folder: string;
}

/**
 * What runs the tests of a file: what it imports its functions from, else what the nearest project around it
 * has installed or configured; undefined where nothing tells.
 */
export async function findTestRunner(
  file: string,
  text: string,
): Promise<ProjectRunner | undefined> {
  const projects = await projectsAround(dirname(file));
  const imported = importedRunner(text);
  if (imported !== undefined) {
    const own = projects.find((project) => uses(project, imported)) ?? projects[0];
    return { runner: imported, folder: own?.folder ?? dirname(file) };
  }
  for (const project of projects) {
    const runner = mostLikely(project);
    if (runner !== undefined) return { runner, folder: project.folder };
  }
  return undefined;
}

/** Whether a project's runner takes a file for one with tests by its path alone. */
export function isTestOf({ runner, folder }: ProjectRunner, file: string): boolean {
  const path = relative(folder, file).split(sep).join('/');
  return isTestFile(file) || runner.testPaths?.test(path) === true;
}

/** The runner that a file imports its functions from. */
export function importedRunner(text: string): TestRunner | undefined {
  return runners.find(({ modules }) => modules.some((name) => imports(text, name)));
}

function imports(text: string, module: string): boolean {
  const name = module.replace(/[/]/g, '\\/');
  return new RegExp(`(?:\\bfrom\\s*|\\b(?:require|import)\\s*\\(\\s*)(['"])${name}\\1`).test(text);
}

/** A folder with a package.json. */
interface Project {
  readonly folder: string;
  readonly files: readonly string[];
  /** Of its package.json. */
  readonly packages: ReadonlySet<string>;
  readonly testScript: string;
}

/** The nearest first. */
async function projectsAround(folder: string): Promise<readonly Project[]> {
  const own = await readProject(folder);
  const above = dirname(folder);
  const outer = above === folder ? [] : await projectsAround(above);
  return own === undefined ? outer : [own, ...outer];
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

async function readProject(folder: string): Promise<Project | undefined> {
  const files = await readdir(folder).catch((): string[] => []);
  if (!files.includes('package.json')) return undefined;
  const { dependencies, devDependencies, scripts } = await readManifest(folder);
  return {
    folder,
    files,
    packages: new Set(Object.keys({ ...dependencies, ...devDependencies })),
    testScript: scripts?.test ?? '',
  };
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {}; // npm and the runner will complain of it
  }
}

function uses({ files, packages }: Project, { packageName, configFiles }: TestRunner): boolean {
  return (
    (packageName !== undefined && packages.has(packageName)) ||
    files.some((name) => configFiles.test(name))
  );
}

/** Of several: the one that `npm test` names. */
function mostLikely(project: Project): TestRunner | undefined {
  const used = runners.filter((runner) => uses(project, runner));
  const isNamed = ({ name }: TestRunner): boolean =>
    new RegExp(`\\b${name}\\b`).test(project.testScript);
  return used.find(isNamed) ?? used[0];
}
