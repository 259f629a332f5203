const lookUps = 1_000;

/**
 * Keeps the methods of strings as fast as they are at the start.
 *
 * The first `class … extends String` that is loaded (ioredis 6 has one) makes V8 put `String.prototype` into its slow
 * form, unless a look-up through an object has marked it to be kept fast before. That is never quite undone: every loop
 * over the letters of a text, in the whole process, takes four to nine times as long from then on.
 */
export function keepStringsFast(): void {
  const wrapper = Object('') as { readonly charCodeAt: unknown };
  for (let i = 0; i < lookUps; i++) lookUp(wrapper);
}

/** A look-up in the code, which V8 learns from; not `Reflect.get`. */
function lookUp(text: { readonly charCodeAt: unknown }): unknown {
  return text.charCodeAt;
}
