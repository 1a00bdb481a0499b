import type { AnyNode, MemberExpression } from 'acorn';
import { ancestor, full } from 'acorn-walk';
import { assignmentsIn, assignmentSite, type AssignmentSite } from './assignmentSites';
import {
  className as nameOfClass,
  enclosingClass,
  functionBinding,
  keyName,
} from './functionBinding';
import { functionAround, type FunctionSite } from './functionSites';
import { globalClass, isGlobalVariable, memberName, thisOwner } from './holders';
import type { GeneratedPosition } from './location';
import type { Script } from './script';

export interface PropertyReference {
  /** `items`, or `#items` for a private one. */
  readonly property: string;
  /** Of the object that has it: a class, a constructor function, or the name of an object literal. */
  readonly className?: string;
}

/** A place that gives objects a property, from the most to the least likely to be its declaration. */
const likelihood = ['field', 'constructor', 'literal', 'static', 'method', 'assignment'] as const;

export interface PropertyDeclaration {
  /**
   * `field`: in a class body; `constructor`: `this.a =` in one; `literal`: in an object literal; `static`:
   * `Class.a =`; `method`: `this.a =` elsewhere; `assignment`: `object.a =`.
   */
  readonly kind: (typeof likelihood)[number];
  readonly start: number;
  readonly end: number;
  /** Of `start`. */
  readonly position: GeneratedPosition;
  /** The class, or what the object literal is bound to, where the script tells it. */
  readonly owner?: string;
  readonly function?: FunctionSite;
}

/** Where objects get a property: the most likely declaration first. Those of other classes are left out. */
export function propertyDeclarations(
  script: Script,
  reference: PropertyReference,
): readonly PropertyDeclaration[] {
  const { property, className } = reference;
  const found: PropertyDeclaration[] = [];
  ancestor<unknown>(script.program, {
    PropertyDefinition(node, _state, path) {
      if (keyName(script, node) !== property) return;
      found.push(declaration(script, 'field', node, nameOfClass(script, enclosingClass(path)!)));
    },
    ObjectExpression(node, _state, path) {
      const own = node.properties.find(
        (each) => each.type === 'Property' && keyName(script, each) === property,
      );
      if (own === undefined) return;
      const binding = functionBinding(script, path);
      found.push(declaration(script, 'literal', own, binding.name || undefined));
    },
    AssignmentExpression(node) {
      const { left } = node;
      if (left.type === 'MemberExpression' && memberName(script, left) === property)
        found.push(assignedDeclaration(script, node, left));
      if (left.type === 'Identifier' && isGlobalVariable(script, left, reference))
        found.push(declaration(script, 'assignment', node, globalClass));
    },
  });
  return found
    .filter(({ owner }) => className === undefined || owner === undefined || owner === className)
    .sort((a, b) => rank(a, className) - rank(b, className) || a.start - b.start);
}

/** All places that write a property, in the order of the script; those on `this` of other classes are left out. */
export function propertyAssignments(
  script: Script,
  reference: PropertyReference,
): readonly AssignmentSite[] {
  const { property } = reference;
  const sites: AssignmentSite[] = [];
  const isWritten = (target: AnyNode): boolean =>
    target.type === 'Identifier'
      ? isGlobalVariable(script, target, reference)
      : target.type === 'MemberExpression' &&
        memberName(script, target) === property &&
        isOf(reference.className, ownerOf(script, target));
  full(script.program, (node) => {
    for (const assignment of assignmentsIn(node)) {
      if (assignment.targets.some(isWritten)) {
        sites.push(assignmentSite(script, assignment, property.replace(/^#/, '')));
      }
    }
  });
  return sites.sort((a, b) => a.start - b.start);
}

function assignedDeclaration(
  script: Script,
  node: AnyNode,
  target: MemberExpression,
): PropertyDeclaration {
  const owner = ownerOf(script, target);
  if (target.object.type !== 'ThisExpression') {
    return declaration(script, owner === undefined ? 'assignment' : 'static', node, owner);
  }
  const around = functionAround(script, node.start);
  const isConstructor = around?.kind === 'constructor' || around?.name === owner;
  return declaration(script, isConstructor ? 'constructor' : 'method', node, owner);
}

/** What the object of a member is: for `this` its class, for `Class.a` the class, a global, else unknown. */
function ownerOf(script: Script, { object, start }: MemberExpression): string | undefined {
  if (object.type === 'ThisExpression') return thisOwner(functionAround(script, start));
  if (object.type !== 'Identifier') return undefined;
  if (['globalThis', 'global'].includes(object.name)) return globalClass;
  return /^\p{Lu}/u.test(object.name) ? object.name : undefined;
}

function isOf(className: string | undefined, owner: string | undefined): boolean {
  return className === undefined || owner === undefined || owner === className;
}

/** Of the asked class before of unknown owners; then by kind. */
function rank({ kind, owner }: PropertyDeclaration, className: string | undefined): number {
  const isCertain = className === undefined || owner === className;
  return (isCertain ? 0 : likelihood.length) + likelihood.indexOf(kind);
}

function declaration(
  script: Script,
  kind: PropertyDeclaration['kind'],
  { start, end }: AnyNode,
  owner: string | undefined,
): PropertyDeclaration {
  const around = functionAround(script, start);
  return {
    kind,
    start,
    end,
    position: script.lines.positionAt(start),
    ...(owner === undefined ? {} : { owner }),
    ...(around === undefined ? {} : { function: around }),
  };
}
