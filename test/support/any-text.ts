import fc from 'fast-check';

/** Texts of any UTF-16 units, those of terminals, bidi, tags and lone surrogates among them more often than by chance. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0, max: 0xff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom(
        '\u202e',
        '\u200b',
        '\ufeff',
        '\u{e0041}',
        '\ud800',
        '\udc00',
        '\x1b[',
        '\r\n',
        '\ue000',
        '\ue100',
      ),
    ),
    { maxLength: 60 },
  )
  .map((units) => units.join(''));
