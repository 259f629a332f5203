import { expect, test } from 'vitest';
import { stackParts } from '../../../../src/pipeline/fingerprint/stack-parts.ts';
import { readTrace } from '../../../../src/pipeline/fingerprint/stacks/read-trace.ts';

function partsOf(lines: readonly string[]): readonly string[] | undefined {
  const trace = readTrace(lines.join('\n'));
  return trace && stackParts(trace, '');
}

test.each([
  {
    language: 'python',
    lines: [
      'Traceback (most recent call last):',
      '  File "/usr/lib/python3.12/site-packages/flask/app.py", line 9, in wsgi_app',
      '  File "/srv/shop/__init__.py", line 3, in <module>',
      '  File "/srv/shop/cart.py", line 7, in <listcomp>',
      '  File "/srv/shop/cart.py", line 8, in add',
      '    ~~~~^^^^',
      '  [Previous line repeated 996 more times]',
      'shop.errors.CartError: no item',
    ],
    parts: ['shop.errors.CartError', 'cart.py:add', 'shop/__init__.py:<module>'],
  },
  {
    language: 'python',
    lines: [
      '  + Exception Group Traceback (most recent call last):',
      '  |   File "/srv/pool.py", line 9, in run',
      '  | ExceptionGroup: two failed (2 sub-exceptions)',
      '  +-+---------------- 1 ----------------',
      '    | Traceback (most recent call last):',
      '    |   File "/srv/task.py", line 3, in go',
      '    | ValueError: one',
    ],
    parts: ['ValueError', 'ExceptionGroup', 'task.py:go'],
  },
  {
    language: 'java',
    lines: [
      'Exception in thread "main" com.shop.StoreException: cannot save',
      '\tat app//com.shop.Store$1.save(Store.java:3)',
      '\tat com.shop.Cart$$Lambda$14/0x000800.run(Unknown Source)',
      '\tat com.shop.Cart.lambda$order$0(Cart.java:9)',
      '\tat com.shop.Cart$$SpringCGLIB$$0.order(<generated>)',
      '\tat org.springframework.aop.Aop.invoke(Aop.java:1)',
      '\tSuppressed: java.io.IOException: close',
      '\t\tat com.shop.Wrong.close(Wrong.java:1)',
      'Caused by: java.sql.SQLException: gone',
      '\tat com.shop.Db.get(Db.java:4)',
      '\t... 12 more',
      'Caused by: java.net.SocketException: reset',
      '\t... 14 more',
    ],
    parts: [
      'com.shop.StoreException',
      'java.net.SocketException',
      'com.shop.Store:save',
      'com.shop.Cart:order',
    ],
  },
  {
    language: 'node',
    lines: [
      'Error [ERR_X]: no item',
      '    at Object.add (file:///srv/dist/main.3f2a9c1b.js:1:2)',
      '    at new Cart (/srv/cart.js:3:4)',
      '    at async Promise.all (index 0)',
      '    at /srv/anonymous.js:5:6',
      '    at Layer.handle [as handle_request] (/srv/node_modules/express/lib/layer.js:95:5)',
      '    at Module._compile (node:internal/modules/cjs/loader:1105:14)',
    ],
    parts: ['Error', 'main.js:add', 'cart.js:Cart', 'anonymous.js:<anonymous>'],
  },
  {
    language: 'go',
    lines: [
      'panic: no item [recovered]',
      '',
      'goroutine 7 [running]:',
      'runtime/debug.Stack()',
      '\t/usr/local/go/src/runtime/debug/stack.go:24 +0x5e',
      'github.com/acme/shop/cart.(*Cart).Add.func1(0xc000012345)',
      '\t/app/cart/cart.go:12 +0x1d',
      'created by main.main in goroutine 1',
      '\t/app/main.go:3 +0x1',
      '',
      'goroutine 8 [select]:',
      'main.other()',
      '\t/app/main.go:9 +0x1',
    ],
    parts: ['panic', 'github.com/acme/shop/cart:(*Cart).Add'],
  },
  {
    language: 'rust',
    lines: [
      "thread 'main' panicked at 'no item', src/cart.rs:4:5",
      'stack backtrace:',
      '   0: rust_begin_unwind',
      '             at /rustc/0123/library/std/src/panicking.rs:595:5',
      '   1: <app::cart::Cart as app::Add>::add::{{closure}}::h0123456789abcdef',
      '             at ./src/cart.rs:4:5',
      '   2: tokio::runtime::block_on',
    ],
    parts: ['panic', 'app::cart::Cart:add'],
  },
  {
    language: 'rust without a backtrace',
    lines: ["thread 'main' panicked at src/cart.rs:4:5:", 'no item'],
    parts: ['panic', 'cart.rs:{panic}'],
  },
  {
    language: 'dotnet',
    lines: [
      'System.AggregateException: One or more errors (no item)',
      ' ---> Shop.CartException: no item',
      '   at Shop.Cart.<>c__DisplayClass5_0.<Add>b__0() in /src/Cart.cs:line 3',
      '   --- End of inner exception stack trace ---',
      '   at Shop.Api.<PostAsync>d__7.MoveNext() in /src/Api.cs:line 9',
      '--- End of stack trace from previous location ---',
      '   at Microsoft.AspNetCore.Routing.EndpointMiddleware.Invoke(HttpContext context)',
    ],
    parts: ['System.AggregateException', 'Shop.CartException', 'Shop.Api:PostAsync'],
  },
  {
    language: 'php',
    lines: [
      'PDOException: gone in /app/src/Db.php:3',
      'Stack trace:',
      '#0 /app/src/Store.php(9): App\\Db->get()',
      '#1 {main}',
      '',
      'Next App\\StoreError: cannot save in /app/src/Store.php:12',
      'Stack trace:',
      '#0 /app/src/Cart.php(5): App\\Store->save(Object(App\\Order))',
      '#1 /app/vendor/laravel/Kernel.php(1): App\\Cart->{closure}()',
      '#2 [internal function]: array_map()',
    ],
    parts: ['App\\StoreError', 'PDOException', 'Store.php:{throw}', 'Cart.php:App\\Store->save'],
  },
  {
    language: 'ruby',
    lines: [
      "app/cart.rb:18:in `block (2 levels) in add': no item (Shop::CartError)",
      "\tfrom /usr/lib/ruby/gems/3.3.0/gems/rack/builder.rb:1:in `call'",
      "\tfrom app/api.rb:3:in 'Api#post'",
      "app/db.rb:9:in `get': gone (PG::Error)",
      "\tfrom app/cart.rb:17:in `add'",
    ],
    parts: ['Shop::CartError', 'PG::Error', 'cart.rb:add', 'api.rb:Api#post'],
  },
])('reads the own frames of a $language trace, nearest the throw first', ({ lines, parts }) => {
  expect(partsOf(lines)).toEqual(parts);
});

