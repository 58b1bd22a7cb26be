import { RefoldError } from '../errors/refold-error.ts';
import type { Issue } from '../errors/codes.ts';
import { isPromise } from './synchronous.ts';

/**
 * A validator in the form of Standard Schema v1 (standardschema.dev), which Zod, Valibot, ArkType and others implement.
 */
export interface Schema<I = any, O = any> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => unknown;
    readonly types?: { readonly input: I; readonly output: O } | undefined;
  };
}

/** The input type of a schema. */
export type In<S extends Schema> = NonNullable<S['~standard']['types']>['input'];
/** The output type of a schema. */
export type Out<S extends Schema> = NonNullable<S['~standard']['types']>['output'];

type Leaf = string | number | boolean | null;
type BadPath<T, P extends string = 'data', Depth extends 1[] = []> = 0 extends 1 & T
  ? never
  : Depth['length'] extends 6
    ? never
    : T extends Leaf | undefined
      ? never
      : T extends
            | bigint
            | symbol
            | Date
            | ((...a: any) => any)
            | ReadonlyMap<any, any>
            | ReadonlySet<any>
            | ArrayBuffer
            | ArrayBufferView
        ? P
        : T extends readonly (infer X)[]
          ? BadPath<X, `${P}[]`, [...Depth, 1]>
          : T extends object
            ? { [K in keyof T & (string | number)]: BadPath<T[K], `${P}.${K}`, [...Depth, 1]> }[keyof T &
                (string | number)]
            : P;

/** Refuses, naming the path, a schema whose output is not JSON or does not fit its input. */
export type Storable<S extends Schema> = [BadPath<Out<S>>] extends [never]
  ? [Out<S>] extends [In<S>]
    ? unknown
    : { 'an event schema must accept its own output': Out<S> }
  : { 'an event payload must be JSON; this is not': BadPath<Out<S>> };

/** The outcome of a synchronous parse. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly issues: readonly Issue[] };

interface StandardResult {
  readonly value?: unknown;
  readonly issues?: readonly StandardIssue[] | undefined;
}
interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * Runs a schema synchronously. Throws `schema.async` if it returns a promise. A schema that throws counts as refusing
 * the value.
 */
export function parse(schema: Schema, value: unknown, where: string): Parsed {
  let result: StandardResult;
  try {
    result = schema['~standard'].validate(value) as StandardResult;
  } catch (error) {
    return { ok: false, issues: [{ path: '', message: `the schema threw ${String(error)}` }] };
  }
  if (isPromise(result)) throw new RefoldError('schema.async', { where });
  if (result.issues === undefined) return { ok: true, value: result.value };
  return { ok: false, issues: result.issues.map((i) => ({ path: pathOf(i), message: i.message })) };
}

const pathOf = (issue: StandardIssue): string =>
  (issue.path ?? []).map((p) => String(typeof p === 'object' ? p.key : p)).join('.');
