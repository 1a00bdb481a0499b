import { readdir } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { isTestFile } from '../core/source/testFile';
import { jest } from './jest';
import { readManifest, type Manifest } from './manifest';
import { mocha } from './mocha';
import { nodeTest } from './nodeTest';
import type { TestRunner } from './testRunner';
import { vitest } from './vitest';

/** Vitest last: most files that are its own import their functions, and of those that do nobody has to guess. */
const runners: readonly TestRunner[] = [nodeTest, jest, mocha, vitest];

/** A runner, and the project that it runs the tests of. */
export interface ProjectRunner {
  readonly runner: TestRunner;
  readonly folder: string;
}

/**
 * What runs the tests of a file: what it imports its functions from, else what only one runner has as a global
 * where a project around it uses that, else what the nearest project tests with, has installed or configured;
 * undefined where nothing tells.
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
  const spoken = runners.find(({ globals }) => globals?.test(text) === true);
  const speaking =
    spoken && projects.find((project) => uses(project, spoken) || isNamed(project, spoken));
  if (spoken !== undefined && speaking !== undefined) {
    return { runner: spoken, folder: speaking.folder };
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
  readonly manifest: Manifest;
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

async function readProject(folder: string): Promise<Project | undefined> {
  const files = await readdir(folder).catch((): string[] => []);
  if (!files.includes('package.json')) return undefined;
  const manifest = await readManifest(folder);
  const { dependencies, devDependencies, scripts } = manifest;
  return {
    folder,
    files,
    manifest,
    packages: new Set(Object.keys({ ...dependencies, ...devDependencies })),
    testScript: scripts?.test ?? '',
  };
}

function uses(project: Project, runner: TestRunner): boolean {
  return isInstalled(project, runner) || isConfigured(project, runner);
}

function isInstalled({ packages }: Project, { packageName }: TestRunner): boolean {
  return packageName !== undefined && packages.has(packageName);
}

function isConfigured(
  { files, manifest }: Project,
  { configKey, configFiles }: TestRunner,
): boolean {
  return (
    (configKey !== undefined && manifest[configKey] !== undefined) ||
    files.some((name) => configFiles.test(name))
  );
}

/**
 * The one that `npm test` names, which a workspace may have installed further out; else one that it has configured, or
 * installed.
 */
function mostLikely(project: Project): TestRunner | undefined {
  return (
    runners.find((runner) => isNamed(project, runner)) ??
    runners.find((runner) => isConfigured(project, runner)) ??
    runners.find((runner) => isInstalled(project, runner))
  );
}

function isNamed({ testScript }: Project, { name }: TestRunner): boolean {
  return new RegExp(`\\b${name}\\b`).test(testScript);
}
