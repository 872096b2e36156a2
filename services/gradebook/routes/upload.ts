import type { FastifyRequest } from 'fastify';
import { decodeCsv } from '#services/classroom/csv/decode.ts';
import { InvalidInput } from '#services/platform/errors.ts';
import { visible } from '#services/platform/text.ts';

const MAX_BYTES = 2 * 1024 * 1024;

/** Of `@fastify/multipart`: one file of two megabytes, and a few fields. */
export const uploadLimits = { fileSize: MAX_BYTES, fieldSize: MAX_BYTES, files: 1, fields: 5, parts: 6 };

/** A form with a file. */
export interface Upload {
  readonly bytes: Uint8Array;
  /** As people call it. */
  readonly file: string;
  /** The bytes as text, empty where they are none. */
  readonly text: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** Half a file is none: who stands in the other half would be missed. */
const tooLong = Object.assign(new Error('The text is too long: two megabytes are read at most. Is it the right one?'), {
  statusCode: 413,
});

/** The form: an uploaded file wins over the text of the field `text`. */
export async function uploadOf(request: FastifyRequest): Promise<Upload> {
  let upload: { bytes: Buffer; file: string } | undefined;
  const fields = new Map<string, string>();
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw tooLong;
      fields.set(part.fieldname, String(part.value));
    } else {
      const bytes = await part.toBuffer();
      if (bytes.length > 0) upload = { bytes, file: visible(part.filename ?? '', 100) || 'the file' };
    }
  }
  const { bytes, file } = upload ?? { bytes: Buffer.from(fields.get('text') ?? ''), file: 'the text' };
  return { bytes, file, text: textOf(bytes), fields };
}

/** As the page can carry it: without signs that no page shows, and that no cell keeps. */
function textOf(bytes: Uint8Array): string {
  try {
    return decodeCsv(bytes, '').replace(/(?![\t\r\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
  } catch (error) {
    if (error instanceof InvalidInput) return '';
    throw error;
  }
}
