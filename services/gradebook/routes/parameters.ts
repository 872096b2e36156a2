import Type from 'typebox';

/** A row's number in an address. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

export const byId = Type.Object({ id: Id });

export const bySlug = Type.Object({ slug: Type.String({ maxLength: 100 }) });
