import type { components, operations, paths } from "./schema";

/** What the server says, by the name of its Struct. */
export type Schemas = components["schemas"];

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type Good<R> = R extends { 200: infer A } ? Json<A> : R extends { 201: infer A } ? Json<A> : undefined;

/** What an operation answers when all is well. */
export type Answer<Id extends keyof operations> = Good<operations[Id]["responses"]>;

type Operation<P extends keyof paths, M extends string> = M extends keyof paths[P] ? paths[P][M] : never;
type With<M extends string> = { [P in keyof paths]: Operation<P, M> extends { responses: unknown } ? P : never }[keyof paths];
type Part<O, Name extends string> = O extends { parameters: { [K in Name]?: infer V } } ? Exclude<V, undefined> : never;
type Wanted<Name extends string, V> = [V] extends [never] ? { [K in Name]?: undefined } : { [K in Name]: V };
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? B : never;

/** Paths that know the method. */
export type PathOf<M extends string> = With<M>;

/** What a call takes: places in its path, its query, its body. */
export type Given<P extends keyof paths, M extends string> = Wanted<"path", Part<Operation<P, M>, "path">> &
  Wanted<"body", Body<Operation<P, M>>> & { query?: Part<Operation<P, M>, "query"> };

/** What a call answers. */
export type Got<P extends keyof paths, M extends string> = Operation<P, M> extends { responses: infer R } ? Good<R> : never;
