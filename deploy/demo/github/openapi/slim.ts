/**
 * Makes `openapi.slim.generated.json` and `webhooks.slim.generated.json`: what of GitHub's official OpenAPI description
 * this stand-in needs, and nothing else. The whole description unpacks to 385 MB, so it is no dependency. To renew:
 *
 *     cd "$(mktemp -d)" && npm pack @octokit/openapi@23.0.2 @octokit/openapi-webhooks@12.1.0
 *     mkdir rest webhooks
 *     tar xzf octokit-openapi-23*.tgz -C rest package/generated/api.github.com.json
 *     tar xzf octokit-openapi-webhooks-*.tgz -C webhooks package/generated/api.github.com.json
 *     node …/deploy/demo/github/openapi/slim.ts rest/package/generated webhooks/package/generated
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operations, webhookEvents } from './used.ts';

type Node = Record<string, unknown>;

/** Words that only help readers; they are four fifths of the size. */
const prose = new Set(['description', 'example', 'examples', 'title', 'externalDocs', 'x-github', 'summary', 'tags']);
/** Keys whose children are names chosen by GitHub (a property may be called "title"), so nothing is dropped there. */
const named = new Set(['properties', 'schemas', 'parameters', 'responses', 'headers', 'patternProperties']);

/** OpenAPI 3.0's `nullable` means more than Ajv takes it for: say in JSON Schema that null will do. */
function sayNull(node: Node): Node {
  if (node.nullable !== true) return node;
  if (Array.isArray(node.enum)) return { ...node, enum: [...new Set([...node.enum, null])] };
  if (typeof node.type === 'string') return node;
  const { nullable: _, ...schema } = node;
  return { anyOf: [{ enum: [null] }, schema] };
}

/** Addresses of bots (`1+a[bot]@users.noreply.github.com`) and of students' commits need not be RFC 5321's. */
function allowAnyAddress(node: Node): Node {
  if (node.format !== 'email') return node;
  const { format: _, ...schema } = node;
  return schema;
}

/** What is plainly wrong in the description. */
const corrections: Readonly<Record<string, (operation: Node) => Node>> = {
  // An account is a user *or* an enterprise, as everywhere else in the description; here it would have to be both.
  'apps/list-installations': (operation) => {
    const items = { $ref: '#/components/schemas/installation' };
    const content = { 'application/json': { schema: { type: 'array', items } } };
    return { ...operation, responses: { 200: { content } } };
  },
};

function strip(value: unknown, parent: string): unknown {
  if (Array.isArray(value)) return value.map((item) => strip(item, ''));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => named.has(parent) || !prose.has(key));
  const node = Object.fromEntries(kept.map(([key, child]) => [key, strip(child, named.has(parent) ? '' : key)]));
  return named.has(parent) ? node : allowAnyAddress(sayNull(node));
}

/** Every component that the given nodes name, and those that these name in turn. */
function closure(document: Node, roots: unknown): Node {
  const found: Record<string, Node> = {};
  const waiting = [JSON.stringify(roots)];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [, group, name] of text.matchAll(/"#\/components\/(\w[\w-]*)\/([^"]+)"/g)) {
      if (group === undefined || name === undefined || found[group]?.[name]) continue;
      const component = strip(((document.components as Node)[group] as Node)[name], '');
      found[group] = { ...found[group], [name]: component };
      waiting.push(JSON.stringify(component));
    }
  }
  return found;
}

function read(folder: string): Node {
  return JSON.parse(readFileSync(join(folder, 'api.github.com.json'), 'utf8')) as Node;
}

function write(name: string, document: Node): void {
  writeFileSync(join(import.meta.dirname, name), `${JSON.stringify(document)}\n`);
}

function slimRest(document: Node): Node {
  const paths: Record<string, Node> = {};
  const missing = new Set<string>(operations);
  for (const [path, item] of Object.entries(document.paths as Record<string, Record<string, Node>>)) {
    for (const [method, operation] of Object.entries(item)) {
      const id = operation.operationId as string;
      if (!missing.delete(id)) continue;
      const correct = corrections[id] ?? ((same: Node) => same);
      paths[path] = { ...paths[path], [method]: correct(strip(operation, '') as Node) };
    }
  }
  if (missing.size > 0) throw new Error(`GitHub's description has no ${[...missing].join(', ')}`);
  return { openapi: document.openapi, info: document.info, paths, components: closure(document, paths) };
}

function slimWebhooks(document: Node): Node {
  const roots = webhookEvents.map((event) => ({ $ref: `#/components/schemas/webhook-${event}` }));
  return { components: closure(document, roots) };
}

const [rest, webhooks] = process.argv.slice(2);
if (rest === undefined || webhooks === undefined) throw new Error('usage: slim.ts REST_FOLDER WEBHOOKS_FOLDER');
write('openapi.slim.generated.json', slimRest(read(rest)));
write('webhooks.slim.generated.json', slimWebhooks(read(webhooks)));
