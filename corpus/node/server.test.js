const test = require('node:test');
const assert = require('node:assert');

test('an entry is a text', () => {
  assert.strictEqual(String(1), '1');
});
