import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifySchema } from 'fastify';

/** Text that PostgreSQL can hold: no NUL, no half of a surrogate pair. */
const plainText = (text: string) => text.isWellFormed() && !text.includes('\0');

function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ coerceTypes, useDefaults: true, discriminator: true, allErrors: false });
  addFormats.default(ajv);
  ajv.addFormat('plain-text', plainText);
  ajv.addKeyword('example'); // OpenAPI's
  return ajv;
}

/** Checks bodies as they are, and reads numbers out of the texts of paths and queries. Unknown fields are refused. */
export function addValidation(web: FastifyInstance): void {
  const asTheyAre = createAjv(false);
  const fromTexts = createAjv(true);
  web.setValidatorCompiler<FastifySchema>(({ schema, httpPart }) =>
    (httpPart === 'body' ? asTheyAre : fromTexts).compile(schema),
  );
}

/** The field that a validation complains of, dotted, and what about it. */
export function complaintOf(error: Pick<ErrorObject, 'instancePath' | 'params' | 'message'>, part: string) {
  const { missingProperty, additionalProperty, tag } = error.params;
  const path = error.instancePath.split('/').slice(1);
  const named = missingProperty ?? additionalProperty ?? (path.length === 0 ? tag : undefined);
  const field = [...path, ...(named === undefined ? [] : [String(named)])].join('.') || part;
  const what =
    missingProperty !== undefined
      ? 'is missing'
      : additionalProperty !== undefined
        ? 'is not known'
        : error.message;
  return { field, message: `${field} ${what ?? 'is not valid'}` };
}
