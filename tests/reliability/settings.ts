/** Imported before anything that reads the environment: cookies sealed here are opened by the server started here. */
process.env.SECRET ??= 'only-for-tests-0123456789-abcdefghijklmnop'
