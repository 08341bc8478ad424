import fc from 'fast-check';

// Property tests try other inputs on every machine and every run; in CI the same ones each time, so that a change and not
// luck decides. A failure prints its seed: put it here to see it again.
if (process.env.CI) {
  fc.configureGlobal({ seed: 20_261_121 });
}
