import type { Kept } from './mask.ts';

const errnoName =
  /\bE(?:2BIG|ACCES|ADDRINUSE|ADDRNOTAVAIL|AGAIN|AI_\w+|BADF|BUSY|CANCELED|CHILD|CONNABORTED|CONNREFUSED|CONNRESET|DEADLK|DOM|DQUOT|EXIST|FAULT|FBIG|HOSTDOWN|HOSTUNREACH|INPROGRESS|INTR|INVAL|IO|ISCONN|ISDIR|LOOP|MFILE|MLINK|MSGSIZE|NAMETOOLONG|NETDOWN|NETUNREACH|NFILE|NOBUFS|NODEV|NOENT|NOMEM|NOSPC|NOSYS|NOTCONN|NOTDIR|NOTEMPTY|NOTFOUND|NOTSUP|NXIO|OVERFLOW|PERM|PIPE|PROTO|RANGE|ROFS|SOCKETTIMEDOUT|SPIPE|SRCH|STALE|TIMEDOUT|TIMEOUT|WOULDBLOCK|XDEV)\b/g;

/** `java.io.IOException`, `App\Vault\DownError`, `Http2Error`, and a class with its package: `com.shop.Tax`. */
const className =
  /\b(?:[A-Za-z_]\w{0,60}(?:[.$\\]|::)){0,10}[A-Z]\w{0,80}?(?:Error|Exception|Failure|Fault)\b|\b(?:[a-z_]\w{0,60}\.){2,10}[A-Z]\w{1,80}\b/g;

/** What a fault was: the number or state right after one of these words. */
const codeAfterWord =
  /\b((?:\w{0,20}_|error|status|exit|return|response|result|err)?[_ ]?(?:code|status|errno|exit|signal|sqlstate|state|http(?:\/\d(?:\.\d)?)?)[ :=#([]{1,3})(-?\d{1,6}(?![\w.]*\d)\b|(?=[0-9A-Z]{0,4}\d)[0-9A-Z]{5}\b)/gi;

/** `ORA-00942`, `TS-2345`, `E11000`, `P2002`: some product's list of faults. */
const productCode =
  /\b(?:(?:ORA|PLS|TNS|RMAN|TS|SQL|CWE|CVE|MY|DB|HHH|WFLY|JBAS|AMQ|ARJUNA|ERR|KUP|IMP|PG|UT|ELY|NU|MSB|CS|AADSTS)-\d{2,7}(?:-\d{3,7})?|(?:E|P|CS|TS|LNK|MSB|NU|SQL|ERR|FS|BC|AADSTS|SQLN)\d{3,6}[A-Z]?)\b/g;
/** Any such code where a text names its fault: at its head or before a colon, unless it looks like some thing's id. */
const leadingCode =
  /(?:^|(?<=[[(]))([A-Z][A-Z0-9_]{1,12}-\d{3,7})(?=[:\]) ]|$)|\b([A-Z][A-Z0-9_]{1,12}-\d{3,7})(?=:)/g;
const idPrefix =
  /^(?:ORD|ORDER|INV|INVOICE|SKU|USR|USER|TX|TXN|REQ|TASK|JOB|TICKET|CASE|ACC|ACCT|CUST|ID|PAY|REF|BATCH|DOC|ITEM|NODE|POD|HOST|WORKER|SHIP|PO|RUN|BLK|PKG|MSG|EVT|SES|SESSION)-/;

/** Swaps what tells faults apart for characters that no mask touches. */
export function keepTokens(text: string, kept: Kept): string {
  let result = text;
  if (/[A-Z]/.test(result)) {
    result = result
      .replace(className, kept.keep)
      .replace(errnoName, kept.keep)
      .replace(productCode, kept.keep);
    if (result.includes('-')) {
      result = result.replace(leadingCode, (code: string) => (idPrefix.test(code) ? code : kept.keep(code)));
    }
  }
  if (!/\d/.test(result)) return result;
  return result.replace(codeAfterWord, (_whole, word: string, code: string) => word + kept.keep(code));
}
