/** An answer that is no success, for the client to read. With a `cause` it is the service's trouble and is logged. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };

  constructor(
    statusCode: number,
    message: string,
    options: { readonly cause?: unknown; readonly headers?: { readonly [name: string]: string } } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.statusCode = statusCode;
    this.headers = options.headers ?? {};
  }
}
