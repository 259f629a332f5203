/** Puts `[hidden]` in the place of what nobody may read over a shoulder or in a bug report. */
export type Hide = (text: string) => string;

/** User and password of an address, with a scheme (`postgres://a:b@`) or before a host and port (`a:b@kafka:9092`). */
const userInfo =
  /(:\/\/)[^\s/?#"'<>@]+(?:@[^\s/?#"'<>@]+)*(?=@[^\s@])|(?<![^\s"'=,(])[^\s"'@/,=]+:[^\s"'/,]+(?=@[\w.[\]:-]+:\d)/g;

/** @param secrets - Texts to hide wherever they stand, besides the users and passwords of addresses. */
export function createHide(secrets: readonly string[]): Hide {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  return (text) => {
    let hidden = text;
    for (const secret of longestFirst) hidden = hidden.replaceAll(secret, '[hidden]');
    return hidden.replace(userInfo, (_, scheme: string | undefined) => `${scheme ?? ''}[hidden]`);
  };
}

/**
 * Hides secrets in an error that is about to be printed, and in its causes. What a driver hung on it beside its message (the
 * input of `new URL`, a whole configuration) goes.
 */
export function hideInError(error: unknown, hide: Hide, depth = 0): void {
  if (!(error instanceof Error) || depth > 5) return;
  const { stack, message, cause } = error;
  for (const name of Object.keys(error)) {
    if (name !== 'code' && name !== 'cause') Reflect.deleteProperty(error, name);
  }
  Object.defineProperty(error, 'message', { value: hide(message), configurable: true });
  Object.defineProperty(error, 'stack', {
    value: stack === undefined ? undefined : hide(stack),
    configurable: true,
  });
  if (error instanceof AggregateError) for (const each of error.errors) hideInError(each, hide, depth + 1);
  hideInError(cause, hide, depth + 1);
}
