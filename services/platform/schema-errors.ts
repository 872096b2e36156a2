import type { TSchema } from 'typebox';

/** What a validator says of one place. */
export interface SchemaError {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

/**
 * Where a value may be of several kinds, every kind complains. Only those are kept that the writer can have meant: of
 * the right type, and among these whose words fit.
 */
export function ofMeantBranches(errors: readonly SchemaError[]): readonly SchemaError[] {
  const dropped = new Set<SchemaError>();
  for (const either of errors.filter(({ keyword }) => keyword === 'anyOf')) {
    const branches = [...branchesOf(either, errors).values()];
    const best = Math.min(...branches.map((branch) => strangeness(either, branch)));
    for (const branch of branches) {
      if (strangeness(either, branch) > best) for (const error of branch) dropped.add(error);
    }
    dropped.add(either);
  }
  return errors.filter((error) => !dropped.has(error));
}

/** The schema of a place; of several kinds, the one that has fields. */
export function schemaAt(schema: TSchema, path: readonly (string | number)[]): Schema | undefined {
  let here = withFields(schema as Schema);
  for (const step of path) {
    const next = typeof step === 'number' ? here?.items : (here?.properties?.[step] ?? anyField(here));
    here = withFields(next);
  }
  return here;
}

interface Schema {
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

function withFields(schema: Schema | undefined): Schema | undefined {
  return schema?.anyOf?.find(({ properties }) => properties) ?? schema;
}

function anyField(schema: Schema | undefined): Schema | undefined {
  return Object.values(schema?.patternProperties ?? {})[0];
}

/** One schema judges many values (the items of a list): only what is said of this value or inside it belongs together. */
function branchesOf({ schemaPath, instancePath }: SchemaError, errors: readonly SchemaError[]) {
  const prefix = `${schemaPath}/anyOf/`;
  const inside = errors.filter(
    (error) => error.schemaPath.startsWith(prefix) && `${error.instancePath}/`.startsWith(`${instancePath}/`),
  );
  return Map.groupBy(inside, (error) => error.schemaPath.slice(prefix.length).split('/')[0] ?? '');
}

function strangeness({ instancePath }: SchemaError, branch: readonly SchemaError[]): number {
  const own = branch.filter((error) => error.instancePath === instancePath).map(({ keyword }) => keyword);
  if (own.includes('type')) return 2;
  return own.includes('enum') || own.includes('const') ? 1 : 0;
}