test('takes the frames of libraries where there are no others', () => {
  const parts = partsOf([
    'java.lang.Error: x',
    '\tat java.util.List.get(List.java:1)',
    '\tat java.lang.Thread.run(Thread.java:2)',
  ]);

  expect(parts).toEqual(['java.lang.Error', 'java.util.List:get', 'java.lang.Thread:run']);
});

test("takes a cause's own frames where the outermost exception has none", () => {
  const parts = partsOf([
    'java.lang.Error: x',
    '\tat java.util.List.get(List.java:1)',
    'Caused by: a.B: y',
    '\tat com.shop.Db.get(Db.java:4)',
  ]);

  expect(parts).toEqual(['java.lang.Error', 'a.B', 'com.shop.Db:get']);
});

test('reads five frames at most, each once', () => {
  const calls = ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g'].map((name) => `    at ${name} (/srv/x.js:1:1)`);

  expect(partsOf(['TypeError: x', ...calls])).toEqual([
    'TypeError',
    'x.js:a',
    'x.js:b',
    'x.js:c',
    'x.js:d',
    'x.js:e',
  ]);
});

test.each(['TimeoutError: 3s', 'com.fly.Taken: 14C'])('reads %j as an exception without frames', (line) => {
  const trace = readTrace(line);

  expect(trace?.exceptions).toMatchObject([{ type: line.split(':')[0], frames: [] }]);
});

test('finds no trace in a text that holds none', () => {
  expect(readTrace('it was a dark night\nand nothing failed')).toBeUndefined();
});
