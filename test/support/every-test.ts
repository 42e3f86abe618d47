/** A test that checks nothing is a test that fails. */
beforeEach(() => {
  expect.hasAssertions();
});
