/**
 * Trees of files. `own`: the student's files with the teacher's protected files on top, without hidden tests.
 * `judged`: the same without the student's test files, with the hidden tests. `reference`: the reference solution
 * with the hidden tests, whose steps are executed once per assignment version. `sealed-<n>`: the same with a generated
 * stub instead of the package whose tests are sealed, and never a line of a student's. `servant-<n>`: `own` with the
 * generated glue that answers such a stub. `outside`: the teacher's files alone, for tests that start the student's
 * program.
 */
export type Tree = 'own' | 'judged' | 'reference' | 'outside' | SealedTree | ServantTree;
export type SealedTree = `sealed-${number}`;
export type ServantTree = `servant-${number}`;
