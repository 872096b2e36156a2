import { type Creation, forgetAsking, noteAsking, noteMade } from '#services/classroom/accepting/creation.ts';
import type { Work } from './work.ts';

/** Has GitHub make something whose name is free, in such a way that it is known as ours even where the answer is lost. */
export async function make<T extends { readonly id: number }>(
  { deps: { database }, acceptance: { participantId } }: Work,
  what: Pick<Creation, 'kind' | 'name'>,
  create: () => Promise<T>,
): Promise<T> {
  const creation = { ...what, participantId };
  await noteAsking(database, creation);
  try {
    const made = await create();
    await noteMade(database, creation, made.id);
    return made;
  } catch (error) {
    // Somebody else was first: it must not look like ours.
    if ((error as { status?: number }).status === 422) await forgetAsking(database, creation);
    throw error;
  }
}
